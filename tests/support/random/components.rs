//! Components with parameters, inheritance and overriding.

use super::Item;
use super::relations::World;
use super::types::Ty;

impl World<'_, '_> {
    /// Declares a component, sometimes one that inherits it, and instances of them.
    pub(super) fn component(&mut self, layer: usize) {
        self.mark("components");
        let overrides = self.choices.chance(50);
        let (base, sub) = (format!("Base{layer}"), format!("Sub{layer}"));
        self.outer(&base, layer, |world| {
            let text = [".decl e(c0: T, c1: T)", ".decl n(c0: number)"];
            let inside = text.map(|text| Item::Text(text.to_owned()));
            world.items.extend(inside);
            let words = if overrides { " overridable" } else { "" };
            let text = format!(".decl p(c0: T, c1: T){words}");
            world.items.push(Item::Text(text));
            world.rules_inside(layer, "p", &[Ty::Parameter; 2]);
            world.items.push(Item::Rule {
                heads: vec!["n(c)".to_owned()],
                body: vec!["c = count : { p(_, _) }".to_owned()],
            });
        });
        let mut names = vec![base.clone()];
        if self.choices.chance(60) {
            let head = format!("{sub}<T> : {base}");
            self.outer(&head, layer, |world| {
                if overrides {
                    world.mark("overriding");
                    world.items.push(Item::Text(".override p".to_owned()));
                }
                world.rules_inside(layer, "p", &[Ty::Parameter; 2]);
                world.items.push(Item::Text(".decl q(c0: T)".to_owned()));
                world.add("q", &[Ty::Parameter], layer);
                world.rules_inside(layer, "q", &[Ty::Parameter]);
            });
            names.push(sub.clone());
        }
        for (at, name) in names.iter().enumerate() {
            let ty = self
                .choices
                .pick(&[Ty::Number, Ty::Symbol, Ty::Unsigned, Ty::City]);
            let instance = format!("i{layer}{at}");
            let text = format!(".init {instance} = {name}<{}>", ty.name());
            self.items.push(Item::Text(text));
            let edge = format!("{instance}.e");
            for _ in 0..2 {
                let values = [self.constant(ty), self.constant(ty)];
                let [x, y] = values.map(Option::unwrap_or_default);
                self.items.push(Item::Text(format!("{edge}({x}, {y}).")));
            }
            self.rule(layer, false, &[], &edge, &[ty, ty]);
            // What rules say of the instance is complete before the layer's own relations.
            self.add(&edge, &[ty, ty], layer);
            self.add(&format!("{instance}.p"), &[ty, ty], layer);
            self.add(&format!("{instance}.n"), &[Ty::Number], layer);
            if *name == sub {
                self.add(&format!("{instance}.q"), &[ty], layer);
            }
        }
    }

    /// Writes what a component holds, with its own relations only.
    fn outer(&mut self, head: &str, layer: usize, write: impl FnOnce(&mut Self)) {
        let outside = std::mem::take(&mut self.relations);
        let items = std::mem::take(&mut self.items);
        self.add("e", &[Ty::Parameter; 2], layer - 1);
        self.add("p", &[Ty::Parameter; 2], layer);
        write(self);
        self.relations = outside;
        let inside = std::mem::replace(&mut self.items, items);
        let (name, base) = head.split_once("<T> : ").unwrap_or((head, ""));
        let head = match base.is_empty() {
            true => format!(".comp {name}<T>"),
            false => format!(".comp {name}<T> : {base}<T>"),
        };
        self.items.push(Item::Component {
            head,
            items: inside,
        });
    }

    fn rules_inside(&mut self, layer: usize, name: &str, columns: &[Ty]) {
        for _ in 0..1 + self.choices.below(2) {
            self.rule(layer, true, &[], name, columns);
        }
    }
}
