//! Findings to facts: words for places, one event for all tellings of it, the surest of what contradicts itself.

use std::cmp::Reverse;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::Text;
use super::findings::Finding;
use crate::extract::Extracted;
use crate::facts::Database;
use crate::rules::Program;

/// What a pattern is taken for of which nothing is known: right four times in five.
const UNKNOWN: f64 = 0.8;

/// An event as it is written: nothing that is said of it is surer than that there is one.
struct Told {
    id: String,
    sure: f64,
}

/// By their places, the events that are written.
type Ids = FxHashMap<usize, Told>;

struct Gather<'d, 't> {
    program: &'d Program,
    database: &'d Database,
    texts: &'t [Text<'t>],
    confidence: FxHashMap<&'d str, f64>,
    /// By relation, how much the doubt about who is meant counts.
    doubt: FxHashMap<&'d str, f64>,
    facts: Vec<Vec<Extracted>>,
}

/// The relations of the rules of reading that the program looks into.
pub(super) const GATHERED: [&str; 16] = [
    "found_event",
    "same_event",
    "no_event",
    "found_date",
    "found_place",
    "found_part",
    "found_signed",
    "found_cooperation",
    "found_gift",
    "found_statement",
    "found_office",
    "found_site",
    "reading_confidence",
    "reading_doubt",
    "reading_field",
    "reading_field_joint",
];

/// The facts of each text.
pub(super) fn gather(
    program: &Program,
    database: &Database,
    texts: &[Text],
) -> Vec<Vec<Extracted>> {
    let confidence = Finding::all(program, database, "reading_confidence")
        .into_iter()
        .map(|pattern| (pattern.text(0), pattern.number(1) as f64 / 100.0))
        .collect();
    let doubt = Finding::all(program, database, "reading_doubt")
        .into_iter()
        .map(|relation| (relation.text(0), relation.number(1) as f64 / 100.0))
        .collect();
    let mut gather = Gather {
        program,
        database,
        texts,
        confidence,
        doubt,
        facts: texts.iter().map(|_| Vec::new()).collect(),
    };
    gather.offices();
    gather.statements();
    gather.events();
    gather.cooperation();
    gather.gifts();
    gather.facts
}

/// An event as the rules tell of it.
struct Event<'d> {
    kind: &'d str,
    label: (usize, usize),
    quote: (usize, usize),
    sure: f64,
}

/// A relation of findings about events, and in which columns it has the quotation and the pattern.
struct Column {
    relation: &'static str,
    quote: usize,
    pattern: usize,
}

impl Column {
    fn new(relation: &'static str, quote: usize, pattern: usize) -> Column {
        Column {
            relation,
            quote,
            pattern,
        }
    }
}

