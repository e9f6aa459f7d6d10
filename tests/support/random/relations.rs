//! The relations of a random program: layer by layer, each with its facts and rules.

use std::collections::BTreeSet;

use super::rules::Rule;
use super::types::{DECLARED, Ty};
use super::{Choices, Item};

/// A program while it is written.
pub(super) struct World<'c, 'b> {
    pub(super) choices: &'c mut Choices<'b>,
    pub(super) relations: Vec<Relation>,
    pub(super) items: Vec<Item>,
    pub(super) features: BTreeSet<&'static str>,
    /// Numbers in constants are below this.
    pub(super) most: usize,
}

/// A relation that rules may use.
#[derive(Clone, Debug)]
pub(super) struct Relation {
    pub(super) name: String,
    pub(super) columns: Vec<Ty>,
    /// Rules of a layer use its relations in positive atoms, and those of lower layers anywhere.
    pub(super) layer: usize,
    /// Whether its rules leave their variables open, so that they must be bound where it is used.
    pub(super) open: bool,
}

pub(super) const LAYERS: usize = 4;

impl<'c, 'b> World<'c, 'b> {
    pub(super) fn new(choices: &'c mut Choices<'b>) -> World<'c, 'b> {
        World {
            choices,
            relations: Vec::new(),
            items: Vec::new(),
            features: BTreeSet::new(),
            most: 4,
        }
    }

    pub(super) fn mark(&mut self, feature: &'static str) {
        self.features.insert(feature);
    }

    pub(super) fn write(&mut self) {
        for ty in DECLARED {
            self.items.push(Item::Text((*ty).to_owned()));
        }
        for at in 0..3 + self.choices.below(3) {
            self.base(at);
        }
        for layer in 1..=LAYERS {
            if self.choices.chance(10) {
                self.inline(layer);
            }
            if self.choices.chance(8) {
                self.component(layer);
            }
            if self.choices.chance(7) {
                self.subsumed(layer);
            }
            if self.choices.chance(6) {
                self.line(layer);
            }
            self.layer(layer);
        }
    }

    pub(super) fn declare(&mut self, name: &str, columns: &[Ty], layer: usize, words: &str) {
        let text: Vec<String> = columns
            .iter()
            .enumerate()
            .map(|(at, ty)| format!("c{at}: {}", ty.name()))
            .collect();
        let text = format!(".decl {name}({}){words}", text.join(", "));
        self.items.push(Item::Text(text));
        self.add(name, columns, layer);
    }

    pub(super) fn add(&mut self, name: &str, columns: &[Ty], layer: usize) {
        self.relations.push(Relation {
            name: name.to_owned(),
            columns: columns.to_vec(),
            layer,
            open: false,
        });
    }

    fn columns(&mut self) -> Vec<Ty> {
        let arity = match self.choices.chance(6) {
            true => 0,
            false => self.choices.pick(&[1, 2, 2, 2, 3]),
        };
        if arity == 0 {
            self.mark("nullary");
        }
        (0..arity).map(|_| self.column()).collect()
    }

    /// A relation of facts alone.
    fn base(&mut self, at: usize) {
        let name = format!("base{at}");
        let columns = match at {
            0 => vec![Ty::Number, Ty::Number],
            _ => self.columns(),
        };
        self.declare(&name, &columns, 0, "");
        let (rows, feature) = match self.choices.below(100) {
            0..8 => (0, "empty relation"),
            8..16 => (1, "one row"),
            98.. => (300, "many rows"),
            _ => (4 + self.choices.below(8), "some rows"),
        };
        self.mark(feature);
        let before = self.most;
        if rows == 300 {
            self.most = 60;
        }
        for _ in 0..rows {
            self.fact(&name, &columns);
        }
        self.most = before;
    }

    fn fact(&mut self, name: &str, columns: &[Ty]) {
        let values: Vec<String> = columns
            .iter()
            .map(|ty| match (ty, self.choices.chance(3)) {
                (Ty::Number, true) => {
                    self.mark("expression in a fact");
                    format!("{} * 2 - 1", self.choices.below(4))
                }
                (Ty::Symbol, true) => {
                    self.mark("expression in a fact");
                    "cat(\"a\", \"b\")".to_owned()
                }
                _ => self.constant(*ty).unwrap_or_default(),
            })
            .collect();
        let fact = format!("{name}({}).", values.join(", "));
        self.items.push(Item::Text(fact));
    }

    fn layer(&mut self, layer: usize) {
        let mut here = Vec::new();
        for at in 0..1 + self.choices.below(2) {
            let name = format!("rel{layer}{}", ["a", "b"][at]);
            let mut columns = self.columns();
            let mut words = String::new();
            if self.choices.chance(4) && !columns.is_empty() {
                columns = vec![columns[0]; 2];
                words = " eqrel".to_owned();
                self.mark("eqrel");
            } else if self.choices.chance(5) && columns.len() > 1 {
                let columns = ["c0", "c1", "(c0, c1)", "c0, c1"];
                words = format!(" choice-domain {}", self.choices.pick(&columns));
                self.mark("choice");
            }
            self.declare(&name, &columns, layer, &words);
            here.push((name, columns));
        }
        for (name, columns) in here.clone() {
            if self.choices.chance(30) {
                self.fact(&name, &columns);
            }
            for _ in 0..1 + self.choices.below(3) {
                self.rule(layer, true, &here, &name, &columns);
            }
            if self.choices.chance(4) {
                self.limit(&name, &columns);
            }
        }
    }

