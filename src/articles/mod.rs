//! The corpus: articles as they stand in the file, their lines, sentences and quotations.
//!
//! An article is never changed. Everything said about it is a byte range of its text, so that an
//! answer can always be shown in the words of the file.

mod lines;
mod lists;
mod quotations;
mod sentences;

use std::ops::Range;
use std::sync::OnceLock;

pub use lines::{Line, LineKind};
use quotations::Folded;

/// One article: its text as in the file, and where its lines and sentences lie.
#[derive(Clone, Debug)]
pub struct Article {
    id: String,
    text: String,
    date: Option<Range<usize>>,
    lines: Vec<Line>,
    sentences: Vec<Range<usize>>,
    folded: OnceLock<Folded>,
}

impl Article {
    /// Reads the layout of `text`. Any text is accepted, also an empty one or one of a single line;
    /// the time taken is linear in its length.
    pub fn new(id: impl Into<String>, text: impl Into<String>) -> Article {
        let text = text.into();
        let (date, lines) = lines::layout(&text);
        let mut sentences = lines
            .iter()
            .filter(|line| line.kind.is_read())
            .flat_map(|line| sentences::split(&text, line.range.clone()))
            .collect();
        lists::join(&text, &mut sentences);
        Article {
            id: id.into(),
            text,
            date,
            lines,
            sentences,
            folded: OnceLock::new(),
        }
    }

    /// The stem of the file that the article came from.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The whole text, as in the file.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The headline; `None` when the text opens with prose.
    pub fn title(&self) -> Option<&str> {
        let line = self
            .lines
            .iter()
            .find(|line| line.kind == LineKind::Headline)?;
        Some(&self.text[line.range.clone()])
    }

    /// The date that the text itself opens with (`date 2025-07 …`), as written: `2025-07` or
    /// `2025-07-30`.
    pub fn date(&self) -> Option<&str> {
        self.date.clone().map(|range| &self.text[range])
    }

    /// The lines that are not blank, in order, each with its kind. The range of a line leaves out
    /// the date that opens the text and the credit that closes a caption.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The sentences of headlines, prose and captions, in order, as byte ranges of the text. They
    /// do not overlap and have no white space at either end.
    pub fn sentences(&self) -> &[Range<usize>] {
        &self.sentences
    }

    /// The number of the sentence that the byte stands in; `None` between sentences and in lines
    /// that are not read.
    pub fn sentence_at(&self, byte: usize) -> Option<usize> {
        let after = self
            .sentences
            .partition_point(|sentence| sentence.start <= byte);
        let number = after.checked_sub(1)?;
        self.sentences[number].contains(&byte).then_some(number)
    }

    /// The sentences that some bytes stand in, from the beginning of the first to the end of the last.
    pub fn sentences_around(&self, words: &Range<usize>) -> Range<usize> {
        let sentence = |byte: usize| Some(&self.sentences[self.sentence_at(byte)?]);
        let start = sentence(words.start).map_or(words.start, |sentence| sentence.start);
        let last = self.text[words.clone()].char_indices().next_back();
        let end = last.and_then(|(offset, _)| sentence(words.start + offset));
        start..end.map_or(words.end, |sentence| sentence.end.max(words.end))
    }

    /// The first place where the article has these words, whatever the white space between them
    /// (no-break spaces and line ends included), the kind of apostrophe, and whether accented
    /// letters are composed. `None` also for a quotation without words.
    pub fn find(&self, quotation: &str) -> Option<Range<usize>> {
        self.folded().find(quotation, self.text.len())
    }

    /// The passage most like a misquotation: the stretch of as many words that shares most words
    /// with it, or most letters if it shares no word. `None` when nothing resembles it.
    pub fn nearest(&self, quotation: &str) -> Option<Range<usize>> {
        quotations::nearest(&self.text, quotation)
    }

    fn folded(&self) -> &Folded {
        self.folded.get_or_init(|| Folded::of(&self.text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARTICLE: &str = " date 2025-07 Laos : un pas de plus\n\n>> Autre titre\n\nPhoto : VNA/CVN\n\n\
        M. Vilay a dit que l’accord tenait bien.Le reste suit.\n\nComment (0)\nVNA/CVN";

    fn sentences(text: &str) -> Vec<String> {
        let article = Article::new("a", text);
        article
            .sentences()
            .iter()
            .map(|s| article.text()[s.clone()].to_string())
            .collect()
    }

    #[test]
    fn an_article_has_a_date_a_title_and_sentences() {
        let article = Article::new("a", ARTICLE);
        assert_eq!(article.date(), Some("2025-07"));
        assert_eq!(article.title(), Some("Laos : un pas de plus"));
        assert_eq!(
            sentences(ARTICLE),
            [
                "Laos : un pas de plus",
                "M. Vilay a dit que l’accord tenait bien.",
                "Le reste suit."
            ]
        );
    }

    #[test]
    fn prose_at_the_top_is_no_title() {
        assert_eq!(
            Article::new("a", "Le matin, il pleut.\nIl vente.").title(),
            None
        );
    }

    #[test]
    fn a_byte_belongs_to_the_sentence_around_it() {
        let article = Article::new("a", "Il pleut. Il vente.");
        assert_eq!(
            [0, 8, 9, 10, 18, 19, 400].map(|b| article.sentence_at(b)),
            [Some(0), Some(0), None, Some(1), Some(1), None, None]
        );
    }

    #[test]
    fn any_text_is_survived() {
        let hostile = [
            String::new(),
            "\n\n\n".into(),
            "\u{feff}date 2025-13".into(),
            "date".into(),
            "«".repeat(1000),
            "…».\"".repeat(1000),
            "\u{301}\u{301}a\u{301}".into(),
            "Photo".into(),
            "é".repeat(500_000),
            "M. ".repeat(300_000),
            "« a. ".repeat(200_000),
            ".".repeat(500_000) + "b",
        ];
        for text in hostile {
            let article = Article::new("x", text.clone());
            let mut end = 0;
            for s in article.sentences() {
                assert!(s.start >= end && s.start < s.end, "{s:?}");
                end = s.end;
                assert_eq!(article.text()[s.clone()].trim(), &article.text()[s.clone()]);
            }
            article.find(&text);
            article.nearest(&text);
        }
    }
}
