//! Items as text, as far as the tests of components need them.

use crate::syntax::ast::{
    Atom, Body, Column, Condition, Direction, Item, Name, Term, TermKind, TypeDefinition,
};

/// The items, one a line.
pub(super) fn written(items: &[Item]) -> String {
    items.iter().map(|one| item(one) + "\n").collect()
}

fn item(item: &Item) -> String {
    match item {
        Item::Decl(decl) => {
            let mut text = format!(
                ".decl {}({})",
                names(&decl.names, ", "),
                columns(&decl.columns)
            );
            for word in &decl.qualifiers {
                text += &format!(" {}", word.text);
            }
            for choice in &decl.choices {
                text += &format!(" choice-domain ({})", names(choice, ", "));
            }
            text
        }
        Item::Type(decl) => {
            let definition = match &decl.definition {
                TypeDefinition::Subtype(base) => format!("<: {}", base.text),
                TypeDefinition::Alias(base) => format!("= {}", base.text),
                TypeDefinition::Union(members) => format!("= {}", names(members, " | ")),
                TypeDefinition::Record(fields) => format!("= [{}]", columns(fields)),
                TypeDefinition::Algebraic(branches) => {
                    let branches = branches.iter().map(|branch| {
                        format!("{} {{{}}}", branch.name.text, columns(&branch.fields))
                    });
                    format!("= {}", branches.collect::<Vec<_>>().join(" | "))
                }
            };
            format!(".type {} {definition}", decl.name.text)
        }
        Item::Io(io) => {
            let word = match io.direction {
                Direction::Input => ".input",
                Direction::Output => ".output",
                Direction::PrintSize => ".printsize",
                Direction::LimitSize => ".limitsize",
            };
            let options = io.options.iter();
            let options: Vec<String> = options
                .map(|(key, value)| format!("{}={}", key.text, value.text))
                .collect();
            format!(
                "{word} {}({})",
                names(&io.relations, ", "),
                options.join(", ")
            )
        }
        Item::Clause(clause) => {
            let heads: Vec<String> = clause.heads.iter().map(atom).collect();
            let mut text = heads.join(", ");
            if let Some(conditions) = &clause.body {
                text += &format!(" :- {}", body(conditions));
            }
            text += ".";
            if !clause.plan.is_empty() {
                let orders = clause
                    .plan
                    .iter()
                    .map(|order| (order.version, &order.atoms));
                text += &format!(" plan {:?}", orders.collect::<Vec<_>>());
            }
            text
        }
        Item::Subsumption(clause) => format!(
            "{} <= {} :- {}.",
            atom(&clause.dominated),
            atom(&clause.dominating),
            body(&clause.body)
        ),
        Item::Query(query) => format!("?- {}.", body(&query.body)),
        other => format!("{other:?}"),
    }
}

fn names(names: &[Name], between: &str) -> String {
    let names: Vec<&str> = names.iter().map(|name| name.text.as_str()).collect();
    names.join(between)
}

fn columns(columns: &[Column]) -> String {
    let columns = columns
        .iter()
        .map(|column| format!("{}: {}", column.name.text, column.type_name.text));
    columns.collect::<Vec<_>>().join(", ")
}

fn body(body: &Body) -> String {
    let alternatives = body.alternatives.iter().map(|conditions| {
        let conditions: Vec<String> = conditions.iter().map(condition).collect();
        conditions.join(", ")
    });
    alternatives.collect::<Vec<_>>().join(" ; ")
}

fn condition(part: &Condition) -> String {
    match part {
        Condition::Atom(inner) => atom(inner),
        Condition::Not(inner, _) => format!("!{}", condition(inner)),
        Condition::Compare(sign, left, right) => {
            format!("{} {} {}", term(left), sign.sign(), term(right))
        }
        Condition::Group(inner) => format!("({})", body(inner)),
        Condition::Constant(value, _) => value.to_string(),
    }
}

fn atom(atom: &Atom) -> String {
    format!("{}({})", atom.name.text, terms(&atom.args))
}

fn terms(args: &[Term]) -> String {
    args.iter().map(term).collect::<Vec<_>>().join(", ")
}

fn term(term: &Term) -> String {
    match &term.kind {
        TermKind::Variable(name) => name.clone(),
        TermKind::Any => "_".into(),
        TermKind::Text(text) => format!("{text:?}"),
        TermKind::Number(number) => number.to_string(),
        TermKind::Nil => "nil".into(),
        TermKind::Record(args) => format!("[{}]", terms(args)),
        TermKind::Branch(name, args) => format!("${}({})", name.text, terms(args)),
        TermKind::As(inner, name) => format!("as({}, {})", self::term(inner), name.text),
        TermKind::Unary(sign, inner) => format!("{sign:?}({})", self::term(inner)),
        TermKind::Binary(sign, left, right) => {
            format!("({} {sign:?} {})", self::term(left), self::term(right))
        }
        TermKind::Call(name, args) | TermKind::UserCall(name, args) => {
            format!("{}({})", name.text, terms(args))
        }
        TermKind::Aggregate(aggregate) => {
            let value = aggregate.value.as_ref().map(self::term);
            format!(
                "{} {}: {{{}}}",
                aggregate.kind.word(),
                value.unwrap_or_default(),
                body(&aggregate.body)
            )
        }
        other => format!("{other:?}"),
    }
}
