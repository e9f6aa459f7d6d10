//! Spelling without accents and case, for matching what people type.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The text in lower case, without marks, with one kind of apostrophe and space.
///
/// `fold("Tô Lâm’s")` is `"to lam's"`; the Vietnamese `đ` and the ligature `œ`, which do not decompose,
/// are spelt out.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().filter(|&c| !is_combining_mark(c)) {
        match c {
            '’' | '‘' | 'ʼ' | '`' | '´' => folded.push('\''),
            'đ' | 'Đ' => folded.push('d'),
            'œ' | 'Œ' => folded.push_str("oe"),
            'æ' | 'Æ' => folded.push_str("ae"),
            c if c.is_whitespace() => folded.push(' '),
            c => folded.extend(c.to_lowercase()),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn accents_case_and_apostrophes_do_not_count() {
        assert_eq!(fold("Tô Lâm"), "to lam");
        assert_eq!(fold("Đỗ Hùng Việt"), "do hung viet");
        assert_eq!(fold("l’Œuvre\u{a0}!"), "l'oeuvre !");
    }
}
