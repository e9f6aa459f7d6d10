//! Declarations: which relations and types there are, and what is read and written.

use rustc_hash::FxHashMap;

use super::program::{Column, IoOptions, Program, Relation, RelationId};
use super::types::Type;
use crate::syntax::ast::{Decl, Direction, Io, Item, Name, TypeDecl};
use crate::text::{Report, Sources, Span, nearest};

/// Collects the declarations of all items into a program without rules.
pub(super) fn declare<'a>(
    items: impl Iterator<Item = &'a Item> + Clone,
    sources: &Sources,
    reports: &mut Vec<Report>,
) -> Program {
    let types = Types::collect(items.clone(), reports);
    let mut program = Program::default();
    for item in items.clone() {
        if let Item::Decl(decl) = item {
            declare_relations(decl, &types, sources, &mut program, reports);
        }
    }
    for item in items {
        if let Item::Io(io) = item {
            attach_io(io, &mut program, reports);
        }
    }
    program
}

/// The types by name, with what each stands for and where it was declared.
struct Types {
    known: FxHashMap<String, (Type, Option<Span>)>,
}

impl Types {
    fn collect<'a>(items: impl Iterator<Item = &'a Item>, reports: &mut Vec<Report>) -> Types {
        let mut types = Types {
            known: FxHashMap::default(),
        };
        for built_in in [Type::Number, Type::Symbol] {
            let name = built_in.name().to_owned();
            types.known.insert(name, (built_in, None));
        }
        let mut waiting: Vec<&TypeDecl> = items
            .filter_map(|item| match item {
                Item::Type(decl) => Some(decl),
                _ => None,
            })
            .collect();
        // A type may stand before its base: go round until nothing changes.
        while let Some(at) = waiting
            .iter()
            .position(|decl| types.known.contains_key(&decl.base.text))
        {
            let decl = waiting.remove(at);
            let ty = types.known[&decl.base.text].0;
            types.insert(&decl.name, ty, reports);
        }
        for decl in waiting {
            reports.push(types.unknown(&decl.base));
        }
        types
    }

    fn insert(&mut self, name: &Name, ty: Type, reports: &mut Vec<Report>) {
        match self.known.get(&name.text) {
            None => {
                self.known.insert(name.text.clone(), (ty, Some(name.span)));
            }
            Some((_, first)) => {
                let message = format!("the type `{}` is declared twice", name.text);
                let report = Report::error(name.span, message).help("remove one of the two");
                reports.push(match first {
                    Some(first) => report.also(*first, "first declared here"),
                    None => report.help("the language itself has a type of that name"),
                });
            }
        }
    }

    fn resolve(&self, name: &Name) -> Result<Type, Report> {
        match self.known.get(&name.text) {
            Some((ty, _)) => Ok(*ty),
            None => Err(self.unknown(name)),
        }
    }

    fn unknown(&self, name: &Name) -> Report {
        let mut known: Vec<&str> = self.known.keys().map(String::as_str).collect();
        known.sort_unstable();
        let near = nearest(&name.text, known.iter().copied());
        Report::error(name.span, format!("unknown type `{}`", name.text))
            .suggest(near)
            .help(format!("the types are `{}`", known.join("`, `")))
    }
}

fn declare_relations(
    decl: &Decl,
    types: &Types,
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
        // An unknown type is reported once, and its column taken for a text so that checking goes on.
        let ty = types.resolve(&column.type_name).unwrap_or_else(|report| {
            reports.push(report);
            Type::Symbol
        });
        columns.push(Column {
            name: column.name.text.clone(),
            type_name: column.type_name.text.clone(),
            ty,
        });
    }
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
        let id = RelationId(program.relations.len() as u32);
        program.by_name.insert(name.text.clone(), id);
        program.relations.push(Relation {
            name: name.text.clone(),
            columns: columns.clone(),
            declared: name.span,
            meaning: sources.comment_above(decl.span),
            input: None,
            outputs: Vec::new(),
        });
    }
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
        match io.direction {
            Direction::Output => relation.outputs.push(options.clone()),
            Direction::Input if relation.input.is_none() => relation.input = Some(options.clone()),
            Direction::Input => reports.push(
                Report::error(name.span, format!("`{}` is read twice", name.text))
                    .help("give it one `.input`"),
            ),
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
