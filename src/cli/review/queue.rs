//! What there is to judge: facts that were extracted, and that no curated fact says or takes back.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::facts::{Base, EVENT_ID, FileKind, Standing, Statement, VOCABULARY};
use crate::rules::{Const, RelationId};
use crate::text::Span;

/// A fact to judge.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// Position among the base's articles.
    pub(super) article: usize,
    pub(super) relation: RelationId,
    /// Its values, with ids of events as they are in the article's own files.
    pub(super) values: Vec<Const>,
    pub(super) quotation: Range<usize>,
    pub(super) confidence: f64,
    pub(super) doubtful: bool,
    /// The curated fact that says otherwise.
    pub(super) overruled: Option<Span>,
    /// The event that it says something about: its position in the queue, if that is still to be judged, and
    /// the event's values.
    pub(super) event: Option<(Option<usize>, Vec<Const>)>,
}

/// What there is to judge, the least certain first.
pub(super) fn queue(base: &Base, article: Option<usize>) -> Vec<Item> {
    let curated = Judged::new(base);
    let mut items: Vec<Item> = Vec::new();
    for statement in &base.statements {
        let name = base.program.relation(statement.relation).name.as_str();
        let is_open = statement.kind == FileKind::Extracted
            && VOCABULARY.contains(&name)
            && !matches!(statement.standing, Standing::Withdrawn(_));
        let (Some(of), Some(quotation)) = (statement.article, statement.quotation.clone()) else {
            continue;
        };
        if !is_open || article.is_some_and(|wanted| wanted != of) {
            continue;
        }
        let values = own_values(base, statement);
        if curated.has(base, of, statement.relation, &values) {
            continue;
        }
        items.push(Item {
            article: of,
            relation: statement.relation,
            values,
            quotation,
            confidence: statement.confidence,
            doubtful: statement.standing == Standing::Doubtful,
            overruled: match statement.standing {
                Standing::Overruled(span) => Some(span),
                _ => None,
            },
            event: None,
        });
    }
    items.sort_by(|one, other| {
        let place = |item: &Item| (item.article, item.quotation.start);
        one.confidence
            .total_cmp(&other.confidence)
            .then(place(one).cmp(&place(other)))
    });
    tie_to_events(base, &mut items);
    items
}

/// The values of a statement, with ids of events as they are in their article.
fn own_values(base: &Base, statement: &Statement) -> Vec<Const> {
    let mut values = statement.values.clone();
    let Some(article) = statement.article else {
        return values;
    };
    let columns = &base.program.relation(statement.relation).columns;
    for (column, value) in columns.iter().zip(&mut values) {
        if column.type_name == EVENT_ID
            && let Const::Symbol(id) = value
            && let Some(own) = id.strip_prefix(base.articles[article].id())
            && let Some(own) = own.strip_prefix('/')
        {
            *id = own.to_owned();
        }
    }
    values
}

/// Gives each fact about an event the event.
fn tie_to_events(base: &Base, items: &mut [Item]) {
    let Some(event) = base.program.find("event") else {
        return;
    };
    let mut events: FxHashMap<(usize, Const), (Option<usize>, Vec<Const>)> = FxHashMap::default();
    for statement in base.statements.iter().filter(|s| s.relation == event) {
        if let Some(article) = statement.article {
            let values = own_values(base, statement);
            events.insert((article, values[0].clone()), (None, values));
        }
    }
    for (at, item) in items.iter().enumerate() {
        if item.relation == event {
            let key = (item.article, item.values[0].clone());
            events.insert(key, (Some(at), item.values.clone()));
        }
    }
    for item in items.iter_mut().filter(|item| item.relation != event) {
        let columns = &base.program.relation(item.relation).columns;
        if columns.first().is_some_and(|c| c.type_name == EVENT_ID) {
            let key = (item.article, item.values[0].clone());
            item.event = events.get(&key).cloned();
        }
    }
}

/// What curated files say, by article.
struct Judged {
    facts: FxHashSet<(usize, RelationId, Vec<Const>)>,
    /// The curated ids of events that were extracted under other ids.
    ids: FxHashMap<(usize, Const), Const>,
}

impl Judged {
    fn new(base: &Base) -> Judged {
        let mut facts = FxHashSet::default();
        let mut events: FxHashMap<(usize, Vec<Const>), Const> = FxHashMap::default();
        let mut ids = FxHashMap::default();
        let event = base.program.find("event");
        let of_kind = |kind| base.statements.iter().filter(move |s| s.kind == kind);
        for statement in of_kind(FileKind::Curated) {
            let Some(article) = statement.article else {
                continue;
            };
            let values = own_values(base, statement);
            if Some(statement.relation) == event {
                events.insert((article, values[1..].to_vec()), values[0].clone());
            }
            facts.insert((article, statement.relation, values));
        }
        for statement in of_kind(FileKind::Extracted) {
            let Some(article) = statement.article else {
                continue;
            };
            if Some(statement.relation) == event {
                let values = own_values(base, statement);
                if let Some(id) = events.get(&(article, values[1..].to_vec())) {
                    ids.insert((article, values[0].clone()), id.clone());
                }
            }
        }
        Judged { facts, ids }
    }

    fn has(&self, base: &Base, article: usize, relation: RelationId, values: &[Const]) -> bool {
        let mut fact = (article, relation, values.to_vec());
        if self.facts.contains(&fact) {
            return true;
        }
        let columns = &base.program.relation(relation).columns;
        for (column, value) in columns.iter().zip(&mut fact.2) {
            if column.type_name == EVENT_ID
                && let Some(id) = self.ids.get(&(article, value.clone()))
            {
                value.clone_from(id);
            }
        }
        self.facts.contains(&fact)
    }
}
