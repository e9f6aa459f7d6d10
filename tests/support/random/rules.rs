//! The rules of random programs: atoms, negation, comparisons, alternatives, ranges, heads.

use super::relations::{Relation, World};
use super::types::Ty;

/// A rule while it is written.
pub(super) struct Rule<'w, 'c, 'b> {
    pub(super) world: &'w mut World<'c, 'b>,
    /// The relations that positive atoms may use, and those that are complete before the rule runs.
    pub(super) usable: Vec<Relation>,
    pub(super) below: Vec<Relation>,
    /// Whether the rule may be recursive, so that values must come from a finite set.
    pub(super) recursive: bool,
    pub(super) layer: usize,
    /// The variables that the body binds.
    pub(super) bound: Vec<(Ty, String)>,
    pub(super) body: Vec<String>,
    /// How many variables have numbers of their own.
    fresh: usize,
}

/// Adds something to a body.
type Part<'w, 'c, 'b> = fn(&mut Rule<'w, 'c, 'b>);

impl<'w, 'c, 'b> Rule<'w, 'c, 'b> {
    pub(super) fn new(
        world: &'w mut World<'c, 'b>,
        usable: Vec<Relation>,
        below: Vec<Relation>,
        layer: usize,
    ) -> Self {
        Rule {
            world,
            usable,
            below,
            recursive: false,
            layer,
            bound: Vec::new(),
            body: Vec::new(),
            fresh: 10,
        }
    }

    pub(super) fn chance(&mut self, percent: usize) -> bool {
        self.world.choices.chance(percent)
    }

    pub(super) fn below(&mut self, end: usize) -> usize {
        self.world.choices.below(end)
    }

