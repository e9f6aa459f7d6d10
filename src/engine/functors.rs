//! What functors and tests compute. All evaluators share this.

use std::collections::BTreeSet;

use regex_lite::Regex;
use rustc_hash::FxHashMap;

use crate::facts::dates::{self, Interval};
use crate::facts::{Values, Word};
use crate::rules::{Const, Functor, Test, Type};
use crate::syntax::ast::{Comparison, Operator};

/// What was undefined while rules ran: said once each, since a condition that silently never holds would
/// be a wrong answer.
pub type Notes = BTreeSet<String>;

/// At most this many notes are kept.
const MOST_NOTES: usize = 20;

/// Computes functors and tests; keeps compiled patterns and notes.
#[derive(Debug, Default)]
pub struct Functors {
    patterns: FxHashMap<String, Option<Regex>>,
    pub notes: Notes,
}

impl Functors {
    /// The value of a functor over words; `None` where it is undefined.
    pub fn apply(&mut self, functor: Functor, args: &[Word], values: &mut Values) -> Option<Word> {
        if let [left, right] = args
            && functor.result() == Type::Number
            && functor.arguments()[0] == Type::Number
        {
            let number = self.numbers(functor, values.integer(*left), values.integer(*right))?;
            return Some(values.number(number));
        }
        let types = functor.arguments().iter();
        let args: Vec<Const> = args
            .iter()
            .zip(types)
            .map(|(&word, &ty)| values.meaning(word, ty))
            .collect();
        let value = self.compute(functor, &args)?;
        Some(values.constant(&value))
    }

    /// The value of a functor over constants; `None` where it is undefined.
    pub fn compute(&mut self, functor: Functor, args: &[Const]) -> Option<Const> {
        use Const::{Number, Symbol};
        Some(match (functor, args) {
            (Functor::Negate, [Number(n)]) => Number(n.wrapping_neg()),
            (_, [Number(left), Number(right)]) => Number(self.numbers(functor, *left, *right)?),
            (Functor::Cat, [Symbol(left), Symbol(right)]) => Symbol(format!("{left}{right}")),
            (Functor::Substr, [Symbol(text), Number(from), Number(length)]) => {
                Symbol(substr(text, *from, *length))
            }
            (Functor::Strlen, [Symbol(text)]) => Number(text.chars().count() as i64),
            (Functor::ToString, [Number(number)]) => Symbol(number.to_string()),
            (Functor::ToNumber, [Symbol(text)]) => match text.trim().parse() {
                Ok(number) => Number(number),
                Err(_) => return self.undefined(format!("to_number(\"{text}\"): no number")),
            },
            (Functor::FirstDay, [Symbol(date)]) => Symbol(self.date(date)?.first.to_string()),
            (Functor::LastDay, [Symbol(date)]) => Symbol(self.date(date)?.last.to_string()),
            (Functor::Interval, [Symbol(from), Symbol(to)]) => {
                self.date(from)?;
                self.date(to)?;
                Symbol(dates::interval(from, to)?)
            }
            (Functor::DaysBetween, [Symbol(from), Symbol(to)]) => {
                self.date(from)?;
                self.date(to)?;
                Number(dates::days_between(from, to)?)
            }
            _ => unreachable!("types were checked"),
        })
    }

    fn numbers(&mut self, functor: Functor, left: i64, right: i64) -> Option<i64> {
        Some(match functor {
            Functor::Min => left.min(right),
            Functor::Max => left.max(right),
            Functor::Operator(operator) => match operator {
                Operator::Add => left.wrapping_add(right),
                Operator::Subtract => left.wrapping_sub(right),
                Operator::Multiply => left.wrapping_mul(right),
                Operator::Divide if right != 0 => left.wrapping_div(right),
                Operator::Remainder if right != 0 => left.wrapping_rem(right),
                Operator::Divide => return self.undefined(format!("{left} / 0")),
                Operator::Remainder => return self.undefined(format!("{left} % 0")),
                Operator::Power => return self.power(left, right),
            },
            _ => unreachable!("types were checked"),
        })
    }

    fn power(&mut self, base: i64, exponent: i64) -> Option<i64> {
        if let Ok(exponent) = u32::try_from(exponent) {
            return Some(base.wrapping_pow(exponent));
        }
        match (base, exponent) {
            (0, ..0) => self.undefined(format!("0 ^ {exponent}")),
            (1, _) => Some(1),
            (-1, _) => Some(if exponent % 2 == 0 { 1 } else { -1 }),
            // A negative exponent gives a fraction, whose whole part is 0; a huge one wraps to 0 or,
            // for odd bases, has no use: it is undefined.
            (_, ..0) => Some(0),
            _ => self.undefined(format!("{base} ^ {exponent}")),
        }
    }

