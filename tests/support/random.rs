//! Random programs: small, valid mostly, with recursion, negation, aggregates, functors.

use fastrand::Rng;

/// Relations of the programs: name, column types (`n` number, `s` symbol), layer. Rules of a layer use its
/// own relations in positive atoms, and those of lower layers anywhere.
const RELATIONS: [(&str, &str, usize); 9] = [
    ("edge", "nn", 0),
    ("label", "ns", 0),
    ("mark", "n", 0),
    ("reach", "nn", 1),
    ("back", "nn", 1),
    ("named", "sn", 2),
    ("odd", "n", 2),
    ("total", "nn", 3),
    ("rest", "ns", 4),
];

/// The text of a random program with its facts.
pub fn program(rng: &mut Rng) -> String {
    let mut text = String::new();
    for (name, columns, _) in RELATIONS {
        let columns: Vec<String> = columns
            .chars()
            .enumerate()
            .map(|(at, ty)| format!("c{at}: {}", if ty == 'n' { "number" } else { "symbol" }))
            .collect();
        text += &format!(".decl {name}({})\n", columns.join(", "));
    }
    for (name, columns, layer) in RELATIONS {
        let facts = if layer == 0 {
            rng.usize(3..9)
        } else {
            rng.usize(0..2)
        };
        for _ in 0..facts {
            let values: Vec<String> = columns.chars().map(|ty| constant(rng, ty)).collect();
            text += &format!("{name}({}).\n", values.join(", "));
        }
    }
    for (name, columns, layer) in RELATIONS {
        if layer > 0 {
            for _ in 0..rng.usize(1..4) {
                text += &Rule::random(rng, layer).text(rng, name, columns);
            }
        }
    }
    text
}

fn constant(rng: &mut Rng, ty: char) -> String {
    match ty {
        'n' => rng.i32(0..6).to_string(),
        _ => format!(
            "\"{}\"",
            rng.choice(["a", "b", "ab", ""]).expect("not empty")
        ),
    }
}

/// A rule's body while it is made, with the variables that it binds.
#[derive(Default)]
struct Rule {
    body: Vec<String>,
    numbers: Vec<String>,
    symbols: Vec<String>,
}

impl Rule {
    fn random(rng: &mut Rng, layer: usize) -> Rule {
        let mut rule = Rule::default();
        for _ in 0..rng.usize(1..4) {
            rule.atom(rng, layer);
        }
        if rule.numbers.is_empty() {
            rule.numbers.push("x".into());
            rule.body.push("edge(x, _)".into());
        }
        if rng.u8(0..3) == 0 {
            rule.negation(rng, layer);
        }
        if rng.u8(0..3) == 0 {
            rule.comparison(rng);
        }
        if rng.u8(0..3) == 0 {
            rule.value(rng);
        }
        if rng.u8(0..3) == 0 {
            rule.aggregate(rng, layer);
        }
        rng.shuffle(&mut rule.body);
        rule
    }

    fn relation(rng: &mut Rng, most: usize) -> (&'static str, &'static str) {
        let known: Vec<_> = RELATIONS
            .iter()
            .filter(|(_, _, layer)| *layer <= most)
            .collect();
        let (name, columns, _) = known[rng.usize(0..known.len())];
        (name, columns)
    }

    fn atom(&mut self, rng: &mut Rng, layer: usize) {
        let (name, columns) = Rule::relation(rng, layer);
        let args: Vec<String> = columns
            .chars()
            .map(|ty| match rng.u8(0..8) {
                0 => "_".to_owned(),
                1 => constant(rng, ty),
                _ => {
                    let pool = if ty == 'n' {
                        ["x", "y", "z"]
                    } else {
                        ["s", "t", "s"]
                    };
                    let name = pool[rng.usize(0..3)].to_owned();
                    let known = if ty == 'n' {
                        &mut self.numbers
                    } else {
                        &mut self.symbols
                    };
                    if !known.contains(&name) {
                        known.push(name.clone());
                    }
                    name
                }
            })
            .collect();
        self.body.push(format!("{name}({})", args.join(", ")));
    }

