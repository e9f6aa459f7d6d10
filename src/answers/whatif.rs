//! What if: what no longer follows, and what does, without some articles, facts or rules.

use super::Knowledge;
use super::groups::evaluate;
use super::whynot::written;
use crate::engine::{self, Limits, Stopped, Watch};
use crate::facts::{Base, Database, Left, Selection};
use crate::proofs::whynot::Pattern;
use crate::rules::{Const, Fact, Program, RelationId, check, needs};
use crate::syntax::ast::Item;
use crate::text::{Report, Span, nearest};

/// What is left out of what is known.
#[derive(Clone, Debug, PartialEq)]
pub enum Supposed {
    Left(Left),
    /// A clause of the rules or of the session.
    Rule(Span),
}

/// How a relation differs from what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub relation: RelationId,
    /// How many tuples it has.
    pub had: usize,
    /// Sorted by value.
    pub lost: Vec<Vec<Const>>,
    pub gained: Vec<Vec<Const>>,
}

/// The tuples that would fall if one article were left out.
#[derive(Clone, Debug)]
pub struct Fragile {
    /// Position among the base's articles.
    pub article: usize,
    /// Only relations that lose something.
    pub changes: Vec<Change>,
}

impl Knowledge {
    /// What would be known without some things, if it differs. Nothing changes by the question.
    ///
    /// # Errors
    /// When a limit is reached or the user interrupts.
    pub fn without(&self, supposed: &[Supposed], limits: &Limits) -> Result<Vec<Change>, Stopped> {
        let (program, database) = self.supposing(supposed, limits)?;
        let ids = self.program().ids();
        let changes = ids.filter_map(|id| self.change(id, &program, &database));
        Ok(changes.collect())
    }

    /// The tuples that rest on one article alone: those that fall when it is left out. Of one relation, or of all
    /// that rules derive.
    ///
    /// # Errors
    /// When a limit is reached or the user interrupts.
    pub fn fragile(
        &self,
        relation: Option<RelationId>,
        limits: &Limits,
    ) -> Result<Vec<Fragile>, Stopped> {
        let (base, program) = (self.base(), self.program());
        let wanted: Vec<RelationId> = match relation {
            Some(relation) => vec![relation],
            None => program.derived().collect(),
        };
        let needed = needs(program, &wanted);
        let mut fragile = Vec::new();
        let mut watch = Watch::new(limits);
        for article in 0..base.articles.len() {
            let says_something = base.says_something_of(article, program, &needed);
            if base.is_left_out(article) || !says_something {
                continue;
            }
            go_on(&mut watch)?;
            let left = Left::Article(base.articles[article].id().to_owned());
            let (program, database) = self.supposing(&[Supposed::Left(left)], limits)?;
            let changes = wanted
                .iter()
                .filter_map(|&id| self.change(id, &program, &database));
            let changes: Vec<Change> = changes.filter(|one| !one.lost.is_empty()).collect();
            if !changes.is_empty() {
                fragile.push(Fragile { article, changes });
            }
        }
        Ok(fragile)
    }

    /// How a relation differs from what another evaluation gives.
    fn change(&self, id: RelationId, program: &Program, database: &Database) -> Option<Change> {
        let before = self.database().sorted(self.program(), id);
        let after = database.sorted(program, id);
        let lacks =
            |tuples: &[Vec<Const>], tuple: &Vec<Const>| tuples.binary_search(tuple).is_err();
        let change = Change {
            relation: id,
            had: before.len(),
            lost: before
                .iter()
                .filter(|tuple| lacks(&after, tuple))
                .cloned()
                .collect(),
            gained: after
                .iter()
                .filter(|tuple| lacks(&before, tuple))
                .cloned()
                .collect(),
        };
        (!change.lost.is_empty() || !change.gained.is_empty()).then_some(change)
    }

    /// Evaluates everything without some things.
    fn supposing(
        &self,
        supposed: &[Supposed],
        limits: &Limits,
    ) -> Result<(Program, Database), Stopped> {
        go_on(&mut Watch::new(limits))?;
        let mut base = self.base().clone();
        let mut selection = base.selection().clone();
        let mut clauses = Vec::new();
        for one in supposed {
            match one {
                Supposed::Left(left) => selection.without.push(left.clone()),
                Supposed::Rule(span) => clauses.push(*span),
            }
        }
        let left: Vec<Left> = selection.without.clone();
        base.select(selection);
        let mut program = match clauses.is_empty() {
            true => self.program().clone(),
            false => {
                let items = base.items.iter().chain(self.session());
                let kept: Vec<Item> = items
                    .filter_map(|item| without_clauses(item, &clauses))
                    .collect();
                check(kept.iter(), &base.sources).0
            }
        };
        let relations = program.relations.clone();
        program.facts.retain(|fact| {
            let name = &relations[fact.relation.index()].name;
            !left.iter().any(|left| is_stated_fact(left, name, fact))
        });
        let mut database = base.database(&program);
        if clauses.is_empty() {
            evaluate(&base, &program, self.session(), &mut database, limits)?;
        } else {
            engine::evaluate(&program, &mut database, limits)?;
        }
        Ok((program, database))
    }

