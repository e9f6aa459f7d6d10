//! Proofs as indented trees.

use anstyle::{AnsiColor, Style};

use super::Shown;
use super::source::line;
use super::told::{Row, Told, ToldPremise, ToldReason, ToldSource, needed};
use crate::answers::wrapping::wrapped_behind;
use crate::answers::{again, on_terminal};

/// How many rows of an aggregate are shown.
const ROWS: usize = 3;
/// How many sources of one fact are shown.
const SOURCES: usize = 3;

/// Writes proofs, one behind the other.
pub(super) fn write(proofs: &[Told], shown: Shown) -> String {
    let mut text = String::new();
    for (at, told) in proofs.iter().enumerate() {
        if at > 0 {
            text.push('\n');
        }
        let mut tree = Tree::new(told, shown);
        tree.step(told.conclusion, &Indent::default(), 0);
        text.push_str(&tree.text);
        text.push_str(&footer(told, proofs.len()));
    }
    text
}

/// What a tree has in front of its lines.
#[derive(Clone, Debug, Default)]
struct Indent {
    /// In front of the first line of a step.
    first: String,
    /// In front of its other lines.
    others: String,
}

struct Tree<'t> {
    told: &'t Told,
    shown: Shown,
    text: String,
    /// How often each step is a premise.
    uses: Vec<usize>,
    /// The numbers of the steps that were shown and may be referred to.
    numbers: Vec<Option<usize>>,
    next: usize,
    /// The sentences that were shown.
    sentences: Vec<(String, usize)>,
}

