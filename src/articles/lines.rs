//! The layout of agency copy: which line is headline, prose or caption, and which is no part of
//! the article's own text.

use std::ops::Range;

/// A line of the text, and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Bytes of the text, without white space at either end.
    pub range: Range<usize>,
    /// What the line is.
    pub kind: LineKind,
}

/// What a line of agency copy is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LineKind {
    /// The article's own title: the first line, when it is not a full sentence.
    Headline,
    /// A short heading inside the text.
    Subhead,
    /// Running text.
    Prose,
    /// The words under a picture, without the credit after them.
    Caption,
    /// A picture's credit with no words of its own: `Photo : VNA/CVN`.
    Credit,
    /// The headline of another article: `>> …`.
    Link,
    /// The count of readers' comments: `Comment (0)`.
    Comment,
    /// The agency or author that signs the article: `VNA/CVN`.
    Signature,
}

impl LineKind {
    /// Whether the line is text of the article, to be read for facts.
    pub fn is_read(self) -> bool {
        matches!(
            self,
            LineKind::Headline | LineKind::Subhead | LineKind::Prose | LineKind::Caption
        )
    }
}

/// The longest first line that is taken for a headline, and the longest line inside the text that
/// is taken for a subhead, in words.
const HEADLINE_WORDS: usize = 40;
const SUBHEAD_WORDS: usize = 14;

/// The longest credit that may follow a caption, in bytes.
const CREDIT_BYTES: usize = 60;

/// The leading date, if any, and the lines that are not blank.
pub(super) fn layout(text: &str) -> (Option<Range<usize>>, Vec<Line>) {
    let mut date = leading_date(text, 0..text.len());
    let mut start = date.as_ref().map_or(0, |date| date.end);
    let mut lines: Vec<Line> = Vec::new();
    let mut opened = false;
    for line in text[start..].split_inclusive('\n') {
        let range = trimmed(text, start..start + line.len());
        start += line.len();
        if range.is_empty() {
            continue;
        }
        // `date 2025-07` on a line of its own, below the headline
        let own = || leading_date(text, range.clone()).filter(|found| found.end == range.end);
        if date.is_none()
            && lines.len() < 3
            && let Some(found) = own()
        {
            date = Some(found);
            continue;
        }
        let line = classify(text, range, !opened);
        // Until something has been read, a headline may still come: links and credits often
        // stand above it.
        opened |= line.kind.is_read();
        if !line.range.is_empty() {
            lines.push(line);
        }
    }
    (date, lines)
}

/// The range without white space (and byte order mark) at either end.
pub(super) fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let blank = |c: char| c.is_whitespace() || c == '\u{feff}';
    let slice = text[range.clone()].trim_end_matches(blank);
    let end = range.start + slice.len();
    end - slice.trim_start_matches(blank).len()..end
}

/// `date 2025-07` or `date 2025-07-30` at the start of the range.
fn leading_date(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let body = trimmed(text, range);
    let rest = text[body.clone()].strip_prefix("date ")?;
    let start = body.end - rest.trim_start_matches(' ').len();
    let length = text[start..]
        .bytes()
        .take_while(|b| b.is_ascii_digit() || *b == b'-')
        .count();
    let date = &text[start..start + length];
    let parts: Vec<&str> = date.split('-').collect();
    let widths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let month = parts.get(1)?.parse::<u8>().ok()?;
    let well_formed = matches!(widths.as_slice(), [4, 2] | [4, 2, 2]) && (1..=12).contains(&month);
    well_formed.then_some(start..start + length)
}

fn classify(text: &str, range: Range<usize>, first: bool) -> Line {
    let line = &text[range.clone()];
    let kind = if is_link(line) {
        LineKind::Link
    } else if is_comment(line) {
        LineKind::Comment
    } else if let Some(words) = before_credit(line) {
        let range = trimmed(text, range.start..range.start + words);
        let kind = if range.is_empty() {
            LineKind::Credit
        } else {
            LineKind::Caption
        };
        // A bare credit keeps its whole line, so that every line has a range.
        let range = if range.is_empty() {
            range.start..range.start + line.len()
        } else {
            range
        };
        return Line { range, kind };
    } else if is_signature(line) {
        LineKind::Signature
    } else if ends_like_prose(line) {
        LineKind::Prose
    } else if first && fewer_words(line, HEADLINE_WORDS) {
        LineKind::Headline
    } else if !first && fewer_words(line, SUBHEAD_WORDS) {
        LineKind::Subhead
    } else {
        LineKind::Prose
    };
    Line { range, kind }
}

