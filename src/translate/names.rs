//! Names and expressions in the crepe programs.

use rustc_hash::FxHashMap;

use crate::rules::{Functor, Program, Rule, VarId};

/// Struct names: the relation's in camel case, with a number where two would be alike to crepe.
pub(super) fn struct_names(program: &Program) -> Vec<String> {
    let mut taken: FxHashMap<String, usize> = FxHashMap::default();
    let mut names = Vec::new();
    for relation in &program.relations {
        let camel: String = relation
            .name
            .split(|c: char| !c.is_ascii_alphanumeric())
            .map(|part| {
                let mut chars = part.chars();
                let first = chars.next().map(|c| c.to_ascii_uppercase());
                first.into_iter().chain(chars).collect::<String>()
            })
            .collect();
        let count = taken.entry(camel.to_ascii_lowercase()).or_insert(0);
        *count += 1;
        names.push(match *count {
            1 => format!("R{camel}"),
            n => format!("R{camel}_{n}"),
        });
    }
    names
}

/// A variable's name in the crepe program: its own behind a letter, so that it is no keyword, and with its
/// number where it was made or has signs that Rust does not take.
pub(super) fn variable(rule: &Rule, var: VarId) -> String {
    let name = &rule.variables[var.index()].name;
    let is_sign = |c: char| !c.is_ascii_alphanumeric() && c != '_';
    let made = name.trim_start_matches('#');
    if made.len() < name.len() {
        format!("made_{}_{}", made.replace(is_sign, "_"), var.0)
    } else if name.contains(is_sign) {
        format!("w_{}_{}", name.replace(is_sign, "_"), var.0)
    } else {
        format!("v_{name}")
    }
}

/// A relation with its arguments. One without columns has a single word that is always 0.
pub(super) fn call(name: &str, args: &[String]) -> String {
    match args {
        [] => format!("{name}(0u32)"),
        _ => format!("{name}({})", args.join(", ")),
    }
}

pub(super) fn fields(columns: usize) -> String {
    let fields: Vec<String> = (0..columns.max(1))
        .map(|column| format!("t.{column}"))
        .collect();
    fields.join(", ")
}

pub(super) fn functor_path(functor: Functor) -> String {
    match functor {
        Functor::Operator(operator, _) => {
            format!("Functor::Operator(Operator::{operator:?}, Type::Number)")
        }
        Functor::Negate(_) => "Functor::Negate(Type::Number)".to_owned(),
        Functor::Min(ty) => format!("Functor::Min(Type::{ty:?})"),
        Functor::Max(ty) => format!("Functor::Max(Type::{ty:?})"),
        Functor::Convert(from, to) => format!("Functor::Convert(Type::{from:?}, Type::{to:?})"),
        other => format!("Functor::{other:?}"),
    }
}