impl Tree<'_> {
    fn new(told: &Told, shown: Shown) -> Tree<'_> {
        let mut uses = vec![0; told.steps.len()];
        for step in &told.steps {
            if let ToldReason::Rule { premises, .. } = &step.reason {
                count(premises, &mut uses);
            }
        }
        Tree {
            told,
            shown,
            text: String::new(),
            uses,
            numbers: vec![None; told.steps.len()],
            next: 1,
            sentences: Vec::new(),
        }
    }

    fn line(&mut self, text: &str, first: &str, others: &str) {
        self.text
            .push_str(&wrapped_behind(text, first, others, self.shown.width));
    }

    /// A text in a colour, if there are colours.
    fn styled(&self, style: Style, text: &str) -> String {
        match self.shown.colours {
            true => format!("{style}{text}{style:#}"),
            false => text.to_owned(),
        }
    }

    fn step(&mut self, id: usize, indent: &Indent, depth: usize) {
        let step = &self.told.steps[id];
        let fact = on_terminal(&step.fact).into_owned();
        let bold = self.styled(Style::new().bold(), &fact);
        if let Some(number) = self.numbers[id] {
            self.line(
                &format!("{fact}  see [{number}]"),
                &indent.first,
                &indent.others,
            );
            return;
        }
        let mut head = bold;
        if self.uses[id] > 1 {
            self.numbers[id] = Some(self.next);
            head = format!("[{}] {head}", self.next);
            self.next += 1;
        }
        match &step.reason {
            ToldReason::Given { sources } => {
                self.line(&head, &indent.first, &indent.others);
                let inside = format!("{}  ", indent.others);
                for source in sources.iter().take(SOURCES) {
                    self.source(source, &inside);
                }
                if sources.len() > SOURCES {
                    let more = format!("… and stated {} times more", sources.len() - SOURCES);
                    self.line(&more, &inside, &inside);
                }
            }
            ToldReason::Forgotten => {
                self.line(&head, &indent.first, &indent.others);
                let inside = format!("{}  ", indent.others);
                let why = "derived from tuples that gave way to others since";
                self.line(why, &inside, &inside);
            }
            ToldReason::Rule {
                place,
                rule,
                variables,
                premises,
            } => {
                if self.shown.depth.is_some_and(|most| depth >= most) {
                    let below = self.told.below(id);
                    let steps = if below == 1 { "step" } else { "steps" };
                    let more = format!("{head}  … {below} {steps} below");
                    return self.line(&more, &indent.first, &indent.others);
                }
                self.line(&head, &indent.first, &indent.others);
                let premises: Vec<&ToldPremise> = premises
                    .iter()
                    .filter(|premise| !premise.names_only)
                    .collect();
                let bar = match premises.is_empty() {
                    true => format!("{}  ", indent.others),
                    false => format!("{}│ ", indent.others),
                };
                let dim = Style::new().dimmed();
                let place = self.styled(dim, &format!("by {place}"));
                self.line(&place, &bar, &bar);
                self.line(&line(rule), &format!("{bar}  "), &format!("{bar}      "));
                if !variables.is_empty() {
                    let values: Vec<String> = variables
                        .iter()
                        .map(|(name, value)| format!("{name} = {}", value.written()))
                        .collect();
                    let with = format!("with {}", on_terminal(&values.join(", ")));
                    self.line(&with, &bar, &format!("{bar}  "));
                }
                self.premises(&premises, &indent.others, depth);
            }
        }
    }

    fn premises(&mut self, premises: &[&ToldPremise], others: &str, depth: usize) {
        for (at, premise) in premises.iter().enumerate() {
            let indent = branch(others, at + 1 == premises.len());
            self.premise(premise, &indent, depth);
        }
    }

    fn premise(&mut self, premise: &ToldPremise, indent: &Indent, depth: usize) {
        let inline = match &premise.inline {
            Some(place) => format!("  (inline, {place})"),
            None => String::new(),
        };
        match (premise.kind, premise.step) {
            ("fact", Some(step)) => {
                if !inline.is_empty() {
                    let note = self.styled(Style::new().dimmed(), inline.trim_start());
                    let first = indent.first.clone();
                    self.line(&note, &first, &indent.others);
                    let inside = Indent {
                        first: indent.others.clone(),
                        others: indent.others.clone(),
                    };
                    return self.step(step, &inside, depth + 1);
                }
                self.step(step, indent, depth + 1);
            }
            ("absence", _) => {
                let sought = on_terminal(premise.text.trim_start_matches('!'));
                let text = format!("there is no {sought}{inline}");
                self.line(&text, &indent.first, &indent.others);
            }
            ("aggregate", _) => self.aggregate(premise, &inline, indent, depth),
            _ => {
                let text = format!("{}{inline}", on_terminal(&premise.text));
                self.line(&text, &indent.first, &indent.others);
            }
        }
    }

    fn aggregate(&mut self, premise: &ToldPremise, inline: &str, indent: &Indent, depth: usize) {
        let rows = premise.rows.len();
        let over = match rows {
            0 => "over nothing".to_owned(),
            1 => "over 1 row".to_owned(),
            rows => format!("over {rows} rows"),
        };
        let text = format!("{}  {over}{inline}", on_terminal(&premise.text));
        self.line(&text, &indent.first, &indent.others);
        if self.shown.depth.is_some_and(|most| depth >= most) {
            return;
        }
        let shown = rows.min(ROWS);
        for (at, row) in premise.rows.iter().take(ROWS).enumerate() {
            let is_last = at + 1 == rows;
            self.row(row, &branch(&indent.others, is_last), depth);
        }
        if rows > shown {
            let end = branch(&indent.others, true);
            let more = format!("… and {} more", counted(rows - shown, "row"));
            self.line(&more, &end.first, &end.others);
        }
    }

    fn row(&mut self, row: &Row, indent: &Indent, depth: usize) {
        let premises: Vec<&ToldPremise> = row
            .premises
            .iter()
            .filter(|premise| !premise.names_only)
            .collect();
        if let [only] = premises.as_slice() {
            return self.premise(only, indent, depth);
        }
        let text = match &row.value {
            Some(value) => format!("{}, from", value.written()),
            None => "one, from".to_owned(),
        };
        self.line(&text, &indent.first, &indent.others);
        self.premises(&premises, &indent.others, depth);
    }

    fn source(&mut self, source: &ToldSource, inside: &str) {
        let dim = Style::new().dimmed();
        let stated = match (source.origin, &source.place) {
            ("extracted", Some(place)) => {
                format!("{place}, confidence {:.2}", source.confidence)
            }
            (_, Some(place)) => format!("stated in {place}"),
            _ => "from the articles themselves".to_owned(),
        };
        let mut about: Vec<String> = Vec::new();
        about.extend(source.article.clone());
        about.extend(source.date.clone());
        about.extend(source.title.clone());
        about.extend(source.sentence.map(|number| format!("sentence {number}")));
        if !about.is_empty() {
            self.line(&line(&about.join(", ")), inside, &format!("{inside}  "));
        }
        if let (Some(quotation), Some(sentence)) = (&source.quotation, source.sentence) {
            let key = (source.article.clone().unwrap_or_default(), sentence);
            let text = match self.sentences.contains(&key) {
                true => again(quotation),
                false => {
                    self.sentences.push(key);
                    self.quoted(source, quotation)
                }
            };
            self.line(&text, &format!("{inside}  "), &format!("{inside}  "));
        } else if let Some(quotation) = &source.quotation {
            let text = self.quoted(source, quotation);
            self.line(&text, &format!("{inside}  "), &format!("{inside}  "));
        }
        let stated = self.styled(dim, &stated);
        self.line(&stated, inside, inside);
        for how in &source.read {
            self.line(&line(how), &format!("{inside}  "), &format!("{inside}    "));
        }
    }

    /// A sentence with the quotation in it in brackets, if it says more than that.
    fn quoted(&self, source: &ToldSource, quotation: &str) -> String {
        let highlight = Style::new().bold().fg_color(Some(AnsiColor::Yellow.into()));
        let words = self.styled(highlight, &line(quotation));
        let (before, after) = (spaced(&source.before), spaced(&source.after));
        match before.is_empty() && after.is_empty() {
            true => words,
            false => format!("{before}[{words}]{after}"),
        }
    }
}

