//! Random programs: valid mostly, with every construct of the language that has one meaning, and with those
//! that leave a choice.
//!
//! Recursion ends by construction: a rule that may be recursive computes values from a finite set only.

mod aggregates;
mod choices;
mod components;
mod expressions;
mod joins;
mod relations;
mod rules;
pub mod shrink;
mod types;
pub mod variants;

use std::collections::BTreeSet;

pub use choices::Choices;

use relations::World;

/// A program in parts that can be left out one by one.
#[derive(Clone, Debug)]
pub struct Random {
    pub items: Vec<Item>,
    /// What the program has, by the names in [`SHARES`].
    pub features: BTreeSet<&'static str>,
}

/// A part of a program.
#[derive(Clone, Debug)]
pub enum Item {
    /// A declaration, fact or directive.
    Text(String),
    Rule {
        heads: Vec<String>,
        body: Vec<String>,
    },
    /// A component with what it holds.
    Component { head: String, items: Vec<Item> },
}

/// Each construct, and in how many of a hundred programs it stands at least.
pub const SHARES: &[(&str, usize)] = &[
    ("recursion", 30),
    ("negation", 40),
    ("comparison", 40),
    ("comparison of numbers", 20),
    ("comparison of unsigned", 5),
    ("comparison of floats", 5),
    ("comparison of texts", 10),
    ("comparison of records", 3),
    ("comparison of branches", 3),
    ("records", 25),
    ("records within records", 5),
    ("nil", 5),
    ("branches", 20),
    ("unsigned", 25),
    ("floats", 25),
    ("float arithmetic", 5),
    ("subtypes", 20),
    ("unions", 10),
    ("as", 3),
    ("disjunction", 15),
    ("binding disjunction", 4),
    ("negated conjunction", 5),
    ("several heads", 10),
    ("inline", 10),
    ("components", 10),
    ("overriding", 3),
    ("eqrel", 5),
    ("count", 15),
    ("sum", 8),
    ("min and max", 10),
    ("mean", 3),
    ("aggregates of texts", 3),
    ("aggregates of floats", 3),
    ("nested aggregates", 4),
    ("witnesses", 4),
    ("injected variables", 10),
    ("constant equals aggregate", 4),
    ("anything equals aggregate", 3),
    ("aggregate in a place", 3),
    ("functors of texts", 10),
    ("conversions", 10),
    ("tests of texts", 5),
    ("range", 8),
    ("nullary", 8),
    ("constant in an atom", 50),
    ("constant in a negated atom", 10),
    ("constant in an aggregate", 5),
    ("constant in a head", 15),
    ("anything in an atom", 50),
    ("anything in a negated atom", 15),
    ("anything in an aggregate", 10),
    ("expression in an atom", 5),
    ("expression in a head", 15),
    ("expression in a fact", 5),
    ("repeated variable", 15),
    ("self join", 20),
    ("large body", 8),
    ("cycle", 10),
    ("line", 15),
    ("long recursion", 5),
    ("empty relation", 10),
    ("one row", 10),
    ("many rows", 3),
    ("wide numbers", 8),
    ("choice", 5),
    ("limit", 4),
    ("subsumption", 5),
    ("recursive subsumption", 1),
];

/// A random program.
pub fn program(choices: &mut Choices) -> Random {
    let mut world = World::new(choices);
    world.write();
    Random {
        items: world.items,
        features: world.features,
    }
}

/// The text of a program.
pub fn text(items: &[Item]) -> String {
    items.iter().map(Item::text).collect()
}

impl Item {
    fn text(&self) -> String {
        match self {
            Item::Text(text) => format!("{text}\n"),
            Item::Rule { heads, body } if body.is_empty() => format!("{}.\n", heads.join(", ")),
            Item::Rule { heads, body } => {
                format!("{} :- {}.\n", heads.join(", "), body.join(", "))
            }
            Item::Component { head, items } => format!("{head} {{\n{}}}\n", text(items)),
        }
    }
}
