//! Why not: what is missing for a fact that does not hold, and the sentences that name what it is about.

mod aliases;
mod filled;
mod json;
mod mentions;

use super::{Failure, Knowledge};
use crate::engine::Limits;
use crate::facts::{Base, FileKind, Statement};
use crate::proofs::whynot::{Absence, Attempt, Pattern, why_not};
use crate::rules::{Const, Literal, Program, Query, Relation, Term, check_query};
use crate::syntax::parse_query;
use crate::text::{Report, Span};
use aliases::Aliases;

pub(crate) use filled::{filled, shown};
pub use json::as_json;
pub use mentions::{Mention, Mentions};

/// How many levels of rules are looked at, if nobody says otherwise.
pub const DEPTH: usize = 2;

/// What there is to say of a fact that somebody misses.
#[derive(Clone, Debug)]
pub struct WhyNot {
    /// What was asked for.
    pub pattern: Pattern,
    /// None if it holds.
    pub absence: Option<Absence>,
    /// The sentences that name all that the fact is about.
    pub mentions: Mentions,
    /// Values that no fact has, with a name that may have been meant.
    pub unknown: Vec<(Const, Option<Const>)>,
}

impl Knowledge {
    /// Says why a fact does not hold. `name` is what messages call its text; failing conditions are followed
    /// `depth` levels of rules down.
    ///
    /// # Errors
    /// If the text is no fact, and when a limit is reached or the user interrupts.
    pub fn why_not(
        &mut self,
        name: &str,
        text: &str,
        depth: usize,
        limits: &Limits,
    ) -> Result<WhyNot, Failure> {
        let pattern = self.pattern(name, text).map_err(Failure::Mistakes)?;
        self.complete(pattern.relation, limits)
            .map_err(Failure::Stopped)?;
        let (program, database) = self.parts();
        let mut absence =
            why_not(program, database, &pattern, depth, limits).map_err(Failure::Stopped)?;
        let (base, program, database) = (self.base(), self.program(), self.database());
        let (mentions, unknown) = match &mut absence {
            Some(absence) => {
                let aliases = Aliases::of(base, program);
                aliases.suggest(database, absence);
                let mentions = mentions::find(base, program, &aliases, &pattern, limits);
                (mentions, mentions::unknown(program, database, &pattern))
            }
            None => Default::default(),
        };
        Ok(WhyNot {
            pattern,
            absence,
            mentions,
            unknown,
        })
    }

    /// What a text such as `met("Tô Lâm", q, _)` looks for.
    pub(super) fn pattern(&mut self, name: &str, text: &str) -> Result<Pattern, Vec<Report>> {
        let source = self.take_source(name, text);
        let query = parse_query(source, text)?;
        let span = query.span;
        let query = check_query(self.program(), &query)?;
        one_atom(&query).ok_or_else(|| {
            vec![Report::error(span, "this is not one fact").help(
                "name one relation with its values, `_` where any will do: `met(\"Tô Lâm\", _, _)`",
            )]
        })
    }
}

/// The only atom of a query, if that is all it says.
fn one_atom(query: &Query) -> Option<Pattern> {
    let [rule] = query.rules.as_slice() else {
        return None;
    };
    let [Literal::Atom(atom)] = rule.body.as_slice() else {
        return None;
    };
    let mut values = Vec::new();
    let mut seen = Vec::new();
    for arg in &atom.args {
        values.push(match arg {
            Term::Const(value) => Some(value.clone()),
            Term::Any => None,
            Term::Var(var) if !seen.contains(var) => {
                seen.push(*var);
                None
            }
            Term::Var(_) | Term::Call(..) => return None,
        });
    }
    Some(Pattern {
        relation: atom.relation,
        values,
        alike: Vec::new(),
    })
}

/// A pattern as the language writes it.
pub(crate) fn written(program: &Program, pattern: &Pattern) -> String {
    let value = |value: &Option<Const>| match value {
        Some(value) => value.written(),
        None => "_".to_owned(),
    };
    let values: Vec<String> = pattern.values.iter().map(value).collect();
    let name = &program.relation(pattern.relation).name;
    format!("{name}({})", values.join(", "))
}

/// The statements that say what is looked for and do not count.
pub(crate) fn set_aside<'a>(
    base: &'a Base,
    program: &Program,
    pattern: &Pattern,
) -> Vec<&'a Statement> {
    let reported = base.reported(program, pattern.relation);
    let (relation, article, values) = match (reported, pattern.values.as_slice()) {
        (Some(reported), [article, values @ ..]) => {
            let id = article.as_ref().and_then(Const::text);
            (reported, id.and_then(|id| base.article(id)), values)
        }
        (_, values) => (pattern.relation, None, values),
    };
    let fits = |statement: &&Statement| {
        let mut pairs = statement.values.iter().zip(values);
        statement.relation == relation
            && !statement.is_in_force()
            && (article.is_none() || statement.article == article)
            && pairs.all(|(is, wanted)| wanted.as_ref().is_none_or(|wanted| is_meant(wanted, is)))
    };
    base.statements.iter().filter(fits).collect()
}

/// Whether a value is the wanted one. An id that several articles use has that of its article in front.
fn is_meant(wanted: &Const, is: &Const) -> bool {
    let in_article = |wanted: &str, is: &str| {
        let before = is.strip_suffix(wanted);
        before.is_some_and(|before| before.ends_with('/'))
    };
    match (wanted, is) {
        (Const::Symbol(wanted), Const::Symbol(is)) => wanted == is || in_article(wanted, is),
        _ => wanted == is,
    }
}

/// Whether anybody states tuples of the pattern's relation.
pub(crate) fn is_stated(knowledge: &Knowledge, pattern: &Pattern) -> bool {
    let (base, program) = (knowledge.base(), knowledge.program());
    let relation = base
        .reported(program, pattern.relation)
        .unwrap_or(pattern.relation);
    let mut statements = base.statements.iter();
    let mut facts = program.facts.iter();
    statements.any(|one| one.relation == relation) || facts.any(|one| one.relation == relation)
}

/// The attempts of one clause, which may have several heads and alternatives: the nearest first.
pub(crate) fn by_clause<'a>(
    program: &Program,
    attempts: &'a [Attempt],
) -> Vec<(Span, Vec<&'a Attempt>)> {
    let mut clauses: Vec<(Span, Vec<&Attempt>)> = Vec::new();
    for attempt in attempts {
        let span = program.rules[attempt.rule].span;
        match clauses.iter_mut().find(|(of, _)| *of == span) {
            Some((_, attempts)) => attempts.push(attempt),
            None => clauses.push((span, vec![attempt])),
        }
    }
    clauses
}

/// Where a statement stands, with its confidence if it was extracted.
pub(crate) fn place(base: &Base, statement: &Statement) -> String {
    let place = base.sources.place(statement.span);
    match statement.kind {
        FileKind::Extracted => format!("{place}, confidence {:.2}", statement.confidence),
        _ => place,
    }
}

/// Why a tuple is not in a relation although all conditions of a rule hold.
pub(crate) fn kept_out(relation: &Relation) -> String {
    let name = &relation.name;
    if !relation.choices.is_empty() {
        format!("a choice of `{name}` has another tuple in its place")
    } else if relation.limit.is_some() {
        format!("`{name}` ends at its limit, before this tuple")
    } else {
        format!("another tuple of `{name}` took its place")
    }
}
