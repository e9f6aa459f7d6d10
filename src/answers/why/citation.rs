//! Proofs as a paragraph with footnotes, for a report: the conclusion and what it rests on in words, and the
//! passages that say so.
//!
//! The words are those of the base's relations `sentence` and `closing_sentence`; of a relation without them,
//! what its declaration's comment says, with the values filled in.

use std::cell::RefCell;

use rustc_hash::{FxHashMap, FxHashSet};

use super::french;
use super::source::line;
use super::told::{Told, ToldReason, ToldSource, ToldStep, needed_for_value};
use crate::answers::Knowledge;
use crate::rules::{Column, Const};

/// The type of columns with ids of events.
use crate::facts::EVENT_ID;

/// The type of columns with dates.
const DATE: &str = "Date";

/// Writes proofs as paragraphs.
pub(super) fn write(knowledge: &Knowledge, proofs: &[Told]) -> String {
    let words = Words::of(knowledge);
    let paragraphs = proofs.iter().map(|told| {
        let mut paragraph = Paragraph {
            words: &words,
            told,
            said: Vec::new(),
            notes: Vec::new(),
            seen: FxHashSet::default(),
        };
        paragraph.write()
    });
    paragraphs.collect::<Vec<_>>().join("\n")
}

/// How a base puts facts into words.
struct Words<'k> {
    knowledge: &'k Knowledge,
    sentences: FxHashMap<String, String>,
    closing: FxHashMap<String, String>,
    wordings: FxHashMap<String, String>,
    without_saying: FxHashSet<String>,
    always_told: FxHashSet<String>,
    /// The label of each event, and its first and last day.
    labels: FxHashMap<String, String>,
    days: FxHashMap<String, (String, String)>,
    countries: FxHashSet<String>,
    /// The event that was named last.
    last_event: RefCell<String>,
}

/// The relations whose facts put proofs into words.
pub(in crate::answers) const WORDED: [&str; 5] = [
    "sentence",
    "closing_sentence",
    "wording",
    "goes_without_saying",
    "always_told",
];