    /// What a text names that can be left out: articles by their ids, facts, rules by file and line or by their
    /// relation and number, and relations, in any number. `name` is what messages call the text.
    pub fn supposed(&mut self, name: &str, text: &str) -> Result<Vec<Supposed>, Vec<Report>> {
        let mut supposed = Vec::new();
        for word in words(text) {
            supposed.extend(self.supposed_by(name, word)?);
        }
        match supposed.is_empty() {
            true => Err(vec![
                Report::general("it is missing what to leave out")
                    .help("name an article by its id, a fact, or a rule by its file and line"),
            ]),
            false => Ok(supposed),
        }
    }

    fn supposed_by(&mut self, name: &str, word: &str) -> Result<Vec<Supposed>, Vec<Report>> {
        if word.contains('(') {
            let pattern = self.pattern(name, word)?;
            return self.facts_of(&pattern).map_err(|report| vec![report]);
        }
        let found = match word.rsplit_once(':') {
            Some((of, line)) if line.parse::<usize>().is_ok() => {
                self.rule_at(of, line.parse().unwrap_or_default())
            }
            _ => self.named(word),
        };
        found.map_err(|report| vec![report])
    }

    /// All facts that fit a pattern.
    fn facts_of(&self, pattern: &Pattern) -> Result<Vec<Supposed>, Report> {
        let (base, program) = (self.base(), self.program());
        let name = &program.relation(pattern.relation).name;
        let (relation, article, values) = match base.reported(program, pattern.relation) {
            Some(reported) => {
                let article = pattern.values[0].as_ref().and_then(Const::text);
                let name = program.relation(reported).name.clone();
                (
                    name,
                    article.map(str::to_owned),
                    pattern.values[1..].to_vec(),
                )
            }
            None => (name.clone(), None, pattern.values.clone()),
        };
        let left = Left::Facts {
            article,
            relation,
            values,
        };
        let is_stated = base.states(&left)
            || program.facts.iter().any(|fact| {
                let name = &program.relation(fact.relation).name;
                is_stated_fact(&left, name, fact)
            });
        if is_stated {
            return Ok(vec![Supposed::Left(left)]);
        }
        let report = Report::general(format!("no fact says {}", written(program, pattern)));
        Err(match program.derived().any(|id| id == pattern.relation) {
            true => report.help(format!(
                "`{name}` is derived: leave out a rule of it, or facts that it rests on"
            )),
            false => report.help("`:whynot` tells what comes near"),
        })
    }

    /// The clause that stands at a line of a file, or the one of a number among those of a relation.
    fn rule_at(&self, of: &str, number: usize) -> Result<Vec<Supposed>, Report> {
        let (program, sources) = (self.program(), self.sources());
        let relation = program.find(of);
        let mut spans: Vec<Span> = Vec::new();
        for rule in &program.rules {
            let file = &sources.get(rule.span.source).name;
            let is_meant = match relation {
                Some(relation) => rule.head.relation == relation,
                None => file == of || file.ends_with(&format!("/{of}")),
            };
            if is_meant && !spans.contains(&rule.span) {
                spans.push(rule.span);
            }
        }
        if spans.is_empty() {
            let report = Report::general(format!("no file or relation `{of}` has rules"));
            let files = program
                .rules
                .iter()
                .map(|rule| sources.get(rule.span.source).name.as_str());
            let relations = program
                .derived()
                .map(|id| program.relation(id).name.as_str());
            return Err(report.suggest(nearest(of, files.chain(relations))));
        }
        let lines = |span: &Span| {
            let first = sources.line(*span);
            first..=first + sources.text(*span).matches('\n').count()
        };
        let found = match relation {
            Some(_) => number.checked_sub(1).and_then(|at| spans.get(at)),
            None => spans.iter().find(|span| lines(span).contains(&number)),
        };
        found
            .map(|span| vec![Supposed::Rule(*span)])
            .ok_or_else(|| {
                let report = Report::general(format!("`{of}` has no rule {number}"));
                match relation {
                    Some(_) => {
                        report.help(format!("`:rules {of}` shows its rules, the first one is 1"))
                    }
                    None => {
                        let near = spans
                            .iter()
                            .min_by_key(|span| sources.line(**span).abs_diff(number));
                        let near = near.map(|span| sources.place(*span));
                        report.suggest(near.as_deref())
                    }
                }
            })
    }

