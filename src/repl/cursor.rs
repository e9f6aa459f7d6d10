//! Where the cursor stands in a clause that is being typed.

/// What is being typed at the end of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place<'a> {
    /// In a text that begins there, of a column of an atom.
    Text(usize, Option<(&'a str, usize)>),
    /// In an argument of an atom.
    Argument,
    /// Where a condition may stand.
    Condition,
    Comment,
}

/// Reads a clause up to the cursor: open brackets with the name before each and the commas within.
pub(super) fn place(before: &str) -> Place<'_> {
    let mut open: Vec<(&str, usize)> = Vec::new();
    let mut at = 0;
    while let Some(c) = before[at..].chars().next() {
        let rest = &before[at..];
        match c {
            '"' => match end_of_text(rest) {
                Some(length) => {
                    at += length;
                    continue;
                }
                None => {
                    let column = open.last().copied();
                    return Place::Text(at + 1, column.filter(|(name, _)| !name.is_empty()));
                }
            },
            '/' if rest.starts_with("//") => match rest.find('\n') {
                Some(length) => at += length,
                None => return Place::Comment,
            },
            '/' if rest.starts_with("/*") => match rest[2..].find("*/") {
                Some(length) => at += length + 3,
                None => return Place::Comment,
            },
            '(' | '{' => {
                let head = before[..at].trim_end();
                let name = if c == '(' {
                    &head[word_start(head)..]
                } else {
                    ""
                };
                open.push((name, 0));
            }
            ')' | '}' => {
                open.pop();
            }
            ',' => {
                if let Some((_, commas)) = open.last_mut() {
                    *commas += 1;
                }
            }
            _ => {}
        }
        at += before[at..].chars().next().map_or(1, char::len_utf8);
    }
    match open.last() {
        Some((name, _)) if !name.is_empty() => Place::Argument,
        _ => Place::Condition,
    }
}

/// Where the name at the end of a text begins.
pub(super) fn word_start(text: &str) -> usize {
    text.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '_')
        .len()
}

/// The length of a text in quotation marks at the start of `rest`, if it is closed on its line.
fn end_of_text(rest: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '\n' => return Some(at),
            '"' if !escaped => return Some(at + 1),
            _ => escaped = c == '\\' && !escaped,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_belongs_to_the_column_of_its_atom() {
        assert_eq!(place("met(p, \"Lu"), Place::Text(8, Some(("met", 1))));
        assert_eq!(
            place("met(\"a, (\", \"b"),
            Place::Text(13, Some(("met", 1)))
        );
        assert_eq!(
            place("met(cat(x, y), \"b"),
            Place::Text(16, Some(("met", 1)))
        );
        assert_eq!(
            place("n = count : { met(\"a\\\"b\", \"c"),
            Place::Text(27, Some(("met", 1)))
        );
        assert_eq!(place("x = \"Lu"), Place::Text(5, None));
        assert_eq!(place("met(p, q), (\"Lu"), Place::Text(13, None));
    }

    #[test]
    fn conditions_stand_outside_of_atoms() {
        for text in [
            "",
            "met(p, q), ",
            "p(x) :- ",
            "n = count : { ",
            "!(",
            "/* met( */ ",
            "// met(\n",
        ] {
            assert_eq!(place(text), Place::Condition, "{text}");
        }
        assert_eq!(place("met(p, "), Place::Argument);
        assert_eq!(place("met(p, q) // (\""), Place::Comment);
        assert_eq!(place("/*/ met("), Place::Comment);
    }
}
