//! What is known: a base, the rules of the session, and everything that follows from both.

use std::ops::Range;

use super::groups::{RuleGroup, by_engine_alone, evaluate};
use super::hints::complete_for_hints;
use crate::engine::{self, Completed, Limits, Notes, Stopped};
use crate::facts::{Base, Database, LeftOut, Rows, Selection, Values, Word};
use crate::proofs::{Goal, Grounds, Passage, Proof, Proofs, Prover, confidence};
use crate::rules::{Const, Program, Query, RelationId, Variable, check, check_query};
use crate::syntax::ast::Item;
use crate::syntax::{parse, parse_query};
use crate::text::{Report, SourceId, Sources, has_errors};

/// A base with the rules of a session, evaluated.
///
/// Nothing here is half done: a step that fails leaves everything as it was.
#[derive(Clone, Debug)]
pub struct Knowledge {
    base: Base,
    session: Vec<Item>,
    program: Program,
    database: Database,
    groups: Vec<RuleGroup>,
    /// The groups of the base alone.
    groups_of_base: Vec<RuleGroup>,
    notes: Notes,
    /// Which relations were evaluated.
    completed: Completed,
    /// How many tuples of each relation were given, if the database's rows stand in the order in which the
    /// engine derived them from those.
    given: Option<Vec<usize>>,
    /// An evaluation in that order, made when a proof is first asked for, if the database is in another.
    derivation: Option<Derivation>,
}

/// A database that the engine completed.
#[derive(Clone, Debug)]
struct Derivation {
    database: Database,
    /// How many tuples of each relation were given: its first rows.
    given: Vec<usize>,
}

/// A fact that an answer rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Support {
    pub relation: RelationId,
    pub values: Vec<Const>,
    /// Where files state it: positions in [`Base::statements`]. None for what the loader itself or a rule
    /// file gives.
    pub statements: Vec<usize>,
}

/// Why a query or rule did not come through.
#[derive(Clone, Debug)]
pub enum Failure {
    /// The text has mistakes. [`Knowledge::sources`] can show them.
    Mistakes(Vec<Report>),
    Stopped(Stopped),
}

/// The answer to a query.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The query's variables; none for a yes-no question.
    pub columns: Vec<Variable>,
    /// Sorted by value. A yes-no question has one row without columns for yes, and none for no.
    pub rows: Vec<Vec<Const>>,
    /// The same rows as words of the database, in the same order.
    pub words: Vec<Vec<Word>>,
    pub query: Query,
    /// What was undefined while answering.
    pub notes: Notes,
}

impl Answer {
    /// Sorts what the engine found for a query.
    pub fn new(query: Query, rows: &Rows, values: &Values, notes: Notes) -> Answer {
        let mut sorted: Vec<(Vec<Const>, Vec<Word>)> = rows
            .iter()
            .map(|words| {
                let meaning = |(&word, column): (&Word, &Variable)| values.meaning(word, column.ty);
                let row = words.iter().zip(&query.columns).map(meaning).collect();
                (row, words.to_vec())
            })
            .collect();
        sorted.sort_unstable();
        let (rows, words) = sorted.into_iter().unzip();
        Answer {
            columns: query.columns.clone(),
            rows,
            words,
            query,
            notes,
        }
    }
}

/// How many tuples each relation has.
fn lengths(program: &Program, database: &Database) -> Vec<usize> {
    program.ids().map(|id| database.rows(id).len()).collect()
}

impl Knowledge {
    /// Evaluates a base that loaded without errors.
    pub fn new(base: Base, limits: &Limits) -> Result<Knowledge, Stopped> {
        let program = base.program.clone();
        let mut database = base.database(&program);
        let given = lengths(&program, &database);
        let (notes, groups) = evaluate(&base, &program, &[], &mut database, limits)?;
        let completed = Completed::all(&program);
        Ok(Knowledge {
            base,
            session: Vec::new(),
            program,
            database,
            notes,
            completed,
            groups_of_base: groups.clone(),
            given: by_engine_alone(&groups).then_some(given),
            groups,
            derivation: None,
        })
    }

    /// A base that loaded without errors, of which queries derive what they ask for.
    pub fn on_demand(base: Base) -> Knowledge {
        let program = base.program.clone();
        Knowledge {
            session: Vec::new(),
            database: base.database(&program),
            groups: Vec::new(),
            groups_of_base: Vec::new(),
            notes: Notes::new(),
            completed: Completed::stated(&program),
            given: None,
            derivation: None,
            base,
            program,
        }
    }

    pub fn base(&self) -> &Base {
        &self.base
    }

    /// The program in force: the base's and the session's rules.
    pub fn program(&self) -> &Program {
        &self.program
    }

    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Which relations of the database have all their tuples.
    pub fn completed(&self) -> &Completed {
        &self.completed
    }

    /// The rules in the groups in which they were evaluated, one after the other.
    pub fn groups(&self) -> &[RuleGroup] {
        &self.groups
    }