    /// An article by its id or how that begins; or all that rules or facts say of a relation.
    fn named(&self, word: &str) -> Result<Vec<Supposed>, Report> {
        let (base, program) = (self.base(), self.program());
        let ids: Vec<&str> = base.articles.iter().map(|article| article.id()).collect();
        let exact = ids.iter().find(|id| **id == word);
        let begun: Vec<&&str> = ids.iter().filter(|id| id.starts_with(word)).collect();
        let article = exact.or(match begun.as_slice() {
            [one] => Some(*one),
            _ => None,
        });
        if let Some(id) = article {
            let out = base.article(id).is_some_and(|at| base.is_left_out(at));
            return match out {
                true => Err(Report::general(format!(
                    "article `{id}` is left out already"
                ))),
                false => Ok(vec![Supposed::Left(Left::Article((*id).to_owned()))]),
            };
        }
        if let Some(relation) = program.find(word) {
            let rules = program
                .rules
                .iter()
                .filter(|rule| rule.head.relation == relation);
            let mut spans: Vec<Span> = rules.map(|rule| rule.span).collect();
            spans.dedup();
            let columns = program.relation(relation).arity();
            let facts = self.facts_of(&Pattern {
                relation,
                values: vec![None; columns],
                alike: Vec::new(),
            });
            let rules: Vec<Supposed> = spans.into_iter().map(Supposed::Rule).collect();
            return match (rules.is_empty(), facts) {
                (true, facts) => facts,
                (false, facts) => Ok(rules
                    .into_iter()
                    .chain(facts.into_iter().flatten())
                    .collect()),
            };
        }
        let report = match begun.len() {
            0 => Report::general(format!("no article, relation or rule `{word}`")),
            many => Report::general(format!("{many} articles begin with `{word}`")),
        };
        let relations = program
            .relations
            .iter()
            .map(|relation| relation.name.as_str());
        let near = nearest(word, ids.iter().copied().chain(relations));
        Err(report.suggest(near).help(
            "name an article by its id, a fact as `holds(\"Tô Lâm\", _, _)`, or a rule as `presence.dl:71`",
        ))
    }
}

/// Looks whether to stop, since an evaluation of little may not.
fn go_on(watch: &mut Watch) -> Result<(), Stopped> {
    match watch.check(|| 0) {
        None => Ok(()),
        Some(reason) => Err(Stopped {
            reason,
            relation: "what would fall".to_owned(),
            rows: 0,
        }),
    }
}

impl Base {
    /// Whether an article gives tuples to one of these relations.
    fn says_something_of(&self, article: usize, program: &Program, needed: &[RelationId]) -> bool {
        let is_needed = |id: RelationId| {
            let reported = |of: &RelationId| self.reported(program, *of) == Some(id);
            needed.contains(&id) || needed.iter().any(reported)
        };
        let own = program.find("article");
        let mut statements = self.statements.iter();
        own.is_some_and(|own| needed.contains(&own))
            || statements.any(|one| one.article == Some(article) && is_needed(one.relation))
    }
}

/// Whether a fact of a rule file or of the session is what is left out.
fn is_stated_fact(left: &Left, name: &str, fact: &Fact) -> bool {
    match left {
        Left::Article(_) => false,
        Left::Facts {
            article,
            relation,
            values,
        } => {
            let mut pairs = values.iter().zip(&fact.values);
            article.is_none()
                && relation == name
                && pairs.all(|(wanted, is)| wanted.as_ref().is_none_or(|wanted| wanted == is))
        }
    }
}

/// An item without some clauses; none if it is one of them.
fn without_clauses(item: &Item, clauses: &[Span]) -> Option<Item> {
    match item {
        Item::Clause(clause) if clauses.contains(&clause.span) => None,
        Item::Component(component) => {
            let mut component = component.clone();
            component.items = component
                .items
                .iter()
                .filter_map(|item| without_clauses(item, clauses))
                .collect();
            Some(Item::Component(component))
        }
        item => Some(item.clone()),
    }
}

/// The parts of a text between white space or commas that stand outside of brackets and quotation marks.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut depth, mut quoted, mut escaped) = (0usize, false, false);
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let inside = quoted || depth > 0;
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            c if !inside && (c.is_whitespace() || c == ',') => {
                words.push(&text[start..at]);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    words.push(&text[start..]);
    words.retain(|word| !word.is_empty());
    words
}

/// What a selection lets count, in a few words: `as of 2025-06, confidence from 0.8`; nothing if it is all.
pub fn in_words(selection: &Selection) -> String {
    let mut parts = Vec::new();
    parts.extend(selection.as_of.as_ref().map(|date| format!("as of {date}")));
    parts.extend(
        selection
            .min_confidence
            .map(|least| format!("confidence from {least}")),
    );
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn what_is_left_out_is_separated_outside_of_brackets() {
        assert_eq!(
            words("001, p(\"a, (b\", 1)  rules/a.dl:3"),
            ["001", "p(\"a, (b\", 1)", "rules/a.dl:3"]
        );
        assert!(words(" , ").is_empty());
    }
}
