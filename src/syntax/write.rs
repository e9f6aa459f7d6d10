//! Values as the language writes them, so that what is printed can be read back.

/// A text in double quotes, with escapes.
pub fn write_symbol(text: &str) -> String {
    let mut written = String::with_capacity(text.len() + 2);
    written.push('"');
    for c in text.chars() {
        match c {
            '"' => written.push_str("\\\""),
            '\\' => written.push_str("\\\\"),
            '\n' => written.push_str("\\n"),
            '\t' => written.push_str("\\t"),
            '\r' => written.push_str("\\r"),
            c => written.push(c),
        }
    }
    written.push('"');
    written
}

/// Whether a word can name a relation or variable.
pub fn is_identifier(word: &str) -> bool {
    let mut chars = word.chars();
    let starts = |c: char| c.is_ascii_alphabetic() || c == '_' || c == '?';
    chars.next().is_some_and(starts)
        && chars.all(|c| starts(c) || c.is_ascii_digit())
        && word != "_"
}
