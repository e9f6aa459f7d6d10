//! Declarations: which relations and types there are, and what is read and written.

use super::program::{Column, IoOptions, Program, Relation, RelationId};
use super::types::{BranchType, Field, Shape, Type, TypeId, Types};
use crate::syntax::ast;
use crate::syntax::ast::{Decl, Direction, Io, Item, Name, TypeDecl, TypeDefinition};
use crate::text::{Report, Sources, Span, nearest};

/// Words behind a declaration that only advise, or that are of no use here.
const ADVICE: [&str; 13] = [
    "inline",
    "no_inline",
    "magic",
    "no_magic",
    "brie",
    "btree",
    "btree_delete",
    "overridable",
    "input",
    "output",
    "printsize",
    "override",
    "provenance",
];

/// Collects the declarations of all items into a program without rules.
pub(super) fn declare<'a>(
    items: impl Iterator<Item = &'a Item> + Clone,
    sources: &Sources,
    reports: &mut Vec<Report>,
) -> Program {
    let mut program = Program {
        types: declare_types(items.clone(), reports),
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

fn declare_types<'a>(items: impl Iterator<Item = &'a Item>, reports: &mut Vec<Report>) -> Types {
    let mut types = Types::default();
    let mut places: Vec<(TypeId, Span)> = Vec::new();
    let mut waiting: Vec<&TypeDecl> = Vec::new();
    let mut structured: Vec<(TypeId, &TypeDecl)> = Vec::new();
    for item in items {
        let Item::Type(decl) = item else {
            continue;
        };
        let known = types.find(&decl.name.text);
        let twice = known.is_some() || waiting.iter().any(|w| w.name.text == decl.name.text);
        if twice {
            let first = waiting
                .iter()
                .find(|w| w.name.text == decl.name.text)
                .map(|w| w.name.span)
                .or_else(|| {
                    let place = places.iter().find(|(id, _)| Some(*id) == known)?;
                    Some(place.1)
                });
            reports.push(declared_twice(&decl.name, first));
            continue;
        }
        let next = types.next_id();
        let id = match &decl.definition {
            TypeDefinition::Record(_) => types.add(
                &decl.name.text,
                Type::Record(next),
                Shape::Record(Vec::new()),
            ),
            TypeDefinition::Algebraic(_) => {
                let shape = Shape::Algebraic(Vec::new());
                types.add(&decl.name.text, Type::Algebraic(next), shape)
            }
            _ => {
                waiting.push(decl);
                continue;
            }
        };
        places.push((id, decl.name.span));
        structured.push((id, decl));
    }
    // A type may stand before those it is made of: go round until nothing changes.
    while let Some(at) = waiting.iter().position(|decl| {
        bases(decl)
            .iter()
            .all(|base| types.find(&base.text).is_some())
    }) {
        let decl = waiting.remove(at);
        declare_from_bases(decl, &mut types, reports);
    }
    for decl in &waiting {
        let missing = bases(decl)
            .into_iter()
            .find(|base| types.find(&base.text).is_none());
        let Some(missing) = missing else {
            continue;
        };
        let circular = waiting.iter().any(|other| other.name.text == missing.text);
        reports.push(match circular {
            true => Report::error(
                decl.name.span,
                format!("`{}` is made of itself", decl.name.text),
            )
            .help("a type must lead to one that the language has"),
            false => unknown_type(missing, &types),
        });
    }
    for (id, decl) in structured {
        let shape = match &decl.definition {
            TypeDefinition::Record(fields) => Shape::Record(resolve(fields, &types, reports)),
            TypeDefinition::Algebraic(branches) => {
                Shape::Algebraic(resolve_branches(branches, &types, reports))
            }
            _ => unreachable!("only these have parts"),
        };
        types.set_shape(id, shape);
    }
    check_branches_differ(&types, reports, &places);
    types
}

/// The types that a declaration builds on.
fn bases(decl: &TypeDecl) -> Vec<&Name> {
    match &decl.definition {
        TypeDefinition::Subtype(base) | TypeDefinition::Alias(base) => vec![base],
        TypeDefinition::Union(members) => members.iter().collect(),
        TypeDefinition::Record(_) | TypeDefinition::Algebraic(_) => Vec::new(),
    }
}

fn declare_from_bases(decl: &TypeDecl, types: &mut Types, reports: &mut Vec<Report>) {
    let ids: Vec<(TypeId, Span)> = bases(decl)
        .into_iter()
        .filter_map(|base| Some((types.find(&base.text)?, base.span)))
        .collect();
    let ty = types.get(ids[0].0).ty;
    if let Some((other, span)) = ids.iter().find(|(id, _)| types.get(*id).ty != ty) {
        let message = format!(
            "a union of {} and {}",
            ty.with_article(),
            types.get(*other).ty.with_article()
        );
        reports
            .push(Report::error(*span, message).help("the members of a union must be of one kind"));
    }
    if matches!(decl.definition, TypeDefinition::Subtype(_))
        && matches!(ty, Type::Record(_) | Type::Algebraic(_))
    {
        let message = format!("a subtype of {}", ty.with_article());
        reports.push(
            Report::error(decl.name.span, message)
                .help("subtypes are of the types that the language has, and of their subtypes"),
        );
    }
    let shape = match &decl.definition {
        TypeDefinition::Subtype(_) => Shape::Subtype(ids[0].0),
        TypeDefinition::Alias(_) => Shape::Alias(ids[0].0),
        _ => Shape::Union(ids.iter().map(|(id, _)| *id).collect()),
    };
    types.add(&decl.name.text, ty, shape);
}

fn resolve(fields: &[ast::Column], types: &Types, reports: &mut Vec<Report>) -> Vec<Field> {
    let mut resolved: Vec<Field> = Vec::new();
    for field in fields {
        if resolved.iter().any(|other| other.name == field.name.text) {
            let message = format!("two fields are called `{}`", field.name.text);
            reports.push(Report::error(field.name.span, message).help("rename one of them"));
        }
        let declared = find_type(&field.type_name, types, reports);
        resolved.push(Field {
            name: field.name.text.clone(),
            declared,
            ty: types.get(declared).ty,
        });
    }
    resolved
}

fn resolve_branches(
    branches: &[ast::Branch],
    types: &Types,
    reports: &mut Vec<Report>,
) -> Vec<BranchType> {
    let mut resolved: Vec<BranchType> = branches
        .iter()
        .map(|branch| BranchType {
            name: branch.name.text.clone(),
            fields: resolve(&branch.fields, types, reports),
        })
        .collect();
    resolved.sort_by(|one, other| one.name.cmp(&other.name));
    resolved
}

/// A branch says which type it is of, so no two may have one name.
fn check_branches_differ(types: &Types, reports: &mut Vec<Report>, places: &[(TypeId, Span)]) {
    let mut names: Vec<(&str, Span)> = Vec::new();
    for &(id, span) in places {
        for branch in types.branches(types.get(id).ty) {
            if let Some((_, first)) = names.iter().find(|(name, _)| *name == branch.name) {
                let message = format!("the branch `{}` is declared twice", branch.name);
                reports.push(
                    Report::error(span, message)
                        .also(*first, "first in this type")
                        .help("rename one of the two"),
                );
            }
            names.push((&branch.name, span));
        }
    }
}

fn declared_twice(name: &Name, first: Option<Span>) -> Report {
    let message = format!("the type `{}` is declared twice", name.text);
    let report = Report::error(name.span, message).help("remove one of the two");
    match first {
        Some(first) => report.also(first, "first declared here"),
        None => report.help("the language itself has a type of that name"),
    }
}

/// A type by its name. An unknown one is reported once and taken for a text, so that checking goes on.
fn find_type(name: &Name, types: &Types, reports: &mut Vec<Report>) -> TypeId {
    types.find(&name.text).unwrap_or_else(|| {
        reports.push(unknown_type(name, types));
        types
            .built_in(Type::Symbol)
            .expect("the language has texts")
    })
}

fn unknown_type(name: &Name, types: &Types) -> Report {
    let mut known: Vec<&str> = types.names().collect();
    known.sort_unstable();
    let near = nearest(&name.text, known.iter().copied());
    Report::error(name.span, format!("unknown type `{}`", name.text))
        .suggest(near)
        .help(format!("the types are `{}`", known.join("`, `")))
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
        let declared = find_type(&column.type_name, &program.types, reports);
        columns.push(Column {
            name: column.name.text.clone(),
            type_name: column.type_name.text.clone(),
            declared,
            ty: program.types.get(declared).ty,
        });
    }
    let equivalence = is_equivalence(decl, &columns, reports);
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

/// Whether a relation is to be an equivalence. Words that only advise are passed over.
fn is_equivalence(decl: &Decl, columns: &[Column], reports: &mut Vec<Report>) -> bool {
    let mut equivalence = false;
    for word in &decl.qualifiers {
        if word.text != "eqrel" {
            if !ADVICE.contains(&word.text.as_str()) {
                let near = nearest(&word.text, ADVICE.into_iter().chain(["eqrel"]));
                let message = format!("unknown qualifier `{}`", word.text);
                reports.push(Report::error(word.span, message).suggest(near));
            }
            continue;
        }
        equivalence = columns.len() == 2 && columns[0].ty == columns[1].ty;
        if !equivalence {
            reports.push(
                Report::error(
                    word.span,
                    "an equivalence relation has two columns of one type",
                )
                .help("drop `eqrel`, or give the relation two columns of one type"),
            );
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
            reports.push(unknown_relation(name, program));
            continue;
        };
        let relation = &mut program.relations[id.index()];
        if relation.inline && matches!(io.direction, Direction::Input | Direction::Output) {
            reports.push(
                Report::error(
                    name.span,
                    format!("`{}` is inline: it has no table", name.text),
                )
                .also(relation.declared, "declared here")
                .help("drop `inline`, or the table"),
            );
        }
        match io.direction {
            Direction::Output => relation.outputs.push(options.clone()),
            Direction::PrintSize => relation.printsize = true,
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

/// The report on a relation that is not declared.
pub(super) fn unknown_relation(name: &Name, program: &Program) -> Report {
    let known = program.relations.iter().map(|r| r.name.as_str());
    let near = nearest(&name.text, known);
    let report =
        Report::error(name.span, format!("unknown relation `{}`", name.text)).suggest(near);
    match near {
        Some(_) => report,
        None => report.help(format!("declare it: `.decl {}(…)`", name.text)),
    }
}