impl<'d> Gather<'d, '_> {
    fn all(&self, relation: &str) -> Vec<Finding<'d>> {
        debug_assert!(GATHERED.contains(&relation), "{relation}");
        Finding::all(self.program, self.database, relation)
    }

    /// The text that a place stands in.
    fn text(&self, place: usize) -> Option<usize> {
        let after = self.texts.partition_point(|text| text.first <= place);
        after.checked_sub(1)
    }

    /// The bytes from one place up to another.
    fn bytes(&self, text: usize, (from, to): (usize, usize)) -> Option<Range<usize>> {
        let text = &self.texts[text];
        let from = from.checked_sub(text.first)?;
        let to = to.checked_sub(text.first)?;
        let places = text.places.get(from..to)?;
        Some(places.first()?.start..places.last()?.end)
    }

    fn words(&self, text: usize, span: (usize, usize)) -> Option<String> {
        let bytes = self.bytes(text, span)?;
        Some(self.texts[text].article.text()[bytes].to_owned())
    }

    /// How sure a fact of a relation is that a pattern found, if it is so many percent sure who is meant.
    fn sure(&self, relation: &str, pattern: &str, percent: i64) -> f64 {
        let known = self.confidence.get(pattern).copied().unwrap_or(UNKNOWN);
        let counts = self.doubt.get(relation).copied().unwrap_or(1.0);
        known * (1.0 - counts * (1.0 - percent as f64 / 100.0))
    }

    fn add(
        &mut self,
        relation: &'static str,
        args: Vec<String>,
        quote: (usize, usize),
        confidence: f64,
    ) {
        let Some(text) = self.text(quote.0) else {
            return;
        };
        let Some(quote) = self.bytes(text, quote) else {
            return;
        };
        // Of statements, two alike in different sentences are two.
        let same = |fact: &&mut Extracted| {
            let alike = fact.relation == relation && fact.args == args;
            alike && (relation != "said" || fact.quote == quote)
        };
        // A text is short, and what is told twice is told soon again.
        let facts = &mut self.facts[text];
        match facts.iter_mut().rev().find(same) {
            Some(known) => known.confidence = known.confidence.max(confidence),
            None => facts.push(Extracted {
                relation,
                args,
                quote,
                confidence,
            }),
        }
    }

    fn offices(&mut self) {
        let mut offices = self.all("found_office");
        offices.sort_by_key(|office| office.span(3));
        for office in offices {
            let args = (0..3).map(|column| office.text(column).to_owned());
            let sure = self.sure("holds", office.text(5), office.number(6));
            self.add("holds", args.collect(), office.span(3), sure);
        }
    }

    fn statements(&mut self) {
        let mut statements = self.all("found_statement");
        statements.sort_by_key(|statement| (statement.span(4), statement.span(2)));
        for statement in statements {
            let about = self
                .text(statement.span(4).0)
                .and_then(|text| self.words(text, statement.span(2)));
            let args = vec![
                statement.text(0).to_owned(),
                statement.text(1).to_owned(),
                about.unwrap_or_default(),
            ];
            let sure = self.sure("said", statement.text(6), statement.number(7));
            self.add("said", args, statement.span(4), sure);
        }
    }

    /// The events that are some, by the places that tell of them, with the place that stands for each.
    fn tellings(&self) -> (FxHashMap<usize, Event<'d>>, FxHashMap<usize, usize>) {
        let mut events: FxHashMap<usize, Event<'d>> = FxHashMap::default();
        for found in self.all("found_event") {
            let event = Event {
                kind: found.text(1),
                label: found.span(2),
                quote: found.span(4),
                sure: self.sure("event", found.text(6), 100),
            };
            let place = found.place(0);
            let known = events.get(&place);
            if known.is_none_or(|known| known.sure < event.sure) {
                events.insert(place, event);
            }
        }
        for none in self.all("no_event") {
            events.remove(&none.place(0));
        }
        let mut same: FxHashMap<usize, usize> = events.keys().map(|&e| (e, e)).collect();
        let root = |same: &FxHashMap<usize, usize>, mut event: usize| {
            while same[&event] != event {
                event = same[&event];
            }
            event
        };
        for pair in self.all("same_event") {
            let (one, other) = pair.span(0);
            if same.contains_key(&one) && same.contains_key(&other) {
                let (one, other) = (root(&same, one), root(&same, other));
                same.insert(one.max(other), one.min(other));
            }
        }
        let roots = same.keys().map(|&event| (event, root(&same, event)));
        let roots = roots.collect();
        (events, roots)
    }

    fn events(&mut self) {
        let (events, same) = self.tellings();
        let mut ids = Ids::default();
        let mut counts: FxHashMap<(usize, &str), usize> = FxHashMap::default();
        let mut order: Vec<usize> = same.values().copied().collect();
        order.sort_unstable();
        order.dedup();
        // The surest telling gives the words, of those about as sure the first.
        let mut best: FxHashMap<usize, usize> = FxHashMap::default();
        for (&member, &event) in &same {
            let rank = |place: usize| ((events[&place].sure * 10.0).round(), Reverse(place));
            let known = best.entry(event).or_insert(member);
            if rank(member) > rank(*known) {
                *known = member;
            }
        }
        for &event in &order {
            let kind = events[&event].kind;
            let told = &events[&best[&event]];
            let Some(text) = self.text(event) else {
                continue;
            };
            let count = counts.entry((text, kind)).or_default();
            *count += 1;
            let id = format!("{kind}-{count}");
            let Some(label) = self.words(text, told.label) else {
                continue;
            };
            let (sure, known) = (told.sure, id.clone());
            ids.insert(event, Told { id: known, sure });
            let args = vec![id, kind.to_owned(), label];
            self.add("event", args, told.quote, sure);
        }
        let on = |finding: &Finding| same.get(&finding.place(0)).copied();
        self.one_each(&ids, "event_date", &on, &[Column::new("found_date", 3, 5)]);
        let places = [
            Column::new("found_place", 2, 4),
            Column::new("found_site", 3, 5),
        ];
        self.one_each(&ids, "event_place", &on, &places);
        self.parts(&ids, &on);
        let mut found = self.all("found_signed");
        found.sort_by_key(|signed| (signed.span(4), signed.span(2), signed.text(1)));
        for signed in found {
            let Some(event) = on(&signed).and_then(|event| ids.get(&event)) else {
                continue;
            };
            let (quote, document) = (signed.span(4), signed.span(2));
            let words = self.text(quote.0).and_then(|t| self.words(t, document));
            let Some(words) = words else { continue };
            let args = vec![event.id.clone(), signed.text(1).to_owned(), words];
            let sure = self.sure("signed", signed.text(6), signed.number(7));
            self.add("signed", args, quote, sure.min(event.sure));
        }
    }

    /// Of each event the surest finding of some relations; of those alike, the first.
    fn one_each(
        &mut self,
        ids: &Ids,
        relation: &'static str,
        on: &impl Fn(&Finding) -> Option<usize>,
        columns: &[Column],
    ) {
        let mut best: FxHashMap<usize, (f64, Finding, &Column)> = FxHashMap::default();
        for column in columns {
            for finding in self.all(column.relation) {
                let Some(event) = on(&finding) else { continue };
                let sure = self.sure(relation, finding.text(column.pattern), 100);
                let place = Reverse(finding.span(column.quote));
                let better = |(known, other, at): &(f64, Finding, &Column)| {
                    (sure, place) > (*known, Reverse(other.span(at.quote)))
                };
                if best.get(&event).is_none_or(better) {
                    best.insert(event, (sure, finding, column));
                }
            }
        }
        let mut best: Vec<_> = best.into_iter().collect();
        best.sort_by_key(|(event, _)| *event);
        for (event, (sure, finding, column)) in best {
            let Some(Told { id, sure: at_most }) = ids.get(&event) else {
                continue;
            };
            let mut args = vec![id.clone()];
            match column.relation {
                "found_date" => args.extend([1, 2].map(|at| finding.text(at).to_owned())),
                "found_site" => {
                    let words = self
                        .text(event)
                        .and_then(|text| self.words(text, finding.span(1)));
                    // `le siège de la Société de transport (STV)`
                    let name = |words: String| match words.rsplit_once(" (") {
                        Some((name, short)) if short.ends_with(')') => name.to_owned(),
                        _ => words,
                    };
                    let Some(words) = words.map(name) else {
                        continue;
                    };
                    args.push(words);
                }
                _ => args.push(finding.text(1).to_owned()),
            }
            self.add(
                relation,
                args,
                finding.span(column.quote),
                sure.min(*at_most),
            );
        }
    }

    /// One part for each who took part in an event: the surest.
    fn parts(&mut self, ids: &Ids, on: &impl Fn(&Finding) -> Option<usize>) {
        let mut best: FxHashMap<(usize, &str), (f64, Finding)> = FxHashMap::default();
        for finding in self.all("found_part") {
            let Some(event) = on(&finding) else { continue };
            let sure = self.sure("participant", finding.text(5), finding.number(6));
            let better = |(known, other): &(f64, Finding)| {
                (sure, Reverse(finding.span(3))) > (*known, Reverse(other.span(3)))
            };
            let key = (event, finding.text(1));
            if best.get(&key).is_none_or(better) {
                best.insert(key, (sure, finding));
            }
        }
        let mut best: Vec<_> = best.into_iter().collect();
        best.sort_by_key(|((event, who), (_, finding))| (*event, finding.span(3), *who));
        for ((event, who), (sure, finding)) in best {
            if let Some(event) = ids.get(&event) {
                let args = vec![event.id.clone(), who.to_owned(), finding.text(2).to_owned()];
                self.add("participant", args, finding.span(3), sure.min(event.sure));
            }
        }
    }

    fn cooperation(&mut self) {
        let table = |relation: &str| -> Vec<(&str, &str)> {
            let rows = Finding::all(self.program, self.database, relation);
            rows.iter().map(|row| (row.text(0), row.text(1))).collect()
        };
        let (begins, joints) = (table("reading_field"), table("reading_field_joint"));
        let mut found = self.all("found_cooperation");
        found.sort_by_key(|f| (f.span(6), f.span(4), f.text(0), f.text(1)));
        for finding in found {
            let quote = finding.span(6);
            let Some(text) = self.text(quote.0) else {
                continue;
            };
            let Some(field) = self.words(text, finding.span(4)) else {
                continue;
            };
            let field = match self.words(text, finding.span(2)) {
                Some(head) if head.ends_with(['\'', '’']) => head + &field,
                Some(head) => format!("{head} {field}"),
                None => field,
            };
            let field = as_noun(&field, &begins, &joints);
            let mut pair = [finding.text(0).to_owned(), finding.text(1).to_owned()];
            pair.sort();
            let [a, b] = pair;
            let sure = self.sure("cooperates", finding.text(8), finding.number(9));
            if a != b {
                self.add("cooperates", vec![a, b, field], quote, sure);
            }
        }
    }

    fn gifts(&mut self) {
        let mut found = self.all("found_gift");
        found.sort_by_key(|f| (f.span(4), f.span(2), f.text(0), f.text(1)));
        for finding in found {
            let quote = finding.span(4);
            let words = self
                .text(quote.0)
                .and_then(|t| self.words(t, finding.span(2)));
            let Some(what) = words else { continue };
            let args = vec![finding.text(0).to_owned(), finding.text(1).to_owned(), what];
            let sure = self.sure("gave", finding.text(6), finding.number(7));
            self.add("gave", args, quote, sure);
        }
    }
}

/// The field as a noun phrase of its own, by what the lexicon puts in the place of its words: `lutter contre` is
/// `lutte contre`, `échanger des` is `échange de`.
fn as_noun(field: &str, begins: &[(&str, &str)], joints: &[(&str, &str)]) -> String {
    let vowel = |text: &str| text.starts_with(['a', 'e', 'é', 'i', 'o', 'u', 'h']);
    let noun = begins.iter().find_map(|(verb, noun)| {
        let rest = field.strip_prefix(verb)?;
        Some(match noun.strip_suffix("de ") {
            Some(noun) if vowel(rest) => format!("{noun}d'{rest}"),
            _ => format!("{noun}{rest}"),
        })
    });
    let field = noun.unwrap_or_else(|| field.to_owned());
    let join = |field: String, (words, short): &(&str, &str)| field.replace(words, short);
    joints.iter().fold(field, join)
}
