//! What the user of a review sees of a fact.

use anstyle::{AnsiColor, Style};

use super::queue::Item;
use super::session::Shows;
use crate::answers::on_terminal;
use crate::facts::Base;
use crate::repl::wrapped;
use crate::rules::{Const, RelationId};

/// What the keys do.
pub(super) const HELP: &str = "\
  a  accept: the fact is copied to the curated file of its article, under its quotation
  c  correct: change the fact on a line; the curated file gets it, and takes back the extracted one
  r  reject: the curated file takes the fact back with `!fact(…).`; of an event, all that is said about it
  s  skip: ask again in the next review
  u  undo the last judgement, as often as there are some
  q  quit; everything is saved already
";

/// The keys in one line.
pub(super) const KEYS: &str = "accept, correct, reject, skip, undo, quit? [a/c/r/s/u/q/?] ";

/// Marks in the text where the quoted words begin and end, until it is known how they are shown.
const MARKS: [char; 2] = ['\u{e000}', '\u{e001}'];

/// A fact as files have it, without its full stop.
pub(super) fn fact(base: &Base, relation: RelationId, values: &[Const]) -> String {
    let args: Vec<String> = values.iter().map(Const::written).collect();
    let name = &base.program.relation(relation).name;
    format!("{name}({})", args.join(", "))
}

/// A fact to judge: what it says, how sure that is, and the sentence that says it.
pub(super) fn shown(base: &Base, item: &Item, open: usize, shows: Shows) -> String {
    let article = &base.articles[item.article];
    let bold = |text: &str| match shows.colours {
        true => format!("{}{text}{:#}", Style::new().bold(), Style::new().bold()),
        false => text.to_owned(),
    };
    let doubt = if item.doubtful {
        ", too uncertain to be used"
    } else {
        ""
    };
    let mut text = format!(
        "\n{}, {open} to judge\n\n  {}  confidence {:.2}{doubt}\n",
        on_terminal(article.id()),
        bold(&on_terminal(&fact(base, item.relation, &item.values))),
        item.confidence,
    );
    if let Some((_, event)) = &item.event
        && let Some(relation) = base.program.find("event")
    {
        let event = fact(base, relation, event);
        text.push_str(&format!("  of {}\n", on_terminal(&event)));
    }
    if let Some(span) = item.overruled {
        let place = base.sources.place(span);
        text.push_str(&format!("  a curated fact says something else: {place}\n"));
    }
    text.push('\n');
    text.push_str(&sentence(base, item, shows));
    text
}

/// The sentence with the quoted words highlighted.
fn sentence(base: &Base, item: &Item, shows: Shows) -> String {
    let article = &base.articles[item.article];
    let all = article.sentences_around(&item.quotation);
    let words = item.quotation.clone();
    let parts = [
        &article.text()[all.start..words.start],
        &article.text()[words.clone()],
        &article.text()[words.end..all.end],
    ];
    let [before, quoted, after] = parts.map(|part| part.replace(MARKS, " "));
    let marked = format!("{before}{}{quoted}{}{after}", MARKS[0], MARKS[1]);
    let words: Vec<&str> = marked.split_whitespace().collect();
    let clean = on_terminal(&words.join(" ")).into_owned();
    let lines = wrapped(&clean, 2, 2, shows.width);
    let style = AnsiColor::Yellow.on_default().bold();
    let (open, close) = match shows.colours {
        true => (format!("{style}"), format!("{style:#}")),
        false => ("«".to_owned(), "»".to_owned()),
    };
    lines.replace(MARKS[0], &open).replace(MARKS[1], &close)
}
