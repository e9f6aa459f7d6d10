//! What keeps the text of an article from being more than text where it is shown.
//!
//! Articles come from anywhere. Their characters must not drive a terminal, turn into markup on a page, or
//! be computed by a spreadsheet.

use std::borrow::Cow;

/// The text for a terminal, on one line: control characters as pictures (`␛`), and those that reorder
/// what is around them as `�`.
pub fn on_terminal(text: &str) -> Cow<'_, str> {
    replace_controls(text, |_| false)
}

/// The lines of a text for a terminal: as [`on_terminal`], but line ends stay.
pub fn lines_on_terminal(text: &str) -> Cow<'_, str> {
    replace_controls(text, |c| c == '\n')
}

/// The text for a cell of a Markdown table.
pub(super) fn in_markdown(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            // Addresses become links by themselves, unless the signs that show them are spelt out.
            ':' if text[at..].starts_with("://") => written.push_str("&#58;"),
            '.' if text[..at].ends_with("www") => written.push_str("&#46;"),
            '\r' if text[at..].starts_with("\r\n") => {}
            '&' => written.push_str("&amp;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '\n' | '\r' => written.push_str("<br>"),
            '\\' | '|' | '*' | '_' | '`' | '[' | ']' | '#' | '~' | '$' | '!' => {
                written.push('\\');
                written.push(c);
            }
            c => written.push(picture(c).unwrap_or(c)),
        }
    }
    written
}

/// The text for a cell of a CSV file. One that a spreadsheet would compute gets an apostrophe in front,
/// which spreadsheets take for "this is text"; control characters other than tabs and line ends are
/// shown as pictures.
pub(crate) fn in_csv(text: &str) -> Cow<'_, str> {
    let shown = replace_controls(text, |c| matches!(c, '\n' | '\t'));
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        Cow::Owned(format!("'{shown}"))
    } else {
        shown
    }
}

/// JSON escapes control characters below the space itself; this escapes the others, which lie within
/// texts only.
pub(crate) fn in_json(json: String) -> String {
    let hidden = |c: char| c != '\n' && is_control(c);
    if !json.contains(hidden) {
        return json;
    }
    let mut written = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        match hidden(c) {
            true => written.push_str(&format!("\\u{:04x}", u32::from(c))),
            false => written.push(c),
        }
    }
    written
}

fn replace_controls(text: &str, kept: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(|c| is_control(c) && !kept(c)) {
        return Cow::Borrowed(text);
    }
    let shown = |c: char| picture(c).filter(|_| !kept(c)).unwrap_or(c);
    Cow::Owned(text.chars().map(shown).collect())
}

/// Whether a character acts on a terminal instead of being shown.
fn is_control(c: char) -> bool {
    picture(c).is_some()
}

/// What is shown for a character that acts on a terminal.
fn picture(c: char) -> Option<char> {
    match c {
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)),
        '\u{7f}' => Some('\u{2421}'),
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' => Some('\u{fffd}'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        assert_eq!(on_terminal("Tô Lâm"), "Tô Lâm");
        assert_eq!(on_terminal("a\u{1b}[31mb\r\n\tc\u{7f}"), "a␛[31mb␍␊␉c␡");
        assert_eq!(on_terminal("a\u{9b}2Jb\u{202e}c"), "a\u{fffd}2Jb\u{fffd}c");
        assert_eq!(lines_on_terminal("a\nb\u{1b}c\n"), "a\nb␛c\n");
    }

    #[test]
    fn markup_does_not_reach_a_page() {
        assert_eq!(
            in_markdown("<b> | *a* _b_ `c` [d](e) #f & \\ ~g~ $h$ ![i]"),
            "&lt;b&gt; \\| \\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) \\#f &amp; \\\\ \\~g\\~ \\$h\\$ \\!\\[i\\]"
        );
        assert_eq!(in_markdown("a\r\nb\nc\u{1b}"), "a<br>b<br>c␛");
        assert_eq!(in_markdown("https://www.x.la"), "https&#58;//www&#46;x.la");
        assert_eq!(in_markdown("à 9:30."), "à 9:30.");
    }

    #[test]
    fn formulas_do_not_reach_a_spreadsheet() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1"] {
            assert_eq!(in_csv(formula), format!("'{formula}"));
        }
        assert_eq!(in_csv("\r=1"), "'␍=1");
        assert_eq!(in_csv("1 = 1"), "1 = 1");
        assert_eq!(in_csv("a\nb\u{1b}"), "a\nb␛");
    }

    #[test]
    fn json_hides_what_serde_does_not_escape() {
        assert_eq!(
            in_json("[\n\"\u{9b}\u{7f}é\"]".into()),
            "[\n\"\\u009b\\u007fé\"]"
        );
    }
}