fn is_link(line: &str) -> bool {
    let lower: String = line.chars().take(16).flat_map(char::to_lowercase).collect();
    line.starts_with(">>")
        || line.starts_with('→')
        || ["lire aussi", "à lire", "a lire", "voir aussi"]
            .iter()
            .any(|w| lower.starts_with(w))
}

fn is_comment(line: &str) -> bool {
    let lower = line
        .chars()
        .take(24)
        .flat_map(char::to_lowercase)
        .collect::<String>();
    let word = lower.trim_end_matches(|c: char| c.is_ascii_digit() || "() ".contains(c));
    line.len() <= 24
        && matches!(
            word,
            "comment" | "comments" | "commentaire" | "commentaires"
        )
}

/// Where the credit of a picture begins in the line: `… . Photo : VNA`, `… (Photo VNA)`.
fn before_credit(line: &str) -> Option<usize> {
    let at = line.rfind("Photo")?;
    let after = line[at + "Photo".len()..]
        .trim_start_matches(['s', 'e'])
        .trim_start();
    let named = after.starts_with([':', '/', '©', '-', '–'])
        || after.starts_with(char::is_uppercase)
        || after.starts_with("d'illustration")
        || after.starts_with("d’illustration")
        || after.is_empty();
    let before = line[..at].trim_end();
    let apart = before.is_empty()
        || before.ends_with(['.', '(', '/', '-', '–', ',', '»', ']', '…', '!', '?']);
    (named && apart && line.len() - at <= CREDIT_BYTES)
        .then(|| before.trim_end_matches(['(', '/', '-', '–', ' ']).len())
}

/// `VNA/CVN`, `AFP`, `Hang Linh/VNA`: capitals alone, or a name before an agency's capitals.
fn is_signature(line: &str) -> bool {
    let line = line.trim_matches(['(', ')', '.', ' ']);
    let capitals = |s: &str| {
        (2..=12).contains(&s.trim().len())
            && s.trim()
                .chars()
                .all(|c| c.is_uppercase() || c.is_ascii_digit())
    };
    fewer_words(line, 8) && line.rsplit(['/', '-', '–']).next().is_some_and(capitals)
}

fn ends_like_prose(line: &str) -> bool {
    let line = line.trim_end_matches(['»', '"', '”', ')', ' ', '\u{a0}', '\u{202f}']);
    line.ends_with(['.', '…', ':', ';', ','])
}

fn fewer_words(line: &str, limit: usize) -> bool {
    line.split_whitespace().nth(limit).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<LineKind> {
        layout(text).1.into_iter().map(|line| line.kind).collect()
    }

    #[test]
    fn each_line_has_its_kind() {
        use LineKind::*;
        let text = "Le Laos reçoit\n>> Autre\nPhoto: VNA/CVN\nIl a parlé.\nUne dette maîtrisée\n\
            Le ministre Phan. Photo : QDND.\nHang Linh/VNA/CVN\nComment (12)";
        assert_eq!(
            kinds(text),
            [
                Headline, Link, Credit, Prose, Subhead, Caption, Signature, Comment
            ]
        );
    }

    #[test]
    fn a_caption_is_read_without_its_credit() {
        let text = "Titre\nChea Vannarith, le 8 octobre à Phnom Penh. Photo : VNA";
        let line = layout(text).1.remove(1);
        assert_eq!(
            &text[line.range],
            "Chea Vannarith, le 8 octobre à Phnom Penh."
        );
    }

    #[test]
    fn a_date_needs_a_month() {
        for (text, date) in [
            (" date 2025-07 Titre", Some("2025-07")),
            ("\u{feff}date 2025-07-30\nTitre", Some("2025-07-30")),
            ("date 2025-13 Titre", None),
            ("date limite", None),
        ] {
            assert_eq!(layout(text).0.map(|range| &text[range]), date, "{text}");
        }
    }
}
