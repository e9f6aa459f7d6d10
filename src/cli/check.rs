//! `entente check`: what is wrong in a base, what is missing, and what was set aside.

use std::io::{self, Write};
use std::path::Path;

use clap::Args;

use super::limits::interruptible;
use super::output::write_label;
use super::selection::SelectionArguments;
use super::{Failure, MISTAKE, NOTHING, Outcome, base};
use crate::answers::{Evaluator, Knowledge, RuleGroup};
use crate::engine::Limits;
use crate::facts::{Base, FileKind, Standing, Statement};
use crate::reading::Reading;
use crate::repl::Origin;
use crate::rules::{Const, Literal, RelationId};
use crate::text::{Report, Sources, render};

/// Say what is wrong in the base, and what its rules never find.
#[derive(Debug, Args)]
#[command(after_help = "\
Errors and warnings come with their place. Findings are relations that rules use and nothing fills, and
values that were undefined while rules ran. Relations and rules that derive nothing here, facts that no rule
uses, and facts that curated ones withdraw or overrule or that are too uncertain to be used, are information.
With `--strict`, rules that derive nothing and what no rule uses are warnings.

Exit status: 0 nothing found, 1 warnings or findings, 2 errors.")]
pub(super) struct Arguments {
    /// Name every relation that derives nothing, and every fact that was set aside.
    #[arg(short, long)]
    verbose: bool,
    /// Warn of rules that derive nothing here, of facts that no rule uses, and of what reading does not use.
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    selection: SelectionArguments,
}

pub(super) fn run(folder: Option<&Path>, arguments: &Arguments) -> Outcome {
    let origin = base::origin(folder)?;
    let (mut base, reports) = base::load(&origin);
    let mut out = anstream::stdout().lock();
    out.write_all(render(&reports, &base.sources, true).as_bytes())?;
    let mut errors = reports.iter().filter(|report| report.is_error()).count();
    let mut warnings = reports.len() - errors;
    let reading = match reading(&origin) {
        Ok(reading) => reading,
        Err((reports, sources)) => {
            out.write_all(render(&reports, &sources, true).as_bytes())?;
            errors += reports.iter().filter(|report| report.is_error()).count();
            None
        }
    };
    if errors > 0 {
        writeln!(
            out,
            "{}, {}",
            count(errors, "error"),
            count(warnings, "warning")
        )?;
        return Ok(MISTAKE);
    }
    write_set_aside(&mut out, &base, arguments.verbose)?;
    arguments.selection.apply(&mut base);
    let limits = interruptible();
    let mut knowledge = base::evaluate(base, &limits)?;
    write_groups(&mut out, &knowledge, arguments.verbose)?;
    write_barren(&mut out, &knowledge, arguments.verbose)?;
    let idle = Idle::of(&mut knowledge, reading.as_ref(), &limits)?;
    if arguments.strict {
        warnings += idle.write(&mut out, &knowledge)?;
    } else if !idle.is_empty() {
        write_label(&mut out, "info", &idle.summary())?;
    }
    let findings = findings(&knowledge);
    for finding in &findings {
        write_label(&mut out, "finding", finding)?;
    }
    writeln!(
        out,
        "{}\n{}, {}, {}",
        contents(&knowledge),
        count(errors, "error"),
        count(warnings, "warning"),
        count(findings.len(), "finding")
    )?;
    out.flush()?;
    Ok(if warnings + findings.len() > 0 {
        NOTHING
    } else {
        0
    })
}

/// The rules of reading, if the base has some.
fn reading(origin: &Origin) -> Result<Option<Reading>, (Vec<Report>, Sources)> {
    let (files, _) = origin.files();
    match files.iter().any(|file| file.kind == FileKind::Reading) {
        true => Reading::new(&files).map(Some),
        false => Ok(None),
    }
}

/// What does nothing in the base: no mistake, but worth a look after a change.
struct Idle {
    rules: Vec<Report>,
    facts: Vec<Report>,
    reading: Vec<Report>,
    /// What the reports on reading point into.
    sources: Sources,
}