    fn bound(&self, rng: &mut Rng, ty: char) -> String {
        let known = if ty == 'n' {
            &self.numbers
        } else {
            &self.symbols
        };
        match known.is_empty() {
            true => constant(rng, ty),
            false => known[rng.usize(0..known.len())].clone(),
        }
    }

    fn negation(&mut self, rng: &mut Rng, layer: usize) {
        let (name, columns) = Rule::relation(rng, layer - 1);
        let args: Vec<String> = columns
            .chars()
            .map(|ty| match rng.u8(0..4) {
                0 => "_".to_owned(),
                _ => self.bound(rng, ty),
            })
            .collect();
        self.body.push(format!("!{name}({})", args.join(", ")));
    }

    fn comparison(&mut self, rng: &mut Rng) {
        let sign = rng
            .choice(["<", "<=", ">", ">=", "!=", "="])
            .expect("not empty");
        let ty = if rng.u8(0..3) == 0 { 's' } else { 'n' };
        let (left, right) = (self.bound(rng, ty), self.bound(rng, ty));
        let comparison = format!("{left} {sign} {right}");
        self.body.push(match rng.u8(0..4) {
            0 => format!(
                "({comparison} ; {} = {})",
                self.bound(rng, 'n'),
                constant(rng, 'n')
            ),
            1 => format!("!({comparison}, {} > 2)", self.bound(rng, 'n')),
            _ => comparison,
        });
    }

    fn value(&mut self, rng: &mut Rng) {
        let (left, right) = (self.bound(rng, 'n'), self.bound(rng, 'n'));
        let symbol = self.bound(rng, 's');
        let value = match rng.u8(0..7) {
            // Recursion must end: sums stay below a bound.
            0 => format!("v = ({left} + {right}) % 6"),
            1 => format!("v = {left} * 2 - {right}, v >= 0, v < 6"),
            2 => format!("v = max({left}, {right})"),
            3 => format!("v = strlen({symbol})"),
            4 => format!("v = {left} / {right}"),
            5 => format!("v = to_number({symbol})"),
            _ => format!("contains(\"a\", {symbol}), v = {left}"),
        };
        self.body.push(value);
        self.numbers.push("v".into());
    }

    fn aggregate(&mut self, rng: &mut Rng, layer: usize) {
        let (name, columns) = Rule::relation(rng, layer - 1);
        let mut own = None;
        let args: Vec<String> = columns
            .chars()
            .map(|ty| match rng.u8(0..3) {
                0 => "_".to_owned(),
                1 => self.bound(rng, ty),
                _ if ty == 'n' => {
                    own = Some("w");
                    "w".to_owned()
                }
                _ => "_".to_owned(),
            })
            .collect();
        let atom = format!("{name}({})", args.join(", "));
        let body = match rng.u8(0..3) {
            0 => format!("{{ {atom}, mark({}) }}", self.bound(rng, 'n')),
            1 if own.is_some() && rng.bool() => format!("{{ {atom}, !edge(w, _) }}"),
            1 if own.is_some() => format!("{{ {atom}, w != {} }}", self.bound(rng, 'n')),
            _ => format!("{{ {atom} }}"),
        };
        let kind = rng.choice(["sum", "min", "max"]).expect("not empty");
        let aggregate = match own {
            Some(own) if rng.bool() => format!("{kind} {own} : {body}"),
            _ => format!("count : {body}"),
        };
        if rng.u8(0..4) == 0 {
            let value = match rng.bool() {
                true => self.bound(rng, 'n'),
                false => constant(rng, 'n'),
            };
            self.body.push(format!("{value} = {aggregate}"));
            return;
        }
        self.body.push(format!("g = {aggregate}, g < 6, g >= 0"));
        self.numbers.push("g".into());
    }

    fn text(&self, rng: &mut Rng, head: &str, columns: &str) -> String {
        let args: Vec<String> = columns.chars().map(|ty| self.bound(rng, ty)).collect();
        format!("{head}({}) :- {}.\n", args.join(", "), self.body.join(", "))
    }
}