    /// Whether a test holds; `None` where an argument is undefined.
    pub fn test(&mut self, test: Test, left: &str, right: &str) -> Option<bool> {
        Some(match test {
            Test::Match => self.matches(left, right)?,
            Test::Contains => right.contains(left),
            Test::Before => self.date(left)?.before(self.date(right)?),
            Test::Overlaps => self.date(left)?.overlaps(self.date(right)?),
            Test::During => self.date(left)?.during(self.date(right)?),
        })
    }

    /// Whether a pattern matches a whole text.
    fn matches(&mut self, pattern: &str, text: &str) -> Option<bool> {
        if !self.patterns.contains_key(pattern) {
            let compiled = Regex::new(&format!("^(?:{pattern})$"));
            if let Err(error) = &compiled {
                self.undefined::<()>(format!("match(\"{pattern}\", …): {error}"));
            }
            self.patterns.insert(pattern.to_owned(), compiled.ok());
        }
        let pattern = self.patterns[pattern].as_ref()?;
        Some(pattern.is_match(text))
    }

    /// A date's interval. An empty text is an unknown date and no mistake.
    fn date(&mut self, text: &str) -> Option<Interval> {
        match Interval::parse(text) {
            None if text.is_empty() => None,
            None => self.undefined(format!("\"{text}\" is no date")),
            interval => interval,
        }
    }

    fn undefined<T>(&mut self, note: String) -> Option<T> {
        if self.notes.len() < MOST_NOTES {
            self.notes.insert(note);
        }
        None
    }
}

/// Part of a text, counted in characters; empty where it lies outside.
fn substr(text: &str, from: i64, length: i64) -> String {
    match (usize::try_from(from), usize::try_from(length)) {
        (Ok(from), Ok(length)) => text.chars().skip(from).take(length).collect(),
        _ => String::new(),
    }
}

/// Whether an ordering is what a comparison asks for.
#[inline]
pub fn holds(comparison: Comparison, ordering: std::cmp::Ordering) -> bool {
    match comparison {
        Comparison::Equal => ordering.is_eq(),
        Comparison::Unequal => ordering.is_ne(),
        Comparison::Less => ordering.is_lt(),
        Comparison::LessOrEqual => ordering.is_le(),
        Comparison::Greater => ordering.is_gt(),
        Comparison::GreaterOrEqual => ordering.is_ge(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Const::{Number, Symbol};

    fn value(functor: &str, args: &[Const]) -> Option<Const> {
        Functors::default().compute(Functor::named(functor).unwrap(), args)
    }

    fn text(text: &str) -> Const {
        Symbol(text.into())
    }

    #[test]
    fn texts_are_counted_in_characters() {
        assert_eq!(value("strlen", &[text("Tô Lâm")]), Some(Number(6)));
        let part = [text("Tô Lâm"), Number(1), Number(3)];
        assert_eq!(value("substr", &part), Some(text("ô L")));
        let outside = [text("Lao"), Number(-1), Number(3)];
        assert_eq!(value("substr", &outside), Some(text("")));
    }

    #[test]
    fn what_is_undefined_has_no_value_and_is_noted() {
        let mut functors = Functors::default();
        let divide = Functor::Operator(Operator::Divide);
        assert_eq!(functors.compute(divide, &[Number(1), Number(0)]), None);
        assert_eq!(functors.compute(Functor::ToNumber, &[text("deux")]), None);
        assert_eq!(functors.test(Test::Match, "(", "x"), None);
        assert_eq!(functors.test(Test::Before, "hier", "2025"), None);
        assert_eq!(functors.test(Test::Before, "", "2025"), None);
        assert_eq!(functors.notes.len(), 4, "{:?}", functors.notes);
    }

    #[test]
    fn arithmetic_wraps_as_machine_numbers_do() {
        let mut functors = Functors::default();
        let mut compute = |operator, left, right| {
            functors.compute(Functor::Operator(operator), &[Number(left), Number(right)])
        };
        assert_eq!(compute(Operator::Add, i64::MAX, 1), Some(Number(i64::MIN)));
        assert_eq!(
            compute(Operator::Divide, i64::MIN, -1),
            Some(Number(i64::MIN))
        );
        assert_eq!(compute(Operator::Remainder, -7, 3), Some(Number(-1)));
        assert_eq!(compute(Operator::Power, 2, 10), Some(Number(1024)));
        assert_eq!(compute(Operator::Power, 2, -1), Some(Number(0)));
    }

    #[test]
    fn a_pattern_matches_the_whole_text() {
        let mut functors = Functors::default();
        assert_eq!(functors.test(Test::Match, "min.*", "ministre"), Some(true));
        assert_eq!(functors.test(Test::Match, "min", "ministre"), Some(false));
        assert_eq!(functors.test(Test::Match, "a|ab", "ab"), Some(true));
        assert_eq!(functors.test(Test::Contains, "nis", "ministre"), Some(true));
    }
}