    /// Adds a rule for a relation, and maybe for another one of its layer.
    pub(super) fn rule(
        &mut self,
        layer: usize,
        recursive: bool,
        here: &[(String, Vec<Ty>)],
        name: &str,
        columns: &[Ty],
    ) {
        let usable: Vec<Relation> = self
            .relations
            .iter()
            .filter(|relation| relation.layer < layer + usize::from(recursive))
            .cloned()
            .collect();
        let below = usable.iter().filter(|r| r.layer < layer).cloned();
        let below = below.collect();
        let mut rule = Rule::new(self, usable, below, layer);
        rule.write();
        let mut heads = vec![rule.head(name, columns)];
        if !here.is_empty() && rule.world.choices.chance(8) {
            let (name, columns) = &here[rule.world.choices.below(here.len())];
            heads.push(rule.head(name, columns));
            rule.world.mark("several heads");
        }
        let body = rule.end();
        self.items.push(Item::Rule { heads, body });
    }

    /// A limit, and often a recursion that ends by it alone.
    fn limit(&mut self, name: &str, columns: &[Ty]) {
        self.mark("limit");
        let most = 3 + self.choices.below(10);
        let limit = format!(".limitsize {name}(n={most})");
        self.items.push(Item::Text(limit));
        let grown: Vec<String> = (0..columns.len()).map(|at| format!("x{at}")).collect();
        let mut head = grown.clone();
        match columns.first() {
            Some(Ty::Number) => head[0] = "x0 + 1".to_owned(),
            Some(Ty::Symbol) => head[0] = "cat(x0, \"x\")".to_owned(),
            Some(Ty::List) => head[0] = "[1, x0]".to_owned(),
            _ => return,
        }
        self.items.push(Item::Rule {
            heads: vec![format!("{name}({})", head.join(", "))],
            body: vec![format!("{name}({})", grown.join(", "))],
        });
    }

    /// A relation that stands for its rules.
    fn inline(&mut self, layer: usize) {
        self.mark("inline");
        let mut name = format!("inl{layer}");
        if self.choices.chance(40) {
            name = format!("open{layer}");
            let ty = self.choices.pick(&[Ty::Number, Ty::Symbol, Ty::Unsigned]);
            self.declare(&name, &[ty, ty], layer, " inline");
            self.relations.last_mut().expect("added above").open = true;
            let signs = ["<", "!=", ">=", "="];
            for _ in 0..1 + self.choices.below(2) {
                self.items.push(Item::Rule {
                    heads: vec![format!("{name}(x, y)")],
                    body: vec![format!("x {} y", self.choices.pick(&signs))],
                });
            }
            return;
        }
        let columns = self.columns();
        self.declare(&name, &columns, layer, " inline");
        let relation = self.relations.pop().expect("added above");
        for _ in 0..1 + self.choices.below(2) {
            self.rule(layer, false, &[], &name, &columns);
        }
        self.relations.push(relation);
    }

    /// A relation in which the best tuples stay.
    fn subsumed(&mut self, layer: usize) {
        self.mark("subsumption");
        let name = format!("sub{layer}");
        if self.choices.chance(30) {
            self.mark("recursive subsumption");
            self.declare(&name, &[Ty::Number; 3], layer, "");
            let columns = [Ty::Number, Ty::Number];
            let edges = self.relations.iter().filter(|relation| {
                relation.columns == columns && relation.layer < layer && !relation.open
            });
            let edges: Vec<String> = edges.map(|relation| relation.name.clone()).collect();
            let edge = edges[self.choices.below(edges.len())].clone();
            let rule = |head: &str, body: &[&str]| Item::Rule {
                heads: vec![format!("{name}{head}")],
                body: body.iter().map(|&part| part.to_owned()).collect(),
            };
            let (step, on) = (format!("{edge}(x, y)"), format!("{edge}(y, z)"));
            self.items.push(rule("(x, y, 1)", &[&step]));
            let way = format!("{name}(x, y, n)");
            self.items
                .push(rule("(x, z, n + m)", &[&way, &on, "m = 1 + z band 3"]));
            let text = format!("{name}(x, y, far) <= {name}(x, y, near) :- near < far.");
            self.items.push(Item::Text(text));
            return;
        }
        let mut columns = vec![self.column(), Ty::Number];
        if self.choices.chance(30) {
            columns = vec![Ty::Number, Ty::Number];
        }
        self.declare(&name, &columns, layer, "");
        let relation = self.relations.pop().expect("added above");
        for _ in 0..1 + self.choices.below(2) {
            self.rule(layer, false, &[], &name, &columns);
        }
        self.relations.push(relation);
        let text = match self.choices.below(4) {
            0 if columns[0] == Ty::Number => {
                format!("{name}(a, b) <= {name}(c, d) :- a <= c, b <= d.")
            }
            // Any of the greatest may stay.
            1 => format!("{name}(_, b) <= {name}(_, d) :- b <= d."),
            2 => format!("{name}(_, b) <= {name}(_, d) :- b < d."),
            _ => format!("{name}(a, b) <= {name}(a, d) :- b > d."),
        };
        self.items.push(Item::Text(text));
    }
}
