//! Facts of constants, straight from the tree to a tuple.
//!
//! Most facts are such, and there may be millions; they need no types inferred and no rule made. Whatever
//! is not plainly right is left to the lowering of rules, which knows what to say of it.

use super::program::{Const, Fact, Program, Real};
use super::types::{Type, Types};
use crate::syntax::ast::{Atom, Term, TermKind};
use crate::syntax::{Plain, PlainValue};

/// The fact that an atom states, if its arguments are constants of its columns' types.
pub(super) fn constant_fact(program: &Program, head: &Atom) -> Option<Fact> {
    let relation = program.find(&head.name.text)?;
    let columns = &program.relation(relation).columns;
    let types = columns.iter().map(|column| column.ty);
    Some(Fact {
        relation,
        values: constants(&program.types, &head.args, types)?,
        span: head.span,
    })
}

/// The values that the arguments of a plain fact have in columns of these types.
pub(crate) fn plain_values(args: &[Plain<'_>], types: &[Type]) -> Option<Vec<Const>> {
    if args.len() != types.len() {
        return None;
    }
    let each = args.iter().zip(types);
    each.map(|(plain, ty)| match (plain.value, ty) {
        (PlainValue::Text(text), Type::Symbol) => Some(Const::Symbol(text.to_owned())),
        (PlainValue::Number(number), ty) => number_of_type(number, *ty),
        _ => None,
    })
    .collect()
}

fn number_of_type(number: i64, ty: Type) -> Option<Const> {
    match ty {
        Type::Number => Some(Const::Number(number)),
        Type::Unsigned => number.try_into().ok().map(Const::Unsigned),
        Type::Float => Some(Const::Float(Real(number as f64))),
        _ => None,
    }
}

fn constants(
    types: &Types,
    terms: &[Term],
    wanted: impl ExactSizeIterator<Item = Type>,
) -> Option<Vec<Const>> {
    if terms.len() != wanted.len() {
        return None;
    }
    let each = terms.iter().zip(wanted);
    each.map(|(term, ty)| constant(types, term, ty)).collect()
}

fn constant(types: &Types, term: &Term, ty: Type) -> Option<Const> {
    Some(match (&term.kind, ty) {
        (TermKind::Text(text), Type::Symbol) => Const::Symbol(text.clone()),
        (TermKind::Number(number), ty) => number_of_type(*number, ty)?,
        (TermKind::Unsigned(number), Type::Unsigned) => Const::Unsigned(*number),
        (TermKind::Float(number), Type::Float) => Const::Float(Real(*number)),
        (TermKind::Nil, Type::Record(_)) => Const::Nil,
        (TermKind::Record(terms), Type::Record(_)) => {
            let wanted = types.fields(ty).iter().map(|field| field.ty);
            Const::Record(constants(types, terms, wanted)?)
        }
        (TermKind::Branch(name, terms), Type::Algebraic(_)) => {
            let branches = types.branches(ty).iter();
            let (number, branch) = branches
                .enumerate()
                .find(|(_, branch)| branch.name == name.text)?;
            let wanted = branch.fields.iter().map(|field| field.ty);
            let fields = constants(types, terms, wanted)?;
            Const::Branch(number as u32, name.text.clone(), fields)
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::rules::check;
    use crate::syntax::parse;
    use crate::text::{Sources, has_errors};

    const DECLARED: &str = "
        .type List = [head: number, tail: List]
        .type Pair = [at: float, of: List]
        .type Tree = Leaf {} | Node { left: Tree, value: unsigned, right: Tree }
        .type Name <: symbol
        .type Names = List
        .decl n(x: number, u: unsigned, f: float, s: Name)
        .decl l(x: Names)
        .decl p(x: Pair)
        .decl t(x: Tree)
    ";

    /// How a clause comes out: as a fact, as a rule, or with a mistake.
    fn comes_out(clause: &str) -> String {
        let text = format!("{DECLARED}{clause}");
        let mut sources = Sources::default();
        let (items, wrong) = parse(sources.add("a.dl", text.as_str()), &text);
        assert!(!has_errors(&wrong), "{clause} cannot be read");
        let (program, reports) = check(items.iter(), &sources);
        if let Some(report) = reports.iter().find(|report| report.is_error()) {
            return report.message.clone();
        }
        let facts = program.facts.iter().map(|fact| {
            let values: Vec<String> = fact.values.iter().map(|value| value.written()).collect();
            values.join(", ")
        });
        let facts: Vec<String> = facts.collect();
        match program.rules.len() {
            0 => facts.join("; "),
            rules => format!("{rules} rule"),
        }
    }

    #[test]
    fn constants_are_facts_and_all_else_is_lowered() {
        let clauses = [
            "n(-1, 2, 3, \"a\").",
            "n(1, 2u, 3.5, \"a\").",
            "l([1, [2, nil]]).",
            "l(nil).",
            "p([1, [2, nil]]).",
            "t($Node($Leaf, 7, $Node($Leaf(), 8u, $Leaf))).",
            "n(1 + 1, 2, 3, \"a\").",
            "n(1, -2, 3, \"a\").",
            "n(1, 2, 3, 4).",
            "n(1, 2, 3).",
            "l([1, 2, nil]).",
            "p([nil, nil]).",
            "t($Leaf(1)).",
            "t($Tree).",
            "t(nil).",
            "n(x, 2, 3, \"a\").",
        ];
        let said: Vec<String> = clauses
            .iter()
            .map(|clause| format!("{clause:40} {}", comes_out(clause)))
            .collect();
        insta::assert_snapshot!(said.join("\n"), @r#"
        n(-1, 2, 3, "a").                        -1, 2, 3.0, "a"
        n(1, 2u, 3.5, "a").                      1, 2, 3.5, "a"
        l([1, [2, nil]]).                        [1, [2, nil]]
        l(nil).                                  nil
        p([1, [2, nil]]).                        [1.0, [2, nil]]
        t($Node($Leaf, 7, $Node($Leaf(), 8u, $Leaf))). $Node($Leaf, 7, $Node($Leaf, 8, $Leaf))
        n(1 + 1, 2, 3, "a").                     1 rule
        n(1, -2, 3, "a").                        -2 is no unsigned number
        n(1, 2, 3, 4).                           expected a symbol, found a number
        n(1, 2, 3).                              `n` has 4 columns, not 3
        l([1, 2, nil]).                          a `List` has 2 fields, not 3
        p([nil, nil]).                           `nil` is a record, and a float is expected
        t($Leaf(1)).                             `$Leaf` has 0 fields, not 1
        t($Tree).                                unknown branch `$Tree`
        t(nil).                                  `nil` is a record, and a `Tree` is expected
        n(x, 2, 3, "a").                         `x` is not grounded
        "#);
    }
}