    /// Writes the body.
    pub(super) fn write(&mut self) {
        let atoms = match self.chance(4) {
            true => {
                self.world.mark("large body");
                5 + self.below(3)
            }
            false => 1 + self.below(3),
        };
        let mut names: Vec<String> = Vec::new();
        for _ in 0..atoms {
            if let Some(relation) = self.usable_relation() {
                if names.contains(&relation.name) {
                    self.world.mark("self join");
                }
                self.recursive |= relation.layer == self.layer;
                names.push(relation.name.clone());
                self.atom(&relation);
            }
        }
        let parts: [(usize, Part<'w, 'c, 'b>); 12] = [
            (15, Self::cycle),
            (9, Self::long_recursion),
            (10, Self::unpacked),
            (30, Self::assignment),
            (8, Self::range),
            (22, Self::aggregate),
            (6, Self::binding_alternatives),
            (12, Self::alternatives),
            (18, Self::negation),
            (22, Self::comparison),
            (8, Self::test),
            (15, Self::open_relation),
        ];
        for (percent, part) in parts {
            if self.chance(percent) {
                part(self);
            }
        }
        if self.recursive {
            self.world.mark("recursion");
        }
    }

    /// Ends the rule: its body in any order.
    pub(super) fn end(mut self) -> Vec<String> {
        if self.body.is_empty() {
            self.body.push("true".to_owned());
        }
        let mut body = self.body;
        self.world.choices.shuffle(&mut body);
        body
    }

    fn usable_relation(&mut self) -> Option<Relation> {
        let usable = self.usable.iter().filter(|relation| !relation.open);
        let usable: Vec<Relation> = usable.cloned().collect();
        match usable.is_empty() {
            true => None,
            false => Some(usable[self.below(usable.len())].clone()),
        }
    }

    /// One of the relations that are complete.
    pub(super) fn complete_relation(&mut self) -> Option<Relation> {
        let below = self.below.iter().filter(|relation| !relation.open);
        let below: Vec<Relation> = below.cloned().collect();
        match below.is_empty() {
            true => None,
            false => Some(below[self.below(below.len())].clone()),
        }
    }

    pub(super) fn fresh(&mut self, ty: Ty) -> String {
        self.fresh += 1;
        format!("{}{}", ty.letter(), self.fresh)
    }

    /// A variable out of three of its type, bound from now on.
    fn variable(&mut self, ty: Ty) -> String {
        let name = format!("{}{}", ty.letter(), 1 + self.below(4));
        self.bind(ty, &name);
        name
    }

    pub(super) fn bind(&mut self, ty: Ty, name: &str) {
        if !self.bound.iter().any(|(_, known)| known == name) {
            self.bound.push((ty, name.to_owned()));
        }
    }

    /// A variable that has a value of a type.
    pub(super) fn bound(&mut self, ty: Ty) -> Option<String> {
        let bound = self.bound.iter().filter(|(other, _)| ty.takes(*other));
        let bound: Vec<String> = bound.map(|(_, name)| name.clone()).collect();
        match bound.is_empty() {
            true => None,
            false => Some(bound[self.below(bound.len())].clone()),
        }
    }

    /// A bound variable or a constant.
    pub(super) fn value(&mut self, ty: Ty) -> String {
        let constant = match self.chance(15) {
            true => self.world.constant(ty),
            false => None,
        };
        constant
            .or_else(|| self.bound(ty))
            .or_else(|| self.world.constant(ty))
            .unwrap_or_else(|| "_".to_owned())
    }

    fn atom(&mut self, relation: &Relation) {
        let before = self.bound.clone();
        let mut args: Vec<String> = Vec::new();
        for &ty in &relation.columns {
            let arg = match self.below(100) {
                0..9 => {
                    self.world.mark("anything in an atom");
                    "_".to_owned()
                }
                9..19 if ty != Ty::Parameter => {
                    self.world.mark("constant in an atom");
                    self.world.constant(ty).unwrap_or_default()
                }
                19..40 if ty.has_parts() => self.pattern(ty, 2),
                40..43 if !ty.is_unordered() => match before.iter().any(|(t, _)| *t == ty) {
                    true => {
                        self.world.mark("expression in an atom");
                        self.expression(ty)
                    }
                    false => self.variable(ty),
                },
                43..46 => match self.bound(ty) {
                    Some(name) => name,
                    None => self.variable(ty),
                },
                _ => self.variable(ty),
            };
            if args.contains(&arg) && arg.starts_with(ty.letter()) {
                self.world.mark("repeated variable");
            }
            args.push(arg);
        }
        self.body
            .push(format!("{}({})", relation.name, args.join(", ")));
    }

    /// A record or branch taken apart.
    fn pattern(&mut self, ty: Ty, depth: usize) -> String {
        let part = |rule: &mut Self, ty: Ty| match rule.below(10) {
            0..2 => "_".to_owned(),
            2 => rule.world.constant(ty).unwrap_or_default(),
            3..6 if ty.has_parts() && depth > 0 => rule.pattern(ty, depth - 1),
            _ => rule.variable(ty),
        };
        let parts = |rule: &mut Self, types: &[Ty]| {
            let parts: Vec<String> = types.iter().map(|ty| part(rule, *ty)).collect();
            parts.join(", ")
        };
        match ty {
            Ty::Pair => format!("[{}]", parts(self, &[Ty::Number, Ty::Symbol])),
            Ty::Wrap => {
                let types = [Ty::Pair, Ty::Unsigned, Ty::Float];
                format!("[{}]", parts(self, &types))
            }
            Ty::List => format!("[{}]", parts(self, &[Ty::Number, Ty::List])),
            _ => match self.below(4) {
                0 => "$Dot".to_owned(),
                1 => format!("$Box({})", parts(self, &[Ty::Number, Ty::Symbol])),
                2 => format!("$Both({})", parts(self, &[Ty::Shape, Ty::Shape])),
                _ => format!("$Held({})", parts(self, &[Ty::Pair])),
            },
        }
    }

    /// A variable equal to a record or branch taken apart.
    fn unpacked(&mut self) {
        let ty = self
            .world
            .choices
            .pick(&[Ty::List, Ty::Shape, Ty::Pair, Ty::Wrap]);
        if let Some(name) = self.bound(ty) {
            let pattern = self.pattern(ty, 1);
            self.equal(name, pattern);
        }
    }

    /// Two values are equal, said from either side.
    fn equal(&mut self, one: String, other: String) {
        let part = match self.chance(75) {
            true => format!("{one} = {other}"),
            false => format!("{other} = {one}"),
        };
        self.body.push(part);
    }

    fn assignment(&mut self) {
        let ty = self.world.choices.pick(&[
            Ty::Number,
            Ty::Number,
            Ty::Symbol,
            Ty::Unsigned,
            Ty::Float,
            Ty::Pair,
            Ty::List,
            Ty::Shape,
        ]);
        if ty.has_parts() && self.recursive {
            return;
        }
        let mut value = self.expression(ty);
        // Nothing else says what record a new variable is.
        if matches!(ty, Ty::Pair | Ty::List) {
            value = format!("as({value}, {})", ty.name());
        }
        let name = self.fresh(ty);
        self.equal(name.clone(), value);
        self.bind(ty, &name);
    }

    fn range(&mut self) {
        let ty = self
            .world
            .choices
            .pick(&[Ty::Number, Ty::Number, Ty::Unsigned, Ty::Float]);
        let (from, to) = match ty {
            Ty::Float => ("0.5".to_owned(), "3.0".to_owned()),
            _ => {
                let [from, to] = [self.value(ty), self.value(ty)];
                (format!("{from} % 4"), format!("{to} % 5"))
            }
        };
        let steps: &[&str] = match ty {
            Ty::Float => &["", ", 0.5", ", -1.0", ", 0.0"],
            Ty::Unsigned => &["", ", 2"],
            _ => &["", "", ", 2", ", -1", ", 0"],
        };
        let step = self.world.choices.pick(steps);
        let name = match (self.chance(80), self.bound(ty)) {
            (false, Some(name)) => name,
            _ => self.fresh(ty),
        };
        self.world.mark("range");
        self.body
            .push(format!("{name} = range({from}, {to}{step})"));
        self.bind(ty, &name);
    }

    /// An atom over what is bound.
    pub(super) fn closed_atom(&mut self, relation: &Relation, place: [&'static str; 2]) -> String {
        let mut args: Vec<String> = Vec::new();
        for &ty in &relation.columns {
            args.push(match self.below(100) {
                0..20 => {
                    self.world.mark(place[0]);
                    "_".to_owned()
                }
                20..32 if ty != Ty::Parameter => {
                    self.world.mark(place[1]);
                    self.world.constant(ty).unwrap_or_default()
                }
                _ => match self.bound(ty) {
                    Some(name) => name,
                    None => "_".to_owned(),
                },
            });
        }
        format!("{}({})", relation.name, args.join(", "))
    }

    fn negation(&mut self) {
        if let Some(relation) = self.complete_relation() {
            let place = ["anything in a negated atom", "constant in a negated atom"];
            let atom = self.closed_atom(&relation, place);
            self.world.mark("negation");
            self.body.push(format!("!{atom}"));
        }
    }

    pub(super) fn compared(&mut self) -> String {
        let ty = match self.bound.is_empty() {
            true => Ty::Number,
            false => {
                let at = self.below(self.bound.len());
                self.bound[at].0
            }
        };
        self.world.mark("comparison");
        self.world.mark(match ty {
            Ty::Number | Ty::Small => "comparison of numbers",
            Ty::Unsigned => "comparison of unsigned",
            Ty::Float => "comparison of floats",
            Ty::Shape => "comparison of branches",
            Ty::Pair | Ty::Wrap | Ty::List => "comparison of records",
            _ => "comparison of texts",
        });
        let signs: &[&str] = match ty.is_unordered() {
            true => &["=", "!="],
            false => &["<", "<=", ">", ">=", "!=", "="],
        };
        let sign = self.world.choices.pick(signs);
        let left = self.bound(ty).unwrap_or_else(|| "1".to_owned());
        let right = match self.chance(25) && !ty.is_unordered() {
            true => self.expression(ty),
            false => self.value(ty),
        };
        match right.as_str() {
            "_" => format!("{left} = {left}"),
            _ if self.chance(50) => format!("{right} {sign} {left}"),
            _ => format!("{left} {sign} {right}"),
        }
    }

    fn comparison(&mut self) {
        let comparison = self.compared();
        let part = match self.chance(15) {
            true => {
                self.world.mark("negated conjunction");
                format!("!({comparison}, {})", self.compared())
            }
            false => comparison,
        };
        self.body.push(part);
    }

    fn alternative(&mut self) -> String {
        let mut parts = vec![self.compared()];
        if self.chance(40)
            && let Some(relation) = self.complete_relation()
        {
            let sign = if self.chance(40) { "!" } else { "" };
            let place = ["anything in an atom", "constant in an atom"];
            let atom = self.closed_atom(&relation, place);
            parts[0] = format!("{sign}{atom}");
        }
        if self.chance(25) {
            parts.push(self.compared());
        }
        parts.join(", ")
    }

    fn alternatives(&mut self) {
        self.world.mark("disjunction");
        let count = 2 + self.below(2);
        let ways: Vec<String> = (0..count).map(|_| self.alternative()).collect();
        self.body.push(format!("({})", ways.join(" ; ")));
    }

    /// Alternatives that all bind one variable.
    fn binding_alternatives(&mut self) {
        self.world.mark("binding disjunction");
        self.world.mark("disjunction");
        let ty = self.world.choices.pick(&[Ty::Number, Ty::Symbol]);
        let name = self.fresh(ty);
        let mut ways = vec![format!("{name} = {}", self.expression(ty))];
        let below = self
            .below
            .iter()
            .filter(|r| r.columns.contains(&ty) && !r.open);
        let below: Vec<Relation> = below.cloned().collect();
        for relation in below.iter().take(2) {
            let at = relation.columns.iter().position(|other| *other == ty);
            let args = (0..relation.columns.len()).map(|n| match Some(n) == at {
                true => name.clone(),
                false => "_".to_owned(),
            });
            let args: Vec<String> = args.collect();
            ways.push(format!("{}({})", relation.name, args.join(", ")));
        }
        self.body.push(format!("({})", ways.join(" ; ")));
        self.bind(ty, &name);
    }

    fn test(&mut self) {
        self.world.mark("tests of texts");
        let text = self.value(Ty::Symbol);
        let pattern = self
            .world
            .choices
            .pick(&["a.*", "[a-z]*", ".", "", "(a|b)+", "-?[0-9]+"]);
        let part = self.value(Ty::Symbol);
        let test = match self.chance(50) {
            true => format!("match(\"{pattern}\", {text})"),
            false => format!("contains({part}, {text})"),
        };
        let sign = if self.chance(30) { "!" } else { "" };
        if !test.contains('_') {
            self.body.push(format!("{sign}{test}"));
        }
    }

    /// An inline relation whose variables must be bound here.
    fn open_relation(&mut self) {
        let open = self.usable.iter().filter(|relation| relation.open);
        let open: Vec<Relation> = open.cloned().collect();
        if let Some(relation) = open.first() {
            let args: Vec<String> = relation.columns.iter().map(|&ty| self.value(ty)).collect();
            self.body
                .push(format!("{}({})", relation.name, args.join(", ")));
        }
    }

    pub(super) fn head(&mut self, name: &str, columns: &[Ty]) -> String {
        let mut args = Vec::new();
        for &ty in columns {
            let bound = self.bound(ty);
            args.push(match (self.below(100), bound) {
                (0..70, Some(name)) => name,
                (70..80, Some(name)) if ty == Ty::Parameter => name,
                (70..80, _) => {
                    self.world.mark("constant in a head");
                    self.world.constant(ty).unwrap_or_default()
                }
                (_, Some(name)) if ty == Ty::Parameter => name,
                (_, None) if ty == Ty::Parameter => {
                    self.body.push("e(t9, _)".to_owned());
                    self.bind(ty, "t9");
                    "t9".to_owned()
                }
                _ => {
                    self.world.mark("expression in a head");
                    self.expression(ty)
                }
            });
        }
        for arg in &mut args {
            // Inside a component nothing but a variable is of the parameter's type.
            if arg.is_empty() {
                self.body.push("e(t9, _)".to_owned());
                self.bind(Ty::Parameter, "t9");
                *arg = "t9".to_owned();
            }
        }
        format!("{name}({})", args.join(", "))
    }
}