impl Words<'_> {
    fn of(knowledge: &Knowledge) -> Words<'_> {
        let texts = |relation: &str| -> Vec<Vec<String>> {
            let Some(id) = knowledge.program().find(relation) else {
                return Vec::new();
            };
            let rows = knowledge.database().sorted(knowledge.program(), id);
            rows.into_iter()
                .map(|row| row.iter().map(Const::to_string).collect())
                .collect()
        };
        let pairs = |relation: &str, key: usize, value: usize| {
            let rows = texts(relation).into_iter();
            let pairs =
                rows.filter_map(|row| Some((row.get(key)?.clone(), row.get(value)?.clone())));
            pairs.collect::<FxHashMap<String, String>>()
        };
        let days = texts("event_date")
            .into_iter()
            .filter_map(|row| match row.as_slice() {
                [event, from, to] => Some((event.clone(), (from.clone(), to.clone()))),
                _ => None,
            });
        let named = |relation: &str| texts(relation).into_iter().filter_map(|mut row| row.pop());
        // Towns and bodies tell which names are countries, also where nothing else was derived.
        let towns = texts("located_in")
            .into_iter()
            .filter_map(|mut row| row.pop());
        Words {
            knowledge,
            sentences: pairs("sentence", 0, 1),
            closing: pairs("closing_sentence", 0, 1),
            wordings: pairs("wording", 0, 1),
            without_saying: named("goes_without_saying").collect(),
            always_told: named("always_told").collect(),
            last_event: RefCell::default(),
            labels: pairs("event", 0, 2),
            days: days.collect(),
            countries: named("country").chain(towns).collect(),
        }
    }

    /// A step in words; `None` if the base has none for it and it is not the conclusion.
    fn sentence(&self, step: &ToldStep, is_conclusion: bool) -> Option<String> {
        let name = step.relation.as_ref()?;
        let closing = self.closing.get(name).filter(|_| is_conclusion);
        let template = closing.or_else(|| self.sentences.get(name));
        let program = self.knowledge.program();
        let relation = program.relation(program.find(name)?);
        match template {
            Some(template) => Some(self.filled(template, &relation.columns, &step.values)),
            None if is_conclusion => Some(self.meant(&relation.meaning, step, &relation.columns)),
            None => None,
        }
    }

    /// What a relation's comment says of a tuple.
    fn meant(&self, meaning: &str, step: &ToldStep, columns: &[Column]) -> String {
        let first = meaning
            .split(". ")
            .next()
            .unwrap_or_default()
            .trim_end_matches('.');
        let mut words = String::new();
        for (at, part) in first.split('`').enumerate() {
            let column = columns.iter().position(|column| column.name == part);
            match (at % 2, column) {
                (1, Some(column)) => {
                    words.push_str(&self.value(&columns[column], &step.values[column]));
                }
                _ => words.push_str(part),
            }
        }
        match words.is_empty() {
            true => step.fact.clone(),
            false => words,
        }
    }

    /// A template with its places filled in; parts in square brackets only where all their values are known.
    fn filled(&self, template: &str, columns: &[Column], values: &[Const]) -> String {
        let mut written = String::new();
        let mut rest = template;
        while let Some(open) = rest.find('[') {
            let (before, part) = rest.split_at(open);
            let Some(close) = part.find(']') else {
                break;
            };
            written.push_str(&self.places(before, columns, values).0);
            let (words, whole) = self.places(&part[1..close], columns, values);
            if whole {
                written.push_str(&words);
            }
            rest = &part[close + 1..];
        }
        written.push_str(&self.places(rest, columns, values).0);
        written
    }

    /// A text with its places filled in, and whether no value is empty.
    fn places(&self, text: &str, columns: &[Column], values: &[Const]) -> (String, bool) {
        let mut written = String::new();
        let mut whole = true;
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once('{') {
            let Some((place, after)) = behind.split_once('}') else {
                break;
            };
            written.push_str(before);
            let (form, name) = place.split_once(' ').unwrap_or(("", place));
            match columns.iter().position(|column| column.name == name) {
                Some(at) => {
                    whole &= values[at].text() != Some("");
                    written.push_str(&self.form(form, &columns[at], &values[at]));
                }
                None => written.push_str(&format!("{{{place}}}")),
            }
            rest = after;
        }
        written.push_str(rest);
        (written, whole)
    }

    /// A value with what it takes in front.
    fn form(&self, form: &str, column: &Column, value: &Const) -> String {
        let written = self.value(column, value);
        let is_country = self.countries.contains(&written);
        match form {
            "s" if matches!(written.as_str(), "0" | "1") => String::new(),
            "s" => "s".to_owned(),
            "le" => french::with_article(&written, is_country),
            "de" => french::of(&written, is_country),
            "à" => french::to(&written, is_country),
            _ => written,
        }
    }

    /// A value as a report has it: events by their labels and dates, articles by their titles.
    fn value(&self, column: &Column, value: &Const) -> String {
        let Some(text) = value.text() else {
            return value.to_string();
        };
        if column.type_name == EVENT_ID
            && let Some(label) = self.labels.get(text)
        {
            return self.event(text, label);
        }
        if column.type_name == DATE {
            return french::date(text).unwrap_or_else(|| text.to_owned());
        }
        let base = self.knowledge.base();
        if let Some(title) = base.article(text).and_then(|article| base.title(article)) {
            return quoted(title);
        }
        if let Some(words) = self.wordings.get(text) {
            return words.clone();
        }
        line(text)
    }

    /// An event by its label and dates; one that was just named is called `cet événement`.
    fn event(&self, id: &str, label: &str) -> String {
        if self.last_event.replace(id.to_owned()) == id {
            return "cet événement".to_owned();
        }
        let label = format!("l'événement {}", quoted(label));
        let when = self.days.get(id).and_then(|(from, to)| match from == to {
            true => french::date(from),
            false => french::between(from, to)
                .or_else(|| french::date(from))
                .or_else(|| french::date(to)),
        });
        match when {
            Some(when) => format!("{label} ({when})"),
            None => label,
        }
    }
}

