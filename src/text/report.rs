//! Reports: what is wrong, where, and what to do about it.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, normalize_untrusted_str};

use super::{SourceId, Sources, Span};

/// Whether a report stops the program or only warns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    Error,
    Warning,
}

/// A message about a place in a file. Messages are in lower case, without a full stop.
#[derive(Clone, Debug)]
pub struct Report {
    pub severity: Severity,
    pub message: String,
    /// Places with what to say there; the first is the one that the report is about.
    pub labels: Vec<(Span, String)>,
    /// Ways out, one sentence each.
    pub help: Vec<String>,
}

impl Report {
    pub fn error(span: Span, message: impl Into<String>) -> Report {
        Report {
            severity: Severity::Error,
            message: message.into(),
            labels: vec![(span, String::new())],
            help: Vec::new(),
        }
    }

    pub fn warning(span: Span, message: impl Into<String>) -> Report {
        Report {
            severity: Severity::Warning,
            ..Report::error(span, message)
        }
    }

    /// An error that belongs to no place in a file, such as a folder that cannot be read.
    pub fn general(message: impl Into<String>) -> Report {
        Report {
            severity: Severity::Error,
            message: message.into(),
            labels: Vec::new(),
            help: Vec::new(),
        }
    }

    /// Says something at the report's own place.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Report {
        self.labels[0].1 = text.into();
        self
    }

    /// Points at a second place.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Report {
        self.labels.push((span, text.into()));
        self
    }

    /// Offers a way out.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Report {
        self.help.push(text.into());
        self
    }

    /// Offers `name` as what was meant, where there is one.
    #[must_use]
    pub fn suggest(self, name: Option<&str>) -> Report {
        match name {
            Some(name) => self.help(format!("did you mean `{name}`?")),
            None => self,
        }
    }

    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// Whether any of the reports is an error.
pub fn has_errors(reports: &[Report]) -> bool {
    reports.iter().any(Report::is_error)
}

/// Puts reports into the order of the places that they are about; those of no place come first.
pub fn in_order(reports: &mut [Report]) {
    reports.sort_by_key(|report| report.labels.first().map(|(span, _)| *span));
}

/// Draws reports as text with carets, in the order given, each followed by an empty line.
pub fn render(reports: &[Report], sources: &Sources, colours: bool) -> String {
    let renderer = if colours {
        Renderer::styled()
    } else {
        Renderer::plain()
    }
    .decor_style(DecorStyle::Ascii);
    let mut drawn = String::new();
    for report in reports {
        drawn.push_str(&renderer.render(&groups(report, sources)));
        drawn.push_str("\n\n");
    }
    drawn
}

fn groups<'a>(report: &'a Report, sources: &'a Sources) -> Vec<Group<'a>> {
    let level = match report.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(normalize_untrusted_str(&report.message));
    let mut group = Group::with_title(title);
    for source in sources_of(report) {
        group = group.element(snippet(report, source, sources));
    }
    for help in &report.help {
        group = group.element(Level::HELP.message(normalize_untrusted_str(help)));
    }
    vec![group]
}

/// The files that a report points into, the one it is about first.
fn sources_of(report: &Report) -> Vec<SourceId> {
    let mut found = Vec::new();
    for (span, _) in &report.labels {
        if !found.contains(&span.source) {
            found.push(span.source);
        }
    }
    found
}

fn snippet<'a>(
    report: &'a Report,
    source: SourceId,
    sources: &'a Sources,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let file = sources.get(source);
    let mut snippet = Snippet::source(file.text.as_str()).path(file.name.as_str());
    for (n, (span, text)) in report.labels.iter().enumerate() {
        if span.source != source {
            continue;
        }
        let kind = if n == 0 {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        };
        let mut annotation = kind.span(span.start as usize..span.end as usize);
        if !text.is_empty() {
            annotation = annotation.label(normalize_untrusted_str(text));
        }
        snippet = snippet.annotation(annotation);
    }
    snippet
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_shows_file_line_and_caret() {
        let mut sources = Sources::default();
        let source = sources.add("rules/a.dl", "p(x) :-\n  q(x, y).\n");
        let at = |start, end| Span { source, start, end };
        let report = Report::error(at(10, 11), "unknown relation `q`")
            .label("not declared")
            .also(at(0, 1), "in this rule")
            .suggest(Some("qq"));
        insta::assert_snapshot!(render(&[report], &sources, false), @r"
        error: unknown relation `q`
         --> rules/a.dl:2:3
          |
        1 | p(x) :-
          | - in this rule
        2 |   q(x, y).
          |   ^ not declared
          |
          = help: did you mean `qq`?
        ");
    }

    #[test]
    fn control_characters_of_a_text_are_not_sent_to_the_terminal() {
        let report = Report::general("no article `\u{1b}[31mred`");
        let drawn = render(&[report], &Sources::default(), false);
        assert!(!drawn.contains('\u{1b}'), "{drawn:?}");
    }
}
