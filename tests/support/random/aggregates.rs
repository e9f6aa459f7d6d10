//! Aggregates in random rules.

use super::relations::Relation;
use super::rules::Rule;
use super::types::Ty;

/// The body of an aggregate while it is written.
struct Inside {
    parts: Vec<String>,
    /// The variables of its own.
    own: Vec<(Ty, String)>,
}

impl Rule<'_, '_, '_> {
    pub(super) fn aggregate(&mut self) {
        let Some(relation) = self.complete_relation() else {
            return;
        };
        let mut inside = Inside {
            parts: Vec::new(),
            own: Vec::new(),
        };
        self.inside_atom(&relation, &mut inside);
        if self.chance(35)
            && let Some(other) = self.complete_relation()
        {
            self.inside_atom(&other, &mut inside);
        }
        self.inside_condition(&mut inside);
        let nested = self.chance(12) && self.nested(&mut inside);
        let body = match inside.parts.as_slice() {
            [atom] if self.chance(30) => atom.clone(),
            parts => format!("{{ {} }}", parts.join(", ")),
        };
        let numeric = [Ty::Number, Ty::Unsigned, Ty::Float];
        let own = |types: &[Ty]| {
            let own = inside.own.iter().find(|(ty, _)| types.contains(ty));
            own.cloned()
        };
        let sign = self.below(10);
        let (text, ty, var) = match sign {
            0..3 => match own(&numeric) {
                Some((ty, var)) => {
                    self.world.mark("sum");
                    (format!("sum {var} : {body}"), ty, None)
                }
                None => self.counted(&body),
            },
            3..6 => match own(&[Ty::Number, Ty::Unsigned, Ty::Float, Ty::Symbol]) {
                Some((ty, var)) => {
                    self.world.mark("min and max");
                    let kind = self.world.choices.pick(&["min", "max"]);
                    if ty == Ty::Symbol {
                        self.world.mark("aggregates of texts");
                    }
                    (format!("{kind} {var} : {body}"), ty, Some(var))
                }
                None => self.counted(&body),
            },
            6 => match own(&numeric) {
                Some((Ty::Float, var)) => self.mean(&var, &body),
                Some((_, var)) => self.mean(&format!("to_float({var} % 100)"), &body),
                None => self.counted(&body),
            },
            _ => self.counted(&body),
        };
        if ty == Ty::Float {
            self.world.mark("aggregates of floats");
        }
        self.place(&text, ty);
        // Of a least or greatest value, the tuples that have it are at hand, too.
        if let Some(var) = var
            && !nested
            && self.chance(50)
        {
            let witness = inside.own.iter().rev().find(|(_, name)| *name != var);
            if let Some((ty, name)) = witness {
                self.world.mark("witnesses");
                self.bind(*ty, name);
            }
        }
    }

    fn counted(&mut self, body: &str) -> (String, Ty, Option<String>) {
        self.world.mark("count");
        (format!("count : {body}"), Ty::Number, None)
    }

    /// Means are no halves and quarters: as whole numbers they do not depend on an order.
    fn mean(&mut self, value: &str, body: &str) -> (String, Ty, Option<String>) {
        self.world.mark("mean");
        let text = format!("to_number(mean {value} : {body})");
        (text, Ty::Number, None)
    }

    /// Puts an aggregate where values may stand.
    fn place(&mut self, text: &str, ty: Ty) {
        let is_plain = !text.starts_with("to_");
        match self.below(8) {
            0 => {
                self.world.mark("constant equals aggregate");
                let constant = self.world.constant(ty).unwrap_or_default();
                self.body.push(format!("{constant} = {text}"));
            }
            1 => {
                let value = self.value(ty);
                if value != "_" {
                    self.body.push(format!("{value} = {text}"));
                }
            }
            2 => {
                self.world.mark("aggregate in a place");
                let value = self.value(ty);
                let sign = self.world.choices.pick(&["<", "!=", ">="]);
                if value != "_" {
                    self.body.push(format!("{value} {sign} {text}"));
                }
            }
            3 if is_plain && ty == Ty::Number => {
                self.world.mark("aggregate in a place");
                let name = self.fresh(ty);
                self.body.push(format!("{name} = 1 + ({text}) % 5"));
                self.bind(ty, &name);
            }
            4 if is_plain => {
                self.world.mark("anything equals aggregate");
                self.body.push(format!("_ = {text}"));
            }
            _ => {
                let name = self.fresh(ty);
                self.body.push(format!("{name} = {text}"));
                self.bind(ty, &name);
            }
        }
    }

    fn inside_atom(&mut self, relation: &Relation, inside: &mut Inside) {
        let mut args = Vec::new();
        for &ty in &relation.columns {
            args.push(match self.below(10) {
                0 => {
                    self.world.mark("anything in an aggregate");
                    "_".to_owned()
                }
                1 if ty != Ty::Parameter => {
                    self.world.mark("constant in an aggregate");
                    self.world.constant(ty).unwrap_or_default()
                }
                2..5 => match self.bound(ty) {
                    Some(name) => {
                        self.world.mark("injected variables");
                        name
                    }
                    None => "_".to_owned(),
                },
                5..7 => match inside.own.iter().find(|(other, _)| *other == ty) {
                    Some((_, name)) => name.clone(),
                    None => self.own(ty, inside),
                },
                _ => self.own(ty, inside),
            });
        }
        let atom = format!("{}({})", relation.name, args.join(", "));
        inside.parts.push(atom);
    }

    fn own(&mut self, ty: Ty, inside: &mut Inside) -> String {
        let name = self.fresh(ty);
        inside.own.push((ty, name.clone()));
        name
    }

    fn inside_condition(&mut self, inside: &mut Inside) {
        if !self.chance(35) || inside.own.is_empty() {
            return;
        }
        let at = self.below(inside.own.len());
        let (ty, name) = inside.own[at].clone();
        let value = self.value(ty);
        if value != "_" && self.chance(60) {
            let signs: &[&str] = match ty.is_unordered() {
                true => &["!=", "="],
                false => &["!=", "<", ">="],
            };
            let sign = self.world.choices.pick(signs);
            inside.parts.push(format!("{name} {sign} {value}"));
        } else if let Some(relation) = self.complete_relation() {
            let args = relation.columns.iter().map(|other| match *other == ty {
                true => name.clone(),
                false => "_".to_owned(),
            });
            let args: Vec<String> = args.collect();
            inside
                .parts
                .push(format!("!{}({})", relation.name, args.join(", ")));
        }
    }

    /// Adds an aggregate to the body of one.
    fn nested(&mut self, inside: &mut Inside) -> bool {
        let Some(relation) = self.complete_relation() else {
            return false;
        };
        let args = relation.columns.iter().map(|ty| {
            let own = inside.own.iter().find(|(other, _)| other == ty);
            own.map_or("_".to_owned(), |(_, name)| name.clone())
        });
        let args: Vec<String> = args.collect();
        let name = self.own(Ty::Number, inside);
        let atom = format!("{}({})", relation.name, args.join(", "));
        inside.parts.push(format!("{name} = count : {{ {atom} }}"));
        self.world.mark("nested aggregates");
        true
    }
}