    /// What was undefined while the rules ran.
    pub fn notes(&self) -> &Notes {
        &self.notes
    }

    /// Everything that was read, for showing reports.
    pub fn sources(&self) -> &Sources {
        &self.base.sources
    }

    /// As [`Knowledge::sources`], to take in what a session adds.
    pub(crate) fn sources_mut(&mut self) -> &mut Sources {
        &mut self.base.sources
    }

    /// What the session added.
    pub fn session(&self) -> &[Item] {
        &self.session
    }

    /// Takes in a text that was typed. `name` is what messages call it.
    pub(super) fn take_source(&mut self, name: &str, text: &str) -> SourceId {
        self.base.sources.add(name, text)
    }

    /// The program and its database, in which a question may note values of its own.
    pub(super) fn parts(&mut self) -> (&Program, &mut Database) {
        (&self.program, &mut self.database)
    }

    /// Evaluates what a relation rests on, if that was not done.
    pub(super) fn complete(
        &mut self,
        relation: RelationId,
        limits: &Limits,
    ) -> Result<(), Stopped> {
        if self.completed.has(relation) && self.completed.is_all() {
            return Ok(());
        }
        let (program, completed) = (&self.program, &mut self.completed);
        engine::complete(program, &[relation], &mut self.database, completed, limits).map(drop)
    }

    /// Answers a query. `name` is what messages call its text.
    pub fn ask(&mut self, name: &str, text: &str, limits: &Limits) -> Result<Answer, Failure> {
        let source = self.base.sources.add(name, text);
        let query = parse_query(source, text).map_err(Failure::Mistakes)?;
        let query = check_query(&self.program, &query).map_err(Failure::Mistakes)?;
        let (program, completed) = (&self.program, &mut self.completed);
        let (rows, notes) = engine::ask(program, &query, &mut self.database, completed, limits)
            .map_err(Failure::Stopped)?;
        let answer = Answer::new(query, &rows, &self.database.values, notes);
        complete_for_hints(program, &mut self.database, completed, &answer, limits);
        Ok(answer)
    }

    /// Takes declarations, rules and facts into the session and derives what follows. Returns warnings.
    pub fn add(&mut self, name: &str, text: &str, limits: &Limits) -> Result<Vec<Report>, Failure> {
        let source = self.base.sources.add(name, text);
        let (items, wrong) = parse(source, text);
        if has_errors(&wrong) {
            return Err(Failure::Mistakes(wrong));
        }
        let mut session = self.session.clone();
        session.extend(items);
        self.replace_session(session, limits)
    }

    /// Puts other items in place of the session's, and derives what follows, as far as possible from what is
    /// known.
    pub fn replace_session(
        &mut self,
        session: Vec<Item>,
        limits: &Limits,
    ) -> Result<Vec<Report>, Failure> {
        let items = self.base.items.iter().chain(&session);
        let (program, reports) = check(items, &self.base.sources);
        if has_errors(&reports) {
            return Err(Failure::Mistakes(reports));
        }
        if !self.follow(&program, limits).map_err(Failure::Stopped)? {
            let mut database = self.base.database(&program);
            let given = lengths(&program, &database);
            let (notes, groups) = evaluate(&self.base, &program, &session, &mut database, limits)
                .map_err(Failure::Stopped)?;
            self.given = by_engine_alone(&groups).then_some(given);
            self.database = database;
            self.groups = groups;
            self.notes = notes;
        } else if session.is_empty() {
            self.groups.clone_from(&self.groups_of_base);
        } else {
            self.groups = vec![RuleGroup::of_session(&program)];
        }
        self.completed = Completed::all(&program);
        self.session = session;
        self.program = program;
        self.derivation = None;
        Ok(reports)
    }

    /// Lets other things of the base count, and derives what follows. On an error, what counted before does.
    pub fn select(&mut self, selection: Selection, limits: &Limits) -> Result<LeftOut, Stopped> {
        let before = self.base.selection().clone();
        let left_out = self.base.select(selection);
        let mut database = self.base.database(&self.program);
        let given = lengths(&self.program, &database);
        match evaluate(
            &self.base,
            &self.program,
            &self.session,
            &mut database,
            limits,
        ) {
            Ok((notes, groups)) => {
                self.given = by_engine_alone(&groups).then_some(given);
                self.notes = notes;
                self.groups = groups;
                self.database = database;
                self.completed = Completed::all(&self.program);
                self.derivation = None;
                Ok(left_out)
            }
            Err(stopped) => {
                self.base.select(before);
                Err(stopped)
            }
        }
    }

    /// Makes the database that of another program from where it stands, if that can be.
    fn follow(&mut self, program: &Program, limits: &Limits) -> Result<bool, Stopped> {
        if !limits.tuning.incremental || !self.completed.is_all() {
            return Ok(false);
        }
        let base = &self.base;
        let state = |database: &mut Database, relations: &[RelationId]| {
            base.state(program, database, |id| relations.contains(&id));
        };
        // What comes now may be given, and stands behind what was derived before.
        self.given = None;
        let noted = !self.notes.is_empty();
        let database = &mut self.database;
        let updated = engine::update(&self.program, program, database, state, noted, limits)?;
        let Some(updated) = updated else {
            return Ok(false);
        };
        self.notes.extend(updated.notes);
        Ok(true)
    }

