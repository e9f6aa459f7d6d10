//! The types of random programs, and their constants.

use super::relations::World;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ty {
    Number,
    Unsigned,
    Float,
    Symbol,
    /// A subtype of numbers.
    Small,
    /// Subtypes of texts, and the union of both.
    City,
    River,
    Place,
    Pair,
    Wrap,
    List,
    Shape,
    /// The parameter of a component.
    Parameter,
}

/// The types that a program may use.
pub(super) const DECLARED: &[&str] = &[
    ".type Small <: number",
    ".type City <: symbol",
    ".type River <: symbol",
    ".type Place = City | River",
    ".type Pair = [a: number, b: symbol]",
    ".type Wrap = [p: Pair, u: unsigned, f: float]",
    ".type List = [head: number, tail: List]",
    ".type Shape = Dot {} | Box { w: number, name: symbol } | Both { a: Shape, b: Shape } | Held { p: Pair }",
];

/// Each type as often as columns have it.
const COLUMNS: &[(Ty, usize)] = &[
    (Ty::Number, 40),
    (Ty::Symbol, 17),
    (Ty::Unsigned, 8),
    (Ty::Float, 8),
    (Ty::Small, 3),
    (Ty::City, 4),
    (Ty::River, 1),
    (Ty::Place, 4),
    (Ty::Pair, 4),
    (Ty::Wrap, 2),
    (Ty::List, 4),
    (Ty::Shape, 5),
];

impl Ty {
    pub(super) fn name(self) -> &'static str {
        match self {
            Ty::Number => "number",
            Ty::Unsigned => "unsigned",
            Ty::Float => "float",
            Ty::Symbol => "symbol",
            Ty::Small => "Small",
            Ty::City => "City",
            Ty::River => "River",
            Ty::Place => "Place",
            Ty::Pair => "Pair",
            Ty::Wrap => "Wrap",
            Ty::List => "List",
            Ty::Shape => "Shape",
            Ty::Parameter => "T",
        }
    }

    /// The letter that begins the names of variables of this type.
    pub(super) fn letter(self) -> char {
        match self {
            Ty::Number => 'n',
            Ty::Unsigned => 'u',
            Ty::Float => 'f',
            Ty::Symbol => 's',
            Ty::Small => 'k',
            Ty::City => 'c',
            Ty::River => 'r',
            Ty::Place => 'p',
            Ty::Pair => 'a',
            Ty::Wrap => 'w',
            Ty::List => 'l',
            Ty::Shape => 'e',
            Ty::Parameter => 't',
        }
    }

    /// The types whose values are values of this one, too.
    pub(super) fn takes(self, other: Ty) -> bool {
        self == other
            || match self {
                Ty::Number => other == Ty::Small,
                Ty::Symbol => matches!(other, Ty::City | Ty::River | Ty::Place),
                Ty::Place => matches!(other, Ty::City | Ty::River),
                _ => false,
            }
    }

    /// Whether values have fields.
    pub(super) fn has_parts(self) -> bool {
        matches!(self, Ty::Pair | Ty::Wrap | Ty::List | Ty::Shape)
    }

    /// Whether values have no order.
    pub(super) fn is_unordered(self) -> bool {
        self.has_parts() || self == Ty::Parameter
    }
}

impl World<'_, '_> {
    /// The type of a column.
    pub(super) fn column(&mut self) -> Ty {
        let total = COLUMNS.iter().map(|(_, weight)| weight).sum();
        let mut at = self.choices.below(total);
        let mut found = Ty::Number;
        for (ty, weight) in COLUMNS {
            if at < *weight {
                found = *ty;
                break;
            }
            at -= weight;
        }
        self.mark_type(found);
        found
    }

    fn mark_type(&mut self, ty: Ty) {
        match ty {
            Ty::Unsigned => self.mark("unsigned"),
            Ty::Float => self.mark("floats"),
            Ty::Small | Ty::City | Ty::River => self.mark("subtypes"),
            Ty::Place => self.mark("unions"),
            Ty::Pair | Ty::List => self.mark("records"),
            Ty::Wrap => {
                self.mark("records");
                self.mark("records within records");
            }
            Ty::Shape => self.mark("branches"),
            Ty::Number | Ty::Symbol | Ty::Parameter => {}
        }
    }

    /// A constant; none of a component's parameter.
    pub(super) fn constant(&mut self, ty: Ty) -> Option<String> {
        Some(self.constant_within(ty, 2)).filter(|text| !text.is_empty())
    }

    fn constant_within(&mut self, ty: Ty, depth: usize) -> String {
        let most = self.most;
        let fields = |world: &mut Self, types: &[Ty]| {
            let values = types.iter().map(|ty| world.constant_within(*ty, depth - 1));
            values.collect::<Vec<_>>().join(", ")
        };
        match ty {
            Ty::Number if self.choices.chance(3) => {
                self.mark("wide numbers");
                let wide = ["4294967296", "-9223372036854775808", "9223372036854775807"];
                let wide = [&wide[..], &["1073741824", "-1073741825", "0x7fffffff"]].concat();
                self.choices.pick(&wide).to_owned()
            }
            Ty::Number if self.choices.chance(8) => "-1".to_owned(),
            Ty::Number | Ty::Small => self.choices.below(most).to_string(),
            Ty::Unsigned if self.choices.chance(5) => {
                self.mark("wide numbers");
                self.choices
                    .pick(&["2147483648u", "18446744073709551615u"])
                    .to_owned()
            }
            Ty::Unsigned => {
                let suffix = self.choices.pick(&["", "u"]);
                format!("{}{suffix}", self.choices.below(most))
            }
            Ty::Float => self
                .choices
                .pick(&["0.0", "0.5", "1.5", "-2.25", "3", "2.0", "-0.0"])
                .to_owned(),
            Ty::Symbol if self.choices.chance(60) => {
                self.choices.pick(&["\"a\"", "\"b\"", "\"3\""]).to_owned()
            }
            Ty::Symbol => self
                .choices
                .pick(&[
                    "\"a\"", "\"b\"", "\"ab\"", "\"\"", "\"3\"", "\"-1\"", "\"é\"", "\"0.5\"",
                ])
                .to_owned(),
            Ty::City => self.choices.pick(&["\"Hue\"", "\"Vinh\""]).to_owned(),
            Ty::River => self.choices.pick(&["\"Red\"", "\"Hue\""]).to_owned(),
            Ty::Place => self
                .choices
                .pick(&["\"Hue\"", "\"Red\"", "\"Vinh\""])
                .to_owned(),
            Ty::Pair | Ty::Wrap | Ty::List if depth == 0 || self.choices.chance(15) => {
                self.mark("nil");
                "nil".to_owned()
            }
            Ty::Pair => format!("[{}]", fields(self, &[Ty::Number, Ty::Symbol])),
            Ty::Wrap => {
                format!("[{}]", fields(self, &[Ty::Pair, Ty::Unsigned, Ty::Float]))
            }
            Ty::List => format!("[{}]", fields(self, &[Ty::Number, Ty::List])),
            Ty::Shape => match self.choices.below(if depth == 0 { 2 } else { 4 }) {
                0 => "$Dot".to_owned(),
                1 => {
                    let name = self.choices.pick(&["a", "b"]);
                    format!("$Box({}, \"{name}\")", self.choices.below(3))
                }
                2 => format!("$Both({})", fields(self, &[Ty::Shape, Ty::Shape])),
                _ => format!("$Held({})", fields(self, &[Ty::Pair])),
            },
            Ty::Parameter => String::new(),
        }
    }
}