struct Paragraph<'w> {
    words: &'w Words<'w>,
    told: &'w Told,
    /// The sentences behind the conclusion, each with its footnotes.
    said: Vec<(String, Vec<usize>)>,
    /// The passages: their keys and their texts.
    notes: Vec<(String, String)>,
    seen: FxHashSet<usize>,
}

impl Paragraph<'_> {
    fn write(&mut self) -> String {
        let conclusion = &self.told.steps[self.told.conclusion];
        self.words.last_event.take();
        let sentence = self.conclusion(conclusion);
        let mut own = Vec::new();
        self.tell(self.told.conclusion, &mut own);
        // What says no more than the conclusion gives it its footnotes.
        self.said.retain(|(said, notes)| {
            if *said == sentence {
                own.extend(notes);
            }
            *said != sentence
        });
        own.retain(|note| !self.said.iter().any(|(_, notes)| notes.contains(note)));
        let sure = self.told.confidence.map(|confidence| {
            let written = format!("{confidence:.2}").replace('.', ",");
            format!(" (degré de confiance : {written})")
        });
        let mut sentences = vec![(sentence + &sure.unwrap_or_default(), own)];
        sentences.append(&mut self.said);
        // Footnotes are numbered as they come in the text.
        let mut order: Vec<usize> = Vec::new();
        let mut text = String::new();
        for (sentence, notes) in sentences {
            let mut numbers: Vec<usize> = Vec::new();
            for note in notes {
                let known = order.iter().position(|other| *other == note);
                let number = known.unwrap_or_else(|| {
                    order.push(note);
                    order.len() - 1
                });
                numbers.push(number);
            }
            let blank = if text.is_empty() { "" } else { " " };
            text.push_str(&format!("{blank}{}", finished(&sentence, &numbers)));
        }
        text.push('\n');
        if !order.is_empty() {
            text.push('\n');
        }
        for (number, note) in order.into_iter().enumerate() {
            text.push_str(&format!("[{}] {}\n", number + 1, self.notes[note].1));
        }
        text
    }

    /// What is proved, in words; of several conditions, each.
    fn conclusion(&self, step: &ToldStep) -> String {
        let conditions: Vec<String> = match (&step.relation, &step.reason) {
            (None, ToldReason::Rule { premises, .. }) => needed_for_value(premises)
                .into_iter()
                .filter_map(|at| self.words.sentence(&self.told.steps[at], true))
                .collect(),
            _ => self.words.sentence(step, true).into_iter().collect(),
        };
        match conditions.is_empty() {
            true => step.fact.clone(),
            false => conditions.join(" ; "),
        }
    }

    /// Adds a sentence, unless it was said; its place.
    fn say(&mut self, sentence: String) -> usize {
        let known = self.said.iter().position(|(said, _)| *said == sentence);
        known.unwrap_or_else(|| {
            self.said.push((sentence, Vec::new()));
            self.said.len() - 1
        })
    }

    /// Tells what a step rests on; passages of what has no words of its own go into `own`.
    fn tell(&mut self, at: usize, own: &mut Vec<usize>) {
        match &self.told.steps[at].reason {
            ToldReason::Given { sources } => self.cite(sources, own),
            ToldReason::Forgotten => {}
            ToldReason::Rule { premises, .. } => {
                for step in needed_for_value(premises) {
                    if self.goes_without_saying(step) || !self.seen.insert(step) {
                        continue;
                    }
                    let told = &self.told.steps[step];
                    match self.words.sentence(told, false) {
                        None => self.tell(step, own),
                        Some(sentence) => {
                            let place = self.say(sentence);
                            let mut notes = std::mem::take(&mut self.said[place].1);
                            if let ToldReason::Given { sources } = &told.reason {
                                self.cite(sources, &mut notes);
                            }
                            self.passages(step, &mut notes);
                            self.said[place].1 = notes;
                        }
                    }
                }
            }
        }
    }

    /// The passages that a told step rests on. What is always told, and what nobody quotes, is told in words.
    fn passages(&mut self, at: usize, notes: &mut Vec<usize>) {
        let ToldReason::Rule { premises, .. } = &self.told.steps[at].reason else {
            return;
        };
        for step in needed_for_value(premises) {
            if self.goes_without_saying(step) {
                continue;
            }
            let told = &self.told.steps[step];
            let ToldReason::Given { sources } = &told.reason else {
                self.passages(step, notes);
                continue;
            };
            let is_quoted = sources.iter().any(|source| source.quotation.is_some());
            let relation = told.relation.as_deref().unwrap_or_default();
            if (!is_quoted || self.words.always_told.contains(relation))
                && let Some(sentence) = self.words.sentence(told, false)
            {
                let place = self.say(sentence);
                let mut own = std::mem::take(&mut self.said[place].1);
                self.cite(sources, &mut own);
                self.said[place].1 = own;
                continue;
            }
            self.cite(sources, notes);
        }
    }

    /// Whether a step need not be told: its relation is never told, or it says that something is itself.
    fn goes_without_saying(&self, step: usize) -> bool {
        let step = &self.told.steps[step];
        let is_itself = matches!(step.values.as_slice(), [one, other] if one == other);
        let relation = step.relation.as_deref().unwrap_or_default();
        is_itself || self.words.without_saying.contains(relation)
    }

    /// Notes the passages that say a fact: one for each article.
    fn cite(&mut self, sources: &[ToldSource], into: &mut Vec<usize>) {
        let mut articles: Vec<&str> = Vec::new();
        for source in sources {
            let (Some(article), Some(quotation)) = (&source.article, &source.quotation) else {
                continue;
            };
            if articles.contains(&article.as_str()) {
                continue;
            }
            articles.push(article);
            let key = format!("{article} {:?}", source.range);
            let known = self.notes.iter().position(|(known, _)| *known == key);
            let number = known.unwrap_or_else(|| {
                let note = note(article, source, quotation);
                self.notes.push((key, note));
                self.notes.len() - 1
            });
            if !into.contains(&number) {
                into.push(number);
            }
        }
    }
}

