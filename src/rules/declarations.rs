//! Declarations: which relations and types there are, and what is read and written.

use super::missing::Missing;
use super::program::{Column, IoOptions, Program, Relation, RelationId};
use super::type_declarations::{declare_types, find_type};
use crate::syntax::ast::{Decl, Direction, Io, Item, Name};
use crate::text::{Report, Sources, nearest};

/// Words behind a declaration that only advise, or that are of no use here.
const ADVICE: [&str; 10] = [
    "inline",
    "no_inline",
    "magic",
    "no_magic",
    "overridable",
    "input",
    "output",
    "printsize",
    "override",
    "provenance",
];

/// Words that say how a relation is stored; one of them may stand behind a declaration.
const STORES: [&str; 4] = ["brie", "btree", "btree_delete", "eqrel"];

/// Collects the declarations of all items into a program without rules.
pub(super) fn declare<'a>(
    items: impl Iterator<Item = &'a Item> + Clone,
    sources: &Sources,
    missing: Missing,
    reports: &mut Vec<Report>,
) -> Program {
    let mut missing = missing;
    let mut program = Program {
        types: declare_types(items.clone(), &mut missing, reports),
        missing,
        ..Program::default()
    };
    for item in items.clone() {
        if let Item::Decl(decl) = item {
            declare_relations(decl, sources, &mut program, reports);
        }
    }
    for item in items {
        match item {
            Item::Io(io) => attach_io(io, &mut program, reports),
            Item::Decl(decl) => tables_of_qualifiers(decl)
                .iter()
                .for_each(|io| attach_io(io, &mut program, reports)),
            _ => {}
        }
    }
    program
}

/// The directives that the old qualifiers `input`, `output` and `printsize` stand for.
fn tables_of_qualifiers(decl: &Decl) -> Vec<Io> {
    let directions = decl.qualifiers.iter().filter_map(|word| {
        let direction = match word.text.as_str() {
            "input" => Direction::Input,
            "output" => Direction::Output,
            "printsize" => Direction::PrintSize,
            _ => return None,
        };
        Some(Io {
            direction,
            relations: decl.names.clone(),
            options: Vec::new(),
            span: word.span,
        })
    });
    directions.collect()
}

fn declare_relations(
    decl: &Decl,
    sources: &Sources,
    program: &mut Program,
    reports: &mut Vec<Report>,
) {
    let mut columns: Vec<Column> = Vec::new();
    for column in &decl.columns {
        if columns.iter().any(|other| other.name == column.name.text) {
            let message = format!("two columns are called `{}`", column.name.text);
            reports.push(Report::error(column.name.span, message).help("rename one of them"));
        }
        let name = &column.type_name;
        let declared = find_type(name, &program.types, &program.missing, reports);
        columns.push(Column {
            name: column.name.text.clone(),
            type_name: column.type_name.text.clone(),
            declared,
            ty: program.types.get(declared).ty,
        });
    }
    let equivalence = qualified_as_equivalence(decl, reports);
    let choices = choices(decl, reports);
    for name in &decl.names {
        if let Some(&first) = program.by_name.get(&name.text) {
            let message = format!("`{}` is declared twice", name.text);
            let first = program.relation(first).declared;
            reports.push(
                Report::error(name.span, message)
                    .also(first, "first declared here")
                    .help("remove one of the declarations, or rename its relation"),
            );
            continue;
        }
        let namesake = program.types.find(&name.text);
        if namesake.is_some_and(|ty| !program.types.is_built_in(ty)) {
            let message = format!("`{}` is a type and a relation", name.text);
            reports.push(Report::error(name.span, message).help("rename one of the two"));
        }
        let id = RelationId(program.relations.len() as u32);
        program.by_name.insert(name.text.clone(), id);
        program.relations.push(Relation {
            name: name.text.clone(),
            columns: columns.clone(),
            declared: name.span,
            meaning: sources.comment_above(decl.span),
            inputs: Vec::new(),
            outputs: Vec::new(),
            printsize: false,
            limit: None,
            equivalence,
            inline: decl.qualifiers.iter().any(|word| word.text == "inline"),
            choices: choices.clone(),
        });
    }
}