    /// The proofs with these numbers of a row of an answer, counted from 0 and the smallest first.
    pub fn prove(
        &mut self,
        answer: &Answer,
        row: usize,
        wanted: Range<usize>,
        limits: &Limits,
    ) -> Result<Proofs, Stopped> {
        let words = self.words_of(answer, row..row + 1, limits)?;
        let (_, program, database, given) = self.derived();
        let mut prover = Prover::new(program, database, given, limits);
        prover.prove(Goal::Answer(&answer.query, &words[0]), wanted)
    }

    /// How sure some rows of an answer are, each from 0 to 1, by their surest proofs.
    pub fn confidences(
        &mut self,
        answer: &Answer,
        rows: Range<usize>,
        limits: &Limits,
    ) -> Result<Vec<f64>, Stopped> {
        let words = self.words_of(answer, rows, limits)?;
        let (base, program, database, given) = self.derived();
        let passages = |relation: RelationId, values: &[Const]| -> Vec<Passage> {
            let statements = base.stating(program, relation, values).into_iter();
            let passages = statements.filter_map(|at| {
                let statement = &base.statements[at];
                let words = statement.quotation.clone()?;
                Some(Passage {
                    article: statement.article?,
                    words: (words.start, words.end),
                    confidence: statement.confidence,
                })
            });
            passages.collect()
        };
        let mut prover = Prover::new(program, database, given, limits);
        let mut found = Vec::new();
        for words in &words {
            let proofs = prover.surest(Goal::Answer(&answer.query, words), &passages)?;
            let grounds = proofs.iter().map(|proof| -> Grounds {
                let leaves = proof.grounds().into_iter();
                leaves
                    .map(|leaf| passages(leaf.relation, &leaf.values))
                    .collect()
            });
            found.push(confidence(&grounds.collect::<Vec<_>>()));
        }
        Ok(found)
    }

    /// The words that some rows of an answer are in the database that proofs are looked for in.
    fn words_of(
        &mut self,
        answer: &Answer,
        rows: Range<usize>,
        limits: &Limits,
    ) -> Result<Vec<Vec<Word>>, Stopped> {
        if self.given.is_none() && self.derivation.is_none() {
            self.derivation = Some(self.derive(limits)?);
        }
        let (_, _, database, _) = self.derived();
        let words = answer.rows[rows].iter().map(|row| {
            let words = row.iter().map(|value| database.values.constant(value));
            words.collect()
        });
        Ok(words.collect())
    }

    /// The database whose rows stand in the order in which the engine derived them, and how many of each relation
    /// were given.
    fn derived(&mut self) -> (&Base, &Program, &mut Database, &[usize]) {
        let (base, program) = (&self.base, &self.program);
        match (&self.given, &mut self.derivation) {
            (Some(given), _) => (base, program, &mut self.database, given),
            (None, Some(Derivation { database, given })) => (base, program, database, given),
            (None, None) => unreachable!("it is made before proofs are looked for"),
        }
    }

    /// The facts that a row of an answer rests on: those that its smallest proof ends at.
    pub fn support(
        &mut self,
        answer: &Answer,
        row: usize,
        limits: &Limits,
    ) -> Result<Vec<Support>, Stopped> {
        let proofs = self.prove(answer, row, 0..1, limits)?.proofs;
        let leaves = proofs.first().map_or(Vec::new(), Proof::leaves);
        let mut supports: Vec<Support> = Vec::new();
        for leaf in leaves {
            let support = self.supported(leaf.relation, leaf.values);
            let known = supports
                .iter_mut()
                .find(|known| known.relation == support.relation && known.values == support.values);
            match known {
                Some(known) => known.statements.extend(support.statements),
                None => supports.push(support),
            }
        }
        for support in &mut supports {
            support.statements.sort_unstable();
            support.statements.dedup();
        }
        Ok(supports)
    }

    fn derive(&self, limits: &Limits) -> Result<Derivation, Stopped> {
        let mut database = self.base.database(&self.program);
        let given = lengths(&self.program, &database);
        engine::evaluate(&self.program, &mut database, limits)?;
        Ok(Derivation { database, given })
    }

    /// A given fact with the statements that give it.
    pub fn supported(&self, relation: RelationId, values: Vec<Const>) -> Support {
        let statements = self.base.stating(&self.program, relation, &values);
        // What one article reports is shown as the fact that it states.
        if let Some(&first) = statements.first()
            && self.base.reported(&self.program, relation).is_some()
        {
            let statement = &self.base.statements[first];
            return Support {
                relation: statement.relation,
                values: statement.values.clone(),
                statements,
            };
        }
        Support {
            relation,
            values,
            statements,
        }
    }
}
