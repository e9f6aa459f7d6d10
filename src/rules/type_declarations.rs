//! Declarations of types: what each is made of.

use super::missing::Missing;
use super::types::{BranchType, Field, Shape, Type, TypeId, Types};
use crate::syntax::ast;
use crate::syntax::ast::{Item, Name, TypeDecl, TypeDefinition};
use crate::text::{Report, Span, nearest};

/// Collects the types of all items. Those that are wrong are missing.
pub(super) fn declare_types<'a>(
    items: impl Iterator<Item = &'a Item>,
    missing: &mut Missing,
    reports: &mut Vec<Report>,
) -> Types {
    let before = reports.len();
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
        missing.name(&decl.name.text);
    }
    for decl in &waiting {
        match leads_to(decl, &waiting, &types) {
            LeadsTo::Itself => reports.push(
                Report::error(
                    decl.name.span,
                    format!("`{}` is made of itself", decl.name.text),
                )
                .help("a type must lead to one that the language has"),
            ),
            LeadsTo::Unknown(base) => reports.extend(unknown_type(base, &types, missing)),
            LeadsTo::Missing => {}
        }
    }
    for &(id, decl) in &structured {
        let shape = match &decl.definition {
            TypeDefinition::Record(fields) => {
                Shape::Record(resolve(fields, &types, true, missing, reports))
            }
            TypeDefinition::Algebraic(branches) => {
                Shape::Algebraic(resolve_branches(branches, &types, missing, reports))
            }
            _ => unreachable!("only these have parts"),
        };
        types.set_shape(id, shape);
    }
    check_branches_differ(&structured, reports);
    if reports.len() > before {
        missing.types();
    }
    types
}

/// Why a type cannot be made of what its declaration names.
enum LeadsTo<'a> {
    Itself,
    /// A name that nothing declares.
    Unknown(&'a Name),
    /// Only types that cannot be made either.
    Missing,
}

fn leads_to<'a>(decl: &'a TypeDecl, waiting: &[&'a TypeDecl], types: &Types) -> LeadsTo<'a> {
    let declaration = |base: &Name| waiting.iter().find(|other| other.name.text == base.text);
    let unknown = bases(decl)
        .into_iter()
        .find(|base| types.find(&base.text).is_none() && declaration(base).is_none());
    if let Some(base) = unknown {
        return LeadsTo::Unknown(base);
    }
    let mut reached: Vec<&TypeDecl> = vec![decl];
    let mut at = 0;
    while let Some(from) = reached.get(at) {
        for base in bases(from) {
            match declaration(base) {
                Some(next) if next.name.text == decl.name.text => return LeadsTo::Itself,
                Some(next) if !reached.iter().any(|r| r.name.text == next.name.text) => {
                    reached.push(next);
                }
                _ => {}
            }
        }
        at += 1;
    }
    LeadsTo::Missing
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
        let message = format!("`{}` is a union of two kinds", decl.name.text);
        let kind = |id| types.called(types.get(id).ty);
        reports.push(
            Report::error(*span, message)
                .label(kind(*other))
                .also(ids[0].1, kind(ids[0].0))
                .help("the members of a union must be of one kind"),
        );
    } else if ids.len() > 1 && matches!(ty, Type::Record(_) | Type::Algebraic(_)) {
        let message = format!("`{}` is a union of types that have parts", decl.name.text);
        reports.push(
            Report::error(ids[0].1, message).help("the members of a union are numbers, or texts"),
        );
    }
    let of = match types.shape_of(ids[0].0) {
        Shape::Record(_) => Some("a record"),
        Shape::Union(_) => Some("a union"),
        _ => None,
    };
    if let (TypeDefinition::Subtype(base), Some(of)) = (&decl.definition, of) {
        let message = format!("`{}` is a subtype of {of}", decl.name.text);
        reports.push(
            Report::error(decl.name.span, message)
                .also(base.span, of)
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

/// The fields of a record or branch. Those of a record must differ.
fn resolve(
    fields: &[ast::Column],
    types: &Types,
    must_differ: bool,
    missing: &Missing,
    reports: &mut Vec<Report>,
) -> Vec<Field> {
    let mut resolved: Vec<Field> = Vec::new();
    for field in fields {
        if must_differ && resolved.iter().any(|other| other.name == field.name.text) {
            let message = format!("two fields are called `{}`", field.name.text);
            reports.push(Report::error(field.name.span, message).help("rename one of them"));
        }
        let declared = find_type(&field.type_name, types, missing, reports);
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
    missing: &Missing,
    reports: &mut Vec<Report>,
) -> Vec<BranchType> {
    let mut resolved: Vec<BranchType> = branches
        .iter()
        .map(|branch| BranchType {
            name: branch.name.text.clone(),
            fields: resolve(&branch.fields, types, false, missing, reports),
        })
        .collect();
    resolved.sort_by(|one, other| one.name.cmp(&other.name));
    resolved
}

/// A branch says which type it is of, so no two may have one name.
fn check_branches_differ(structured: &[(TypeId, &TypeDecl)], reports: &mut Vec<Report>) {
    let mut names: Vec<&Name> = Vec::new();
    for (_, decl) in structured {
        let TypeDefinition::Algebraic(branches) = &decl.definition else {
            continue;
        };
        for branch in branches {
            if let Some(first) = names.iter().find(|name| name.text == branch.name.text) {
                let message = format!("the branch `{}` is declared twice", branch.name.text);
                reports.push(
                    Report::error(branch.name.span, message)
                        .also(first.span, "first declared here")
                        .help("rename one of the two: `$` and the name say which branch is meant"),
                );
            }
            names.push(&branch.name);
        }
    }
}

fn declared_twice(name: &Name, first: Option<Span>) -> Report {
    let Some(first) = first else {
        let message = format!("`{}` is a type of the language", name.text);
        return Report::error(name.span, message).help("give the new type a name of its own");
    };
    let message = format!("the type `{}` is declared twice", name.text);
    Report::error(name.span, message)
        .also(first, "first declared here")
        .help("remove one of the two")
}

/// A type by its name. An unknown one is reported once and taken for a text, so that checking goes on.
pub(super) fn find_type(
    name: &Name,
    types: &Types,
    missing: &Missing,
    reports: &mut Vec<Report>,
) -> TypeId {
    types.find(&name.text).unwrap_or_else(|| {
        reports.extend(unknown_type(name, types, missing));
        types
            .built_in(Type::Symbol)
            .expect("the language has texts")
    })
}

/// The report on a type that is not declared, unless a mistake elsewhere explains that.
pub(super) fn unknown_type(name: &Name, types: &Types, missing: &Missing) -> Option<Report> {
    if missing.explains(&name.text) {
        return None;
    }
    let mut known: Vec<&str> = types.names().collect();
    known.sort_unstable();
    let near = nearest(&name.text, known.iter().copied());
    let report = Report::error(name.span, format!("unknown type `{}`", name.text)).suggest(near);
    Some(match near {
        Some(_) => report,
        None => report.help(format!("the types are `{}`", known.join("`, `"))),
    })
}
