//! Finding a quotation in the text, word for word, and the passage nearest to a misquotation.

use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;

use unicode_normalization::char::{
    canonical_combining_class, decompose_canonical, is_combining_mark,
};

/// A text with one kind of white space and of apostrophe, and its letters decomposed, that knows
/// where each of its bytes stood in the original.
#[derive(Clone, Debug)]
pub(super) struct Folded {
    text: String,
    origin: Vec<u32>,
}

impl Folded {
    pub(super) fn of(original: &str) -> Folded {
        let mut chars: Vec<(char, usize)> = Vec::with_capacity(original.len());
        for (at, c) in original.char_indices() {
            match c {
                _ if c.is_whitespace() => {
                    if chars.last().is_none_or(|last| last.0 != ' ') {
                        chars.push((' ', at));
                    }
                }
                '’' | '‘' | 'ʼ' | '`' | '´' | '′' => chars.push(('\'', at)),
                _ => decompose_canonical(c, |part| chars.push((part, at))),
            }
        }
        // Marks on one letter have a canonical order, which hand-made text does not always keep.
        for marks in chars.chunk_by_mut(|a, b| is_combining_mark(a.0) && is_combining_mark(b.0)) {
            if marks.len() > 1 {
                marks.sort_by_key(|(mark, _)| canonical_combining_class(*mark));
            }
        }
        let mut folded = Folded {
            text: String::with_capacity(original.len()),
            origin: Vec::new(),
        };
        for (c, at) in chars {
            folded.text.push(c);
            folded
                .origin
                .resize(folded.text.len(), u32::try_from(at).unwrap_or(u32::MAX));
        }
        folded
    }

    /// The first occurrence, as a range of the original, whose length is `length`.
    pub(super) fn find(&self, quotation: &str, length: usize) -> Option<Range<usize>> {
        let sought = Folded::of(quotation).text;
        let sought = sought.trim_matches(' ');
        if sought.is_empty() {
            return None;
        }
        self.text.match_indices(sought).find_map(|(at, _)| {
            let end = at + sought.len();
            let whole = !self.text[end..].starts_with(is_combining_mark);
            let ends = self.origin.get(end).map_or(length, |&byte| byte as usize);
            whole.then_some(self.origin[at] as usize..ends)
        })
    }
}

/// The stretch of `text` most like `quotation`: by words, or by letters if they share no word.
pub(super) fn nearest(text: &str, quotation: &str) -> Option<Range<usize>> {
    best_window(&words(text), &words(quotation))
        .or_else(|| best_window(&letters(text), &letters(quotation)))
}

/// Words without marks and case, each with its place.
fn words(text: &str) -> Vec<(String, Range<usize>)> {
    let mut found: Vec<(String, Range<usize>)> = Vec::new();
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        if is_combining_mark(c) || !c.is_alphanumeric() {
            continue;
        }
        match found.last_mut().filter(|last| last.1.end == at) {
            Some(last) => last.1.end = end,
            None => found.push((String::new(), at..end)),
        }
        if let Some(last) = found.last_mut() {
            decompose_canonical(c, |part| {
                if !is_combining_mark(part) {
                    last.0.extend(part.to_lowercase());
                }
            });
        }
    }
    found
}

/// Groups of three letters or digits that stand together, each with its place.
fn letters(text: &str) -> Vec<([char; 3], Range<usize>)> {
    let mut found = Vec::new();
    for (word, range) in words(text) {
        let chars: Vec<char> = word.chars().collect();
        found.extend(
            chars
                .windows(3)
                .map(|w| ([w[0], w[1], w[2]], range.clone())),
        );
    }
    found
}

/// The window, as long as what is sought, that shares most items with it, cut down to the items
/// shared at either end; `None` if less than a third is shared.
fn best_window<T: Eq + Hash>(
    items: &[(T, Range<usize>)],
    sought: &[(T, Range<usize>)],
) -> Option<Range<usize>> {
    let mut wanted: HashMap<&T, i64> = HashMap::new();
    for (item, _) in sought {
        *wanted.entry(item).or_default() += 1;
    }
    let width = sought.len();
    let (mut shared, mut best, mut best_end) = (0usize, 0usize, 0usize);
    for (i, (item, _)) in items.iter().enumerate() {
        if let Some(leaving) = i
            .checked_sub(width)
            .and_then(|out| wanted.get_mut(&items[out].0))
        {
            *leaving += 1;
            shared -= usize::from(*leaving > 0);
        }
        if let Some(entering) = wanted.get_mut(item) {
            shared += usize::from(*entering > 0);
            *entering -= 1;
        }
        if shared > best {
            (best, best_end) = (shared, i + 1);
        }
    }
    if best == 0 || best * 3 < width {
        return None;
    }
    let window = &items[best_end.saturating_sub(width)..best_end];
    let known = |entry: &&(T, Range<usize>)| wanted.contains_key(&entry.0);
    Some(window.iter().find(known)?.1.start..window.iter().rev().find(known)?.1.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find<'a>(text: &'a str, quotation: &str) -> Option<&'a str> {
        Folded::of(text)
            .find(quotation, text.len())
            .map(|range| &text[range])
    }

    #[test]
    fn white_space_apostrophes_and_composition_do_not_matter() {
        assert_eq!(
            find("à  l’inau\u{a0}:\noui", "l'inau : oui"),
            Some("l’inau\u{a0}:\noui")
        );
        assert_eq!(find("Tô Lâm", "To\u{302} La\u{302}m"), Some("Tô Lâm"));
        assert_eq!(find("Mo\u{302}\u{323}t", "Một"), Some("Mo\u{302}\u{323}t"));
    }

    #[test]
    fn words_must_be_the_same() {
        assert_eq!(find("Tô Lâm", "To Lam"), None);
        assert_eq!(find("e\u{301}t e", "e"), Some("e"));
        assert_eq!(find("Tô Lâm", "  "), None);
    }

    #[test]
    fn the_nearest_passage_is_found_by_words_then_by_letters() {
        let text = "Il pleut. Le ministre a reçu son homologue lao à Hanoï. Il vente.";
        let range = nearest(text, "Le ministre a recu son homologue laotien").unwrap();
        assert_eq!(&text[range], "Le ministre a reçu son homologue");
        assert_eq!(&text[nearest(text, "homologues").unwrap()], "homologue");
        assert_eq!(nearest(text, "xyz"), None);
        assert_eq!(nearest("", ""), None);
    }
}