impl Idle {
    fn of(
        knowledge: &mut Knowledge,
        reading: Option<&Reading>,
        limits: &Limits,
    ) -> Result<Idle, Failure> {
        let rules = knowledge.idle_rules(limits).map_err(Failure::Stopped)?;
        let unused = reading.map(|reading| reading.unused(&knowledge.used()));
        let (reading, sources) = match unused {
            Some((reports, sources)) => (reports, sources.clone()),
            None => Default::default(),
        };
        Ok(Idle {
            rules,
            facts: knowledge.unused_facts(),
            reading,
            sources,
        })
    }

    fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.facts.is_empty() && self.reading.is_empty()
    }

    fn summary(&self) -> String {
        let mut parts = Vec::new();
        match self.rules.len() {
            0 => {}
            1 => parts.push("1 rule derives nothing".to_owned()),
            many => parts.push(format!("{many} rules derive nothing")),
        }
        match self.facts.len() {
            0 => {}
            1 => parts.push("no rule uses the facts of 1 relation".to_owned()),
            many => parts.push(format!("no rule uses the facts of {many} relations")),
        }
        match self.reading.len() {
            0 => {}
            1 => parts.push("reading does not use 1 relation that it has".to_owned()),
            many => parts.push(format!("reading does not use {many} relations that it has")),
        }
        let all = self.rules.len() + self.facts.len() + self.reading.len();
        let them = if all == 1 { "it" } else { "them" };
        format!(
            "{}: `entente check --strict` shows {them}",
            parts.join(", ")
        )
    }

    /// Shows everything as warnings; returns how many.
    fn write(&self, out: &mut impl Write, knowledge: &Knowledge) -> io::Result<usize> {
        let own: Vec<Report> = self.rules.iter().chain(&self.facts).cloned().collect();
        out.write_all(render(&own, knowledge.sources(), true).as_bytes())?;
        out.write_all(render(&self.reading, &self.sources, true).as_bytes())?;
        Ok(own.len() + self.reading.len())
    }
}

/// What rules look for and never find.
fn findings(knowledge: &Knowledge) -> Vec<String> {
    let (program, database) = (knowledge.program(), knowledge.database());
    let is_empty = |id: &RelationId| database.rows(*id).is_empty();
    let place = |id: RelationId| knowledge.sources().place(program.relation(id).declared);
    let derived: Vec<RelationId> = program.derived().collect();
    let is_given = |id: &RelationId| !derived.contains(id);
    let used: Vec<RelationId> = program
        .rules
        .iter()
        .flat_map(|rule| rule.body.iter().flat_map(Literal::relations))
        .map(|(id, ..)| id)
        .collect();
    let mut findings = Vec::new();
    for id in program.ids().filter(is_empty).filter(is_given) {
        if used.contains(&id) {
            let name = &program.relation(id).name;
            findings.push(format!(
                "rules use `{name}`, and nothing fills it ({})",
                place(id)
            ));
        }
    }
    findings.extend(
        knowledge
            .notes()
            .iter()
            .map(|note| format!("undefined while rules ran: {note}")),
    );
    findings
}

/// Says who runs the rules: group by group where the engine runs some of those that crepe could have had.
fn write_groups(out: &mut impl Write, knowledge: &Knowledge, verbose: bool) -> io::Result<()> {
    let (program, groups) = (knowledge.program(), knowledge.groups());
    if let [all] = groups
        && let Evaluator::Engine(reason) = &all.evaluator
    {
        return write_label(out, "info", &format!("the engine runs all rules: {reason}"));
    }
    let is_compiled = |group: &RuleGroup| group.evaluator == Evaluator::Compiled;
    let compiled = groups.iter().filter(|group| is_compiled(group)).count();
    if groups.is_empty() {
        return Ok(());
    }
    let message = format!(
        "crepe runs {compiled} of {}",
        count(groups.len(), "rule group")
    );
    write_label(out, "info", &message)?;
    for group in groups {
        if verbose || !is_compiled(group) {
            write_label(out, "    group", &group.describe(program))?;
        }
    }
    Ok(())
}