/// Checks the words behind the columns. Whether they make the relation an equivalence.
fn qualified_as_equivalence(decl: &Decl, reports: &mut Vec<Report>) -> bool {
    let mut equivalence = false;
    let mut seen: Vec<&Name> = Vec::new();
    for word in &decl.qualifiers {
        let stores = STORES.contains(&word.text.as_str());
        if !stores && !ADVICE.contains(&word.text.as_str()) {
            let near = nearest(&word.text, ADVICE.into_iter().chain(STORES));
            let message = format!("unknown qualifier `{}`", word.text);
            reports.push(Report::error(word.span, message).suggest(near));
        }
        let excludes = |other: &&&Name| {
            other.text == word.text || stores && STORES.contains(&other.text.as_str())
        };
        if let Some(first) = seen.iter().find(excludes) {
            let (message, help) = match first.text == word.text {
                true => (
                    format!("`{}` stands twice", word.text),
                    "remove one of the two",
                ),
                false => (
                    format!("`{}` and `{}` exclude each other", first.text, word.text),
                    "a relation is stored in one way",
                ),
            };
            reports.push(
                Report::error(word.span, message)
                    .also(first.span, "the first")
                    .help(help),
            );
            continue;
        }
        seen.push(word);
        let name = &decl.names[0];
        let columns: Vec<&str> = decl
            .columns
            .iter()
            .map(|c| c.type_name.text.as_str())
            .collect();
        match word.text.as_str() {
            "eqrel" if columns.len() == 2 && columns[0] == columns[1] => equivalence = true,
            "eqrel" => reports.push(
                Report::error(
                    name.span,
                    "an equivalence relation has two columns of one type",
                )
                .also(word.span, "an equivalence")
                .help("drop `eqrel`, or give the relation two columns of one type"),
            ),
            "btree_delete" if columns.is_empty() => reports.push(
                Report::error(
                    name.span,
                    "a relation without columns has nothing to delete",
                )
                .also(word.span, "for relations whose tuples give way")
                .help("drop `btree_delete`"),
            ),
            _ => {}
        }
    }
    equivalence
}

/// The positions of the columns of each choice.
fn choices(decl: &Decl, reports: &mut Vec<Report>) -> Vec<Vec<usize>> {
    let mut choices = Vec::new();
    for choice in &decl.choices {
        let mut columns = Vec::new();
        for name in choice {
            match decl.columns.iter().position(|c| c.name.text == name.text) {
                Some(column) => columns.push(column),
                None => {
                    let known = decl.columns.iter().map(|c| c.name.text.as_str());
                    let near = nearest(&name.text, known);
                    let message = format!("no column is called `{}`", name.text);
                    reports.push(Report::error(name.span, message).suggest(near));
                }
            }
        }
        choices.push(columns);
    }
    choices
}

fn attach_io(io: &Io, program: &mut Program, reports: &mut Vec<Report>) {
    let options = IoOptions {
        options: io
            .options
            .iter()
            .map(|(key, value)| (key.text.clone(), value.text.clone()))
            .collect(),
        span: io.span,
    };
    for name in &io.relations {
        let Some(id) = program.find(&name.text) else {
            reports.extend(unknown_relation(name, program));
            continue;
        };
        let relation = &mut program.relations[id.index()];
        if relation.inline && matches!(io.direction, Direction::Input | Direction::Output) {
            let message = format!("`{}` is inline: it has no table", name.text);
            reports.push(
                Report::error(relation.declared, message)
                    .also(name.span, "needs a table")
                    .help("drop `inline`, or the table"),
            );
        }
        let twice = |what: &str| {
            let word = io.direction.word();
            Report::error(name.span, format!("`{}` {what} twice", name.text))
                .help(format!("give it one `{word}`"))
        };
        match io.direction {
            Direction::Output => relation.outputs.push(options.clone()),
            Direction::PrintSize if relation.printsize => reports.push(twice("is counted")),
            Direction::PrintSize => relation.printsize = true,
            Direction::LimitSize if relation.limit.is_some() => reports.push(twice("is limited")),
            Direction::LimitSize => match options.get("n").map(str::parse) {
                Some(Ok(limit)) => relation.limit = Some(limit),
                _ => reports.push(Report::error(io.span, "a limit without a number").help(
                    format!(
                        "say how many tuples are enough: `.limitsize {}(n=100)`",
                        name.text
                    ),
                )),
            },
            Direction::Input => relation.inputs.push(options.clone()),
        }
    }
}

/// The report on a relation that is not declared, unless a mistake elsewhere explains that.
pub(super) fn unknown_relation(name: &Name, program: &Program) -> Option<Report> {
    if program.missing.explains(&name.text) {
        return None;
    }
    let known = program.relations.iter().map(|r| r.name.as_str());
    let near = nearest(&name.text, known);
    let report =
        Report::error(name.span, format!("unknown relation `{}`", name.text)).suggest(near);
    Some(match near {
        Some(_) => report,
        None => report.help(format!("declare it: `.decl {}(…)`", name.text)),
    })
}