/// A text in quotation marks; those within it are others.
fn quoted(text: &str) -> String {
    let inner = line(text)
        .replace("« ", "“")
        .replace('«', "“")
        .replace(" »", "”")
        .replace('»', "”");
    format!("« {inner} »")
}

/// A footnote.
fn note(article: &str, source: &ToldSource, quotation: &str) -> String {
    let mut about = Vec::new();
    about.extend(source.title.as_ref().map(|title| quoted(title)));
    let date = source.date.as_ref();
    about.extend(date.map(|date| french::date(date).unwrap_or_else(|| date.clone())));
    about.push(line(article));
    format!("{} : {}", about.join(", "), quoted(quotation))
}

/// A sentence with a capital, its footnotes and a full stop.
fn finished(sentence: &str, notes: &[usize]) -> String {
    let mut letters = sentence.chars();
    let mut text: String = letters
        .next()
        .map_or(String::new(), |c| c.to_uppercase().collect());
    text.push_str(letters.as_str());
    let mut notes = notes.to_vec();
    notes.sort_unstable();
    notes.dedup();
    for note in notes {
        text.push_str(&format!("[{}]", note + 1));
    }
    let ends = text.ends_with(['.', ':', '!', '?']);
    if !ends {
        text.push('.');
    }
    text
}