/// Counts the relations that rules derive nothing of: no mistake, but worth a look after a change.
fn write_barren(out: &mut impl Write, knowledge: &Knowledge, verbose: bool) -> io::Result<()> {
    let (program, database) = (knowledge.program(), knowledge.database());
    let barren: Vec<RelationId> = program
        .derived()
        .filter(|id| database.rows(*id).is_empty())
        .collect();
    if barren.is_empty() {
        return Ok(());
    }
    let message = format!(
        "{} of {} derived relations have no tuple in this base",
        barren.len(),
        program.derived().count()
    );
    write_label(out, "info", &message)?;
    if verbose {
        for id in barren {
            let relation = program.relation(id);
            let place = knowledge.sources().place(relation.declared);
            write_label(out, "    empty", &format!("{} at {place}", relation.name))?;
        }
    }
    Ok(())
}

/// Counts, by article, the extracted facts that are not used: curated ones took their place, or they are too
/// uncertain.
fn write_set_aside(out: &mut impl Write, base: &Base, verbose: bool) -> io::Result<()> {
    let articles = (0..base.articles.len()).map(Some).chain([None]);
    for article in articles {
        let set_aside: Vec<&Statement> = base
            .statements
            .iter()
            .filter(|statement| statement.article == article && !statement.is_in_force())
            .collect();
        if set_aside.is_empty() {
            continue;
        }
        let withdrawn = set_aside
            .iter()
            .filter(|statement| matches!(statement.standing, Standing::Withdrawn(_)))
            .count();
        let doubtful = set_aside
            .iter()
            .filter(|statement| statement.standing == Standing::Doubtful)
            .count();
        let overruled = set_aside.len() - withdrawn - doubtful;
        let id = article.map_or("facts of no article", |at| base.articles[at].id());
        let mut message =
            format!("{id}: {withdrawn} withdrawn, {overruled} overruled by curated facts");
        if doubtful > 0 {
            message.push_str(&format!(", {doubtful} too uncertain to be used"));
        }
        write_label(out, "info", &message)?;
        if verbose {
            for statement in set_aside {
                write_label(out, "    fact", &describe(base, statement))?;
            }
        }
    }
    Ok(())
}

fn describe(base: &Base, statement: &Statement) -> String {
    let args: Vec<String> = statement.values.iter().map(Const::written).collect();
    let why = match statement.standing {
        Standing::InForce => return String::new(),
        Standing::Withdrawn(span) => format!("withdrawn by {}", base.sources.place(span)),
        Standing::Overruled(span) => format!("overruled by {}", base.sources.place(span)),
        Standing::LeftOut => "left out".to_owned(),
        Standing::Doubtful => format!("confidence {:.2}", statement.confidence),
    };
    format!(
        "{}({}) of {}, {why}",
        base.program.relation(statement.relation).name,
        args.join(", "),
        base.sources.place(statement.span),
    )
}

/// What the base consists of.
fn contents(knowledge: &Knowledge) -> String {
    let base = knowledge.base();
    let in_force = |kind| {
        let facts = base.statements.iter();
        facts
            .filter(|fact| fact.kind == kind && fact.is_in_force())
            .count()
    };
    let (program, database) = (knowledge.program(), knowledge.database());
    let derived: usize = program.derived().map(|id| database.rows(id).len()).sum();
    format!(
        "{}, {} curated and {} extracted facts in force, {} of the lexicon, {}, {} derived",
        count(base.articles.len(), "article"),
        in_force(FileKind::Curated),
        in_force(FileKind::Extracted),
        in_force(FileKind::Lexicon),
        count(program.rules.len(), "rule"),
        count(derived, "tuple")
    )
}

fn count(number: usize, noun: &str) -> String {
    match number {
        0 => format!("no {noun}s"),
        1 => format!("1 {noun}"),
        many => format!("{many} {noun}s"),
    }
}
