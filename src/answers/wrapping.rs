//! Lines broken between words to the width of the terminal.

use anstream::adapter::strip_str;

/// A text with `indent` in front of its first line and `hanging` in front of the others, each line with its
/// end. Without a width, it is one line.
pub(crate) fn wrapped(text: &str, indent: usize, hanging: usize, width: Option<usize>) -> String {
    wrapped_behind(text, &" ".repeat(indent), &" ".repeat(hanging), width)
}

/// As [`wrapped`], with texts in front of the first line and of the others. Colours take no room.
pub(crate) fn wrapped_behind(
    text: &str,
    first: &str,
    others: &str,
    width: Option<usize>,
) -> String {
    let width = width.unwrap_or(usize::MAX);
    let mut written = first.to_owned();
    let mut column = first.chars().count();
    let mut begins = true;
    for word in text.split_whitespace() {
        let length: usize = strip_str(word).map(|shown| shown.chars().count()).sum();
        if !begins && column.saturating_add(1 + length) > width {
            written.push('\n');
            written.push_str(others);
            column = others.chars().count();
            begins = true;
        }
        if !begins {
            written.push(' ');
            column += 1;
        }
        written.push_str(word);
        column += length;
        begins = false;
    }
    written.push('\n');
    written
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn lines_break_between_words() {
        assert_eq!(
            wrapped("un deux trois", 2, 4, Some(9)),
            "  un deux\n    trois\n"
        );
        assert_eq!(wrapped("un  deux\ntrois", 0, 4, None), "un deux trois\n");
        assert_eq!(
            wrapped("anticonstitutionnellement oui", 0, 0, Some(5)),
            "anticonstitutionnellement\noui\n"
        );
        assert_eq!(
            wrapped("\u{1b}[1mun\u{1b}[0m deux", 0, 0, Some(7)),
            "\u{1b}[1mun\u{1b}[0m deux\n"
        );
        assert_eq!(wrapped("", 1, 1, Some(5)), " \n");
    }
}