/// A part of a sentence on one line, with the blanks at its ends.
fn spaced(text: &str) -> String {
    let blank = |c: Option<char>| {
        if c.is_some_and(char::is_whitespace) {
            " "
        } else {
            ""
        }
    };
    let words = line(text);
    match words.is_empty() {
        true => blank(text.chars().next()).to_owned(),
        false => format!(
            "{}{words}{}",
            blank(text.chars().next()),
            blank(text.chars().next_back())
        ),
    }
}

/// How many times each step is a premise.
fn count(premises: &[ToldPremise], uses: &mut [usize]) {
    for step in needed(premises) {
        uses[step] += 1;
    }
}

fn branch(others: &str, is_last: bool) -> Indent {
    let (corner, bar) = if is_last {
        ("└─ ", "   ")
    } else {
        ("├─ ", "│  ")
    };
    Indent {
        first: format!("{others}{corner}"),
        others: format!("{others}{bar}"),
    }
}

fn counted(number: usize, what: &str) -> String {
    match number {
        1 => format!("1 {what}"),
        _ => format!("{number} {what}s"),
    }
}

/// How many proofs there are, and how sure the conclusion is.
fn footer(told: &Told, shown: usize) -> String {
    let sure = told
        .confidence
        .map(|confidence| format!("confidence {confidence:.2}\n"));
    let count = count_of_proofs(told, shown);
    match (sure, count) {
        (Some(sure), None) => format!("\n{sure}"),
        (Some(sure), Some(count)) => format!("\n{count}{sure}"),
        (None, Some(count)) => format!("\n{count}"),
        (None, None) => String::new(),
    }
}

fn count_of_proofs(told: &Told, shown: usize) -> Option<String> {
    let all = told.derivations.number;
    let least = if told.derivations.at_least {
        "at least "
    } else {
        ""
    };
    let small = match told.smallest || told.proof > 1 {
        true => String::new(),
        false => "; there may be a smaller one".to_owned(),
    };
    match (all, told.derivations.at_least) {
        (1, false) => None,
        _ if shown == all && all > 1 && told.proof < all => None,
        _ => Some(format!("proof {} of {least}{all}{small}\n", told.proof)),
    }
}
