//! Files held in memory, and spans that point into them.

/// Number of a file in a [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceId(u32);

/// A stretch of a file, in bytes: from `start` up to `end`, which is not part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    pub source: SourceId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    /// The stretch from the start of this span to the end of `other`. A stretch cannot go from file to
    /// file: of an item that an included file ends, this is the part before.
    pub fn to(self, other: Span) -> Span {
        let end = match other.source == self.source {
            true => other.end.max(self.end),
            false => self.end,
        };
        Span { end, ..self }
    }

    /// The place right before this span.
    pub fn before(self) -> Span {
        Span {
            end: self.start,
            ..self
        }
    }
}

/// One file: what it is called in messages, and its text.
#[derive(Clone, Debug)]
pub struct Source {
    pub name: String,
    pub text: String,
}

/// All files that were read, so that a [`Span`] can be shown.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// Largest file that a span can point into, in bytes.
    pub const LARGEST: usize = u32::MAX as usize - 1;

    /// Takes a file in. Text beyond [`Sources::LARGEST`] must be refused by the caller.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        let id = SourceId(u32::try_from(self.files.len()).expect("fewer than 2^32 files"));
        self.files.push(Source {
            name: name.into(),
            text: text.into(),
        });
        id
    }

    pub fn get(&self, id: SourceId) -> &Source {
        &self.files[id.0 as usize]
    }

    /// The text that a span covers.
    pub fn text(&self, span: Span) -> &str {
        &self.get(span.source).text[span.start as usize..span.end as usize]
    }

    /// The number of the line that a span starts in, counted from 1.
    pub fn line(&self, span: Span) -> usize {
        let text = &self.get(span.source).text.as_bytes()[..span.start as usize];
        1 + text.iter().filter(|&&byte| byte == b'\n').count()
    }

    /// Where a span starts, as `file:line`.
    pub fn place(&self, span: Span) -> String {
        format!("{}:{}", self.get(span.source).name, self.line(span))
    }

    /// The comment lines directly above a span, without their slashes: what a declaration is for.
    pub fn comment_above(&self, span: Span) -> String {
        let before = &self.get(span.source).text[..span.start as usize];
        let Some((above, _)) = before.rsplit_once('\n') else {
            return String::new();
        };
        let mut lines: Vec<&str> = above
            .lines()
            .rev()
            .map_while(|line| line.trim().strip_prefix("//"))
            .map(|line| line.trim_start_matches('/').trim())
            .collect();
        lines.reverse();
        lines.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_names_file_and_line() {
        let mut sources = Sources::default();
        let source = sources.add("rules/a.dl", "one\n// Says two.\n// And three.\ntwo\n");
        let span = Span {
            source,
            start: 31,
            end: 34,
        };
        assert_eq!(sources.text(span), "two");
        assert_eq!(sources.place(span), "rules/a.dl:4");
        assert_eq!(sources.comment_above(span), "Says two. And three.");
    }
}
