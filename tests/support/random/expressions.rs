//! Values that random rules compute.

use super::rules::Rule;
use super::types::Ty;

impl Rule<'_, '_, '_> {
    /// A value computed of what is bound. In a recursive rule it comes from a finite set.
    pub(super) fn expression(&mut self, ty: Ty) -> String {
        match ty {
            Ty::Number => self.number(),
            Ty::Unsigned => self.unsigned(),
            Ty::Float => self.float(),
            Ty::Symbol => self.text(),
            Ty::Small | Ty::City | Ty::River | Ty::Place => self.subtype(ty),
            Ty::Pair | Ty::Wrap | Ty::List | Ty::Shape => self.composed(ty),
            Ty::Parameter => self.value(ty),
        }
    }

    fn number(&mut self) -> String {
        let (x, y) = (self.value(Ty::Number), self.value(Ty::Number));
        let conversion = |rule: &mut Self| {
            rule.world.mark("conversions");
        };
        match self.below(22) {
            0 => format!("({x} + {y}) % 6"),
            1 => format!("({x} * {y} - 1) % 5"),
            2 => format!("max({x}, {y})"),
            3 => format!("min({x}, {y}, 2)"),
            4 => format!("{x} / {y}"),
            5 => format!("{x} band {y}"),
            6 => format!("{x} bxor 3"),
            7 => format!("-{x}"),
            8 => format!("bnot {x}"),
            9 => format!("({x} land {y}) + (lnot {x})"),
            10 => format!("{x} % {y}"),
            11 => format!("(2 ^ ({x} band 3)) bshl 1"),
            12 => format!("{x} bshr 1"),
            13 => {
                self.world.mark("functors of texts");
                format!("strlen({})", self.value(Ty::Symbol))
            }
            14 => {
                conversion(self);
                format!("to_number({})", self.value(Ty::Symbol))
            }
            15 => {
                conversion(self);
                format!("to_number({})", self.value(Ty::Unsigned))
            }
            16 => {
                conversion(self);
                format!("to_number({})", self.value(Ty::Float))
            }
            17 if !self.recursive => format!("{x} + {y}"),
            18 if !self.recursive => format!("{x} - 2 * {y}"),
            19 if !self.recursive => format!("{x} * {y}"),
            20 => format!("({x} bshru 62) + ({y} bor 1) % 7"),
            _ => format!("({x} lor {y}) lxor 1"),
        }
    }

    fn unsigned(&mut self) -> String {
        let (x, y) = (self.value(Ty::Unsigned), self.value(Ty::Unsigned));
        match self.below(9) {
            0 => format!("({x} + {y}) % 7"),
            1 => format!("max({x}, {y})"),
            2 => format!("min({x}, {y})"),
            3 => format!("{x} / {y}"),
            4 => {
                self.world.mark("conversions");
                format!("to_unsigned({})", self.value(Ty::Number))
            }
            5 => {
                self.world.mark("conversions");
                format!("to_unsigned({})", self.value(Ty::Symbol))
            }
            6 if !self.recursive => format!("{x} - {y}"),
            7 if !self.recursive => format!("{x} * {y}"),
            _ => format!("{x} band {y}"),
        }
    }

    /// Halves and quarters only, so that sums do not depend on their order.
    fn float(&mut self) -> String {
        let (x, y) = (self.value(Ty::Float), self.value(Ty::Float));
        match self.below(9) {
            0 => format!("max({x}, {y})"),
            1 => format!("min({x}, {y})"),
            2 => format!("-{x}"),
            3 => {
                self.world.mark("conversions");
                format!("to_float({} % 5) / 2", self.value(Ty::Number))
            }
            4 => {
                self.world.mark("conversions");
                format!("to_float({} % 5)", self.value(Ty::Unsigned))
            }
            kind if !self.recursive => {
                self.world.mark("float arithmetic");
                match kind {
                    5 => format!("{x} + {y}"),
                    6 => format!("{x} - {y}"),
                    7 => format!("{x} * 0.5"),
                    _ => format!("{x} / 0.0"),
                }
            }
            _ => x,
        }
    }

    fn text(&mut self) -> String {
        let (x, y) = (self.value(Ty::Symbol), self.value(Ty::Symbol));
        self.world.mark("functors of texts");
        match self.below(9) {
            0 if !self.recursive => format!("cat({x}, {y})"),
            1 if !self.recursive => format!("cat({x}, \"-\", {y})"),
            2 => format!("max({x}, {y})"),
            3 => format!("min({x}, {y})"),
            4 => format!("substr({x}, {} % 3, 2)", self.value(Ty::Number)),
            5 => {
                self.world.mark("conversions");
                format!("to_string({} % 9)", self.value(Ty::Number))
            }
            6 => {
                self.world.mark("conversions");
                format!("to_string({})", self.value(Ty::Unsigned))
            }
            7 => {
                self.world.mark("conversions");
                format!("to_string({})", self.value(Ty::Float))
            }
            _ => format!("substr(cat({x}, {y}), 0, 2)"),
        }
    }

    fn subtype(&mut self, ty: Ty) -> String {
        let above = match ty {
            Ty::Small => Ty::Number,
            _ => Ty::Symbol,
        };
        match self.bound(above) {
            Some(name) => {
                self.world.mark("as");
                format!("as({name}, {})", ty.name())
            }
            None => self.world.constant(ty).unwrap_or_default(),
        }
    }

    /// A record or branch; in recursive rules one that is there already.
    fn composed(&mut self, ty: Ty) -> String {
        if self.recursive {
            return self.value(ty);
        }
        let fields = |rule: &mut Self, types: &[Ty]| {
            let fields: Vec<String> = types.iter().map(|ty| rule.value(*ty)).collect();
            fields.join(", ")
        };
        match ty {
            Ty::Pair => format!("[{}]", fields(self, &[Ty::Number, Ty::Symbol])),
            Ty::Wrap => {
                let types = [Ty::Pair, Ty::Unsigned, Ty::Float];
                format!("[{}]", fields(self, &types))
            }
            Ty::List => format!("[{}]", fields(self, &[Ty::Number, Ty::List])),
            _ => match self.below(3) {
                0 => format!("$Box({})", fields(self, &[Ty::Number, Ty::Symbol])),
                1 => format!("$Both({})", fields(self, &[Ty::Shape, Ty::Shape])),
                _ => format!("$Held({})", fields(self, &[Ty::Pair])),
            },
        }
    }
}
