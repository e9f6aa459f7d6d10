//! A fact as the user corrects it, checked before it is saved.

use super::queue::Item;
use crate::facts::{Base, dates::Interval, outside_vocabulary};
use crate::rules::{Const, Stated, check_fact};
use crate::syntax::ast::Item as Read;
use crate::syntax::parse;
use crate::text::{Report, Sources};

/// The type of columns with dates.
const DATE: &str = "Date";

type Refused = (Vec<Report>, Sources);

/// The values of the fact that a line gives in place of an item.
pub(super) fn correction(base: &Base, item: &Item, line: &str) -> Result<Vec<Const>, Refused> {
    let mut sources = base.sources.clone();
    let line = line.trim().trim_end_matches('.').trim_end();
    // With a blank before its full stop, it is read as any clause is.
    let text = format!("{line} .");
    let source = sources.add("<correction>", text.as_str());
    let (read, mut reports) = parse(source, &text);
    if !reports.is_empty() {
        return Err((reports, sources));
    }
    let relation = base.program.relation(item.relation);
    let name = relation.name.as_str();
    let atom = match read.as_slice() {
        [Read::Clause(clause)] if clause.body.is_none() && clause.heads.len() == 1 => {
            &clause.heads[0]
        }
        _ => {
            let report = Report::general("one fact is needed").help(relation.signature());
            return Err((vec![report], sources));
        }
    };
    if atom.name.text != name {
        let message = format!("a fact of `{name}` is corrected by another one of it");
        reports.push(
            Report::error(atom.name.span, message)
                .help("reject this one, and write the other into the curated file"),
        );
        return Err((reports, sources));
    }
    let values = match check_fact(&base.program, atom) {
        Ok(Stated::Fact(fact)) => fact.values,
        Ok(Stated::Rule(_)) => {
            let report = Report::error(atom.span, "a fact with values to compute")
                .help("write the values out");
            return Err((vec![report], sources));
        }
        Err(reports) => return Err((reports, sources)),
    };
    if let Some((column, wrong)) = outside_vocabulary(name, &values) {
        reports.push(Report::error(atom.args[column].span, wrong));
    }
    for ((column, value), arg) in relation.columns.iter().zip(&values).zip(&atom.args) {
        if let Const::Symbol(text) = value
            && column.type_name == DATE
            && !text.is_empty()
            && Interval::parse(text).is_none()
        {
            reports.push(
                Report::error(arg.span, format!("`{text}` is no date"))
                    .help("dates are ISO 8601, as precise as known: 2025, 2025-07, 2025-07-30"),
            );
        }
    }
    if let Some((_, event)) = &item.event
        && event.first() != values.first()
        && !is_event(base, item.article, &values[0])
    {
        reports.push(
            Report::error(atom.args[0].span, "the article has no event of this id")
                .help(format!("its event was {}", event[0].written())),
        );
    }
    match reports.is_empty() {
        true => Ok(values),
        false => Err((reports, sources)),
    }
}

/// Whether the article has an event of this id.
fn is_event(base: &Base, article: usize, id: &Const) -> bool {
    let event = base.program.find("event");
    let apart = Const::Symbol(format!("{}/{id}", base.articles[article].id()));
    base.statements.iter().any(|statement| {
        Some(statement.relation) == event
            && statement.article == Some(article)
            && (statement.values[0] == *id || statement.values[0] == apart)
    })
}
