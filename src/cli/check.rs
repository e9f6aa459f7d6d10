//! `entente check`: what is wrong in a base, what is missing, and what was set aside.

use std::io::{self, Write};
use std::path::Path;

use clap::Args;

use super::limits::interruptible;
use super::output::write_label;
use super::{MISTAKE, NOTHING, Outcome, base};
use crate::answers::Knowledge;
use crate::facts::{Base, FileKind, Standing, Statement};
use crate::rules::{Const, Literal, Relation, RelationId};
use crate::syntax::write_symbol;
use crate::text::render;

/// Say what is wrong in the base, and what its rules never find.
#[derive(Debug, Args)]
#[command(after_help = "\
Errors and warnings come with their place. Findings are relations that rules use and nothing fills, rules
that derive nothing, and values that were undefined while rules ran. Facts that curated ones withdraw or
overrule are counted by article.

Exit status: 0 nothing found, 1 warnings or findings, 2 errors.")]
pub(super) struct Arguments {
    /// Show every fact that was withdrawn or overruled.
    #[arg(short, long)]
    verbose: bool,
}

pub(super) fn run(folder: Option<&Path>, arguments: &Arguments) -> Outcome {
    let (base, reports) = base::load(&base::origin(folder)?);
    let mut out = anstream::stdout().lock();
    out.write_all(render(&reports, &base.sources, true).as_bytes())?;
    let errors = reports.iter().filter(|report| report.is_error()).count();
    let warnings = reports.len() - errors;
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
    let knowledge = base::evaluate(base, &interruptible())?;
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

/// What rules look for and never find.
fn findings(knowledge: &Knowledge) -> Vec<String> {
    let program = knowledge.program();
    let derived: Vec<RelationId> = program.derived().collect();
    let used: Vec<RelationId> = program
        .rules
        .iter()
        .flat_map(|rule| rule.body.iter().flat_map(Literal::relations))
        .map(|(id, ..)| id)
        .collect();
    let is_empty = |id: &RelationId| knowledge.database().rows(*id).is_empty();
    let mut unfilled = Vec::new();
    // One finding a file: what a rule does not derive, those that rest on it do not derive either.
    let mut underived: Vec<(&str, Vec<String>)> = Vec::new();
    for id in program.ids().filter(is_empty) {
        let Relation { name, declared, .. } = program.relation(id);
        if derived.contains(&id) {
            let file = knowledge.sources().get(declared.source).name.as_str();
            let name = format!("`{name}` (line {})", knowledge.sources().line(*declared));
            match underived.last_mut() {
                Some((last, names)) if *last == file => names.push(name),
                _ => underived.push((file, vec![name])),
            }
        } else if used.contains(&id) {
            let place = knowledge.sources().place(*declared);
            unfilled.push(format!(
                "rules use `{name}`, and nothing fills it ({place})"
            ));
        }
    }
    let underived = underived.iter().map(|(file, names)| {
        let (last, others) = names.split_last().expect("each file has a name");
        match others {
            [] => format!("{file} derives no {last}"),
            others => format!("{file} derives no {} and no {last}", others.join(", no ")),
        }
    });
    let undefined = knowledge.notes().iter();
    let undefined = undefined.map(|note| format!("undefined while rules ran: {note}"));
    unfilled
        .into_iter()
        .chain(underived)
        .chain(undefined)
        .collect()
}

/// Counts, by article, the extracted facts that curated ones took the place of.
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
        let overruled = set_aside.len() - withdrawn;
        let id = article.map_or("facts of no article", |at| base.articles[at].id());
        let message =
            format!("{id}: {withdrawn} withdrawn, {overruled} overruled by curated facts");
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
    let args: Vec<String> = statement
        .values
        .iter()
        .map(|value| match value {
            Const::Number(number) => number.to_string(),
            Const::Symbol(text) => write_symbol(text),
        })
        .collect();
    let (word, by) = match statement.standing {
        Standing::InForce => return String::new(),
        Standing::Withdrawn(span) => ("withdrawn", span),
        Standing::Overruled(span) => ("overruled", span),
    };
    format!(
        "{}({}) of {}, {word} by {}",
        base.program.relation(statement.relation).name,
        args.join(", "),
        base.sources.place(statement.span),
        base.sources.place(by)
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
