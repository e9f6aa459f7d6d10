//! What functors and tests compute. All evaluators share this.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use memchr::memmem::Finder;
use regex::Regex;
use rustc_hash::FxHashMap;

use crate::facts::dates::{self, Interval};
use crate::facts::{Values, Word};
use crate::rules::{Const, Functor, Real, Test, Type};
use crate::syntax::ast::{Comparison, Operator};

/// What was undefined while rules ran: said once each, since a condition that silently never holds would
/// be a wrong answer.
pub type Notes = BTreeSet<String>;

/// At most this many notes are kept.
const MOST_NOTES: usize = 20;

/// At most this many compiled patterns are kept by a thread.
const MOST_PATTERNS: usize = 10_000;

thread_local! {
    /// Compiled patterns, and what is wrong with those that are none: compiling one takes as long as a thousand matches.
    static PATTERNS: RefCell<FxHashMap<Box<str>, Compiled>> = RefCell::default();
}

/// What matches whole texts of a pattern, or what is wrong with the pattern.
type Compiled = Result<Rc<Regex>, String>;

/// A test with the same text on its left for many on its right.
pub(super) enum ManyTexts {
    Match(Rc<Regex>),
    Contains(Box<Finder<'static>>),
}

impl ManyTexts {
    pub(super) fn test(&self, right: &str) -> bool {
        match self {
            ManyTexts::Match(pattern) => pattern.is_match(right),
            ManyTexts::Contains(part) => part.find(right.as_bytes()).is_some(),
        }
    }
}

/// Computes functors and tests; keeps notes.
#[derive(Debug, Default)]
pub struct Functors {
    /// Room for a text that is made.
    made: String,
    /// What the next counter gives.
    counter: i64,
    pub notes: Notes,
}

impl Functors {
    /// The value of a functor over words; `None` where it is undefined.
    pub fn apply(&mut self, functor: Functor, args: &[Word], values: &mut Values) -> Option<Word> {
        if let (Functor::Operator(_, Type::Number), [left, right]) = (functor, args) {
            let (left, right) = (values.integer(*left), values.integer(*right));
            let number = self.numbers(functor, left, right)?;
            return Some(values.number(number));
        }
        if functor == Functor::Ord {
            return Some(values.number(i64::from(args[0])));
        }
        if let (Functor::Min(ty) | Functor::Max(ty), [left, right]) = (functor, args) {
            let is_less = values.compare(*left, *right, ty).is_lt();
            let wants_least = matches!(functor, Functor::Min(_));
            return Some(if is_less == wants_least {
                *left
            } else {
                *right
            });
        }
        match (functor, args) {
            (Functor::Strlen, [text]) => {
                let characters = values.text(*text).chars().count();
                return Some(values.number(characters as i64));
            }
            (Functor::Substr, [text, from, length]) => {
                let (from, length) = (values.integer(*from), values.integer(*length));
                self.made.clear();
                self.made.push_str(substr(values.text(*text), from, length));
                return Some(values.symbol(&self.made));
            }
            (Functor::Cat, [left, right]) => {
                self.made.clear();
                self.made.push_str(values.text(*left));
                self.made.push_str(values.text(*right));
                return Some(values.symbol(&self.made));
            }
            _ => {}
        }
        let args: Vec<Const> = args
            .iter()
            .enumerate()
            .map(|(at, &word)| values.meaning(word, functor.argument(at)))
            .collect();
        let value = self.compute(functor, &args)?;
        Some(values.constant(&value))
    }

    /// The value of a functor over constants; `None` where it is undefined.
    pub fn compute(&mut self, functor: Functor, args: &[Const]) -> Option<Const> {
        use Const::{Float, Number, Symbol, Unsigned};
        Some(match (functor, args) {
            (Functor::Counter, []) => {
                self.counter += 1;
                Number(self.counter - 1)
            }
            (Functor::Min(_), [left, right]) => left.min(right).clone(),
            (Functor::Max(_), [left, right]) => left.max(right).clone(),
            (Functor::Convert(_, to), [value]) => return self.convert(value, to),
            (Functor::Ord, [Symbol(text)]) => Number(text.bytes().map(i64::from).sum()),
            (Functor::Negate(_), [Number(n)]) => Number(n.wrapping_neg()),
            (Functor::Negate(_), [Unsigned(n)]) => Unsigned(n.wrapping_neg()),
            (Functor::Negate(_), [Float(n)]) => Float(Real(-n.0)),
            (Functor::BitNot(_), [Number(n)]) => Number(!n),
            (Functor::BitNot(_), [Unsigned(n)]) => Unsigned(!n),
            (Functor::LogicalNot(_), [Number(n)]) => Number(i64::from(*n == 0)),
            (Functor::LogicalNot(_), [Unsigned(n)]) => Unsigned(u64::from(*n == 0)),
            (_, [Number(left), Number(right)]) => Number(self.numbers(functor, *left, *right)?),
            (Functor::Operator(operator, _), [Unsigned(left), Unsigned(right)]) => {
                Unsigned(self.naturals(operator, *left, *right)?)
            }
            (Functor::Operator(operator, _), [Float(left), Float(right)]) => {
                Float(Real(reals(operator, left.0, right.0)))
            }
            (Functor::Cat, [Symbol(left), Symbol(right)]) => Symbol(format!("{left}{right}")),
            (Functor::Substr, [Symbol(text), Number(from), Number(length)]) => {
                Symbol(substr(text, *from, *length).to_owned())
            }
            (Functor::Strlen, [Symbol(text)]) => Number(text.chars().count() as i64),
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

    fn convert(&mut self, value: &Const, to: Type) -> Option<Const> {
        use Const::{Float, Number, Symbol, Unsigned};
        Some(match (value, to) {
            (Symbol(text), Type::Number) => match whole(text) {
                Some(number) => Number(number),
                None => return self.undefined(format!("to_number(\"{text}\"): no number")),
            },
            (Symbol(text), Type::Unsigned) => match natural(text) {
                Some(number) => Unsigned(number),
                None => return self.undefined(format!("to_unsigned(\"{text}\"): no number")),
            },
            (Symbol(text), Type::Float) => match text.trim().parse() {
                Ok(number) => Float(Real(number)),
                Err(_) => return self.undefined(format!("to_float(\"{text}\"): no number")),
            },
            (Number(n), Type::Symbol) => Symbol(n.to_string()),
            (Unsigned(n), Type::Symbol) => Symbol(n.to_string()),
            (Float(n), Type::Symbol) => Symbol(format!("{:.6}", n.0)),
            (Number(n), Type::Unsigned) => Unsigned(*n as u64),
            (Number(n), Type::Float) => Float(Real(*n as f64)),
            (Unsigned(n), Type::Number) => Number(*n as i64),
            (Unsigned(n), Type::Float) => Float(Real(*n as f64)),
            (Float(n), Type::Number) => Number(n.0 as i64),
            (Float(n), Type::Unsigned) => Unsigned(n.0 as u64),
            (value, _) => value.clone(),
        })
    }

    fn numbers(&mut self, functor: Functor, left: i64, right: i64) -> Option<i64> {
        let Functor::Operator(operator, _) = functor else {
            unreachable!("types were checked")
        };
        // Shifts count modulo the width, as machines do.
        let by = (right & 63) as u32;
        Some(match operator {
            Operator::Add => left.wrapping_add(right),
            Operator::Subtract => left.wrapping_sub(right),
            Operator::Multiply => left.wrapping_mul(right),
            Operator::Divide if right != 0 => left.wrapping_div(right),
            Operator::Remainder if right != 0 => left.wrapping_rem(right),
            Operator::Divide => return self.undefined(format!("{left} / 0")),
            Operator::Remainder => return self.undefined(format!("{left} % 0")),
            Operator::Power => return self.power(left, right),
            Operator::BitAnd => left & right,
            Operator::BitOr => left | right,
            Operator::BitXor => left ^ right,
            Operator::ShiftLeft => left << by,
            Operator::ShiftRight => left >> by,
            Operator::ShiftRightUnsigned => ((left as u64) >> by) as i64,
            Operator::And => i64::from(left != 0 && right != 0),
            Operator::Or => i64::from(left != 0 || right != 0),
            Operator::Xor => i64::from((left != 0) != (right != 0)),
        })
    }

    fn naturals(&mut self, operator: Operator, left: u64, right: u64) -> Option<u64> {
        let by = (right & 63) as u32;
        Some(match operator {
            Operator::Add => left.wrapping_add(right),
            Operator::Subtract => left.wrapping_sub(right),
            Operator::Multiply => left.wrapping_mul(right),
            Operator::Divide if right != 0 => left / right,
            Operator::Remainder if right != 0 => left % right,
            Operator::Divide => return self.undefined(format!("{left} / 0")),
            Operator::Remainder => return self.undefined(format!("{left} % 0")),
            Operator::Power => left.wrapping_pow(right as u32),
            Operator::BitAnd => left & right,
            Operator::BitOr => left | right,
            Operator::BitXor => left ^ right,
            Operator::ShiftLeft => left << by,
            Operator::ShiftRight | Operator::ShiftRightUnsigned => left >> by,
            Operator::And => u64::from(left != 0 && right != 0),
            Operator::Or => u64::from(left != 0 || right != 0),
            Operator::Xor => u64::from((left != 0) != (right != 0)),
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
            Test::Match => self.pattern(left)?.is_match(right),
            Test::Contains => right.contains(left),
            Test::Before => self.date(left)?.before(self.date(right)?),
            Test::Overlaps => self.date(left)?.overlaps(self.date(right)?),
            Test::During => self.date(left)?.during(self.date(right)?),
        })
    }

    /// A test made ready for many texts, if that saves something and the left one is a pattern where one is needed.
    pub(super) fn of_many(&mut self, test: Test, left: &str) -> Option<ManyTexts> {
        match test {
            Test::Match => self.pattern(left).map(ManyTexts::Match),
            Test::Contains => {
                let part = Finder::new(left.as_bytes()).into_owned();
                Some(ManyTexts::Contains(Box::new(part)))
            }
            Test::Before | Test::Overlaps | Test::During => None,
        }
    }

    /// What matches whole texts of a pattern.
    fn pattern(&mut self, pattern: &str) -> Option<Rc<Regex>> {
        let compiled: Compiled = PATTERNS.with_borrow_mut(|patterns| {
            if let Some(compiled) = patterns.get(pattern) {
                return compiled.clone();
            }
            if patterns.len() >= MOST_PATTERNS {
                patterns.clear();
            }
            let compiled = Regex::new(&format!("^(?:{pattern})$"));
            // The last line says what is wrong, those before it where.
            let compiled = compiled.map(Rc::new).map_err(|error| {
                let said = error.to_string();
                let last = said.lines().last().unwrap_or_default();
                last.trim_start_matches("error: ").to_owned()
            });
            patterns.insert(pattern.into(), compiled.clone());
            compiled
        });
        match compiled {
            Ok(compiled) => Some(compiled),
            Err(error) => self.undefined(format!("match(\"{pattern}\", …): {error}")),
        }
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

fn reals(operator: Operator, left: f64, right: f64) -> f64 {
    match operator {
        Operator::Add => left + right,
        Operator::Subtract => left - right,
        Operator::Multiply => left * right,
        Operator::Divide => left / right,
        Operator::Remainder => left % right,
        Operator::Power => left.powf(right),
        _ => unreachable!("types were checked"),
    }
}

/// Splits a number into its digits and their base: `0x1F`, `0b101`, `31`.
fn digits(text: &str) -> (&str, u32) {
    match (text.strip_prefix("0x"), text.strip_prefix("0b")) {
        (Some(digits), _) => (digits, 16),
        (_, Some(digits)) => (digits, 2),
        _ => (text, 10),
    }
}

/// The number that a text is.
pub fn whole(text: &str) -> Option<i64> {
    let text = text.trim();
    match text.strip_prefix('-') {
        Some(text) => {
            let (digits, base) = digits(text);
            i64::from_str_radix(&format!("-{digits}"), base).ok()
        }
        None => {
            let (digits, base) = digits(text);
            i64::from_str_radix(digits, base).ok()
        }
    }
}

/// The unsigned number that a text is.
pub fn natural(text: &str) -> Option<u64> {
    let (digits, base) = digits(text.trim());
    u64::from_str_radix(digits, base).ok()
}

/// Part of a text, counted in characters; empty where it lies outside.
fn substr(text: &str, from: i64, length: i64) -> &str {
    let (Ok(from), Ok(length)) = (usize::try_from(from), usize::try_from(length)) else {
        return "";
    };
    let behind = |text: &str, characters: usize| {
        let place = text.char_indices().nth(characters);
        place.map_or(text.len(), |(at, _)| at)
    };
    let rest = &text[behind(text, from)..];
    &rest[..behind(rest, length)]
}

/// Whether a comparison holds of two values in this order; those without one, as of a float that is no
/// number, are only unequal.
#[inline]
pub fn holds(comparison: Comparison, ordering: Option<std::cmp::Ordering>) -> bool {
    let Some(ordering) = ordering else {
        return comparison == Comparison::Unequal;
    };
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

    fn value(functor: Functor, args: &[Const]) -> Option<Const> {
        Functors::default().compute(functor, args)
    }

    fn text(text: &str) -> Const {
        Symbol(text.into())
    }

    #[test]
    fn texts_are_counted_in_characters() {
        assert_eq!(value(Functor::Strlen, &[text("Tô Lâm")]), Some(Number(6)));
        let part = [text("Tô Lâm"), Number(1), Number(3)];
        assert_eq!(value(Functor::Substr, &part), Some(text("ô L")));
        let outside = [text("Lao"), Number(-1), Number(3)];
        assert_eq!(value(Functor::Substr, &outside), Some(text("")));
    }

    #[test]
    fn what_is_undefined_has_no_value_and_is_noted() {
        let mut functors = Functors::default();
        let divide = Functor::Operator(Operator::Divide, Type::Number);
        assert_eq!(functors.compute(divide, &[Number(1), Number(0)]), None);
        assert_eq!(
            functors.compute(
                Functor::Convert(Type::Symbol, Type::Number),
                &[text("deux")]
            ),
            None
        );
        assert_eq!(functors.test(Test::Match, "(", "x"), None);
        assert_eq!(functors.test(Test::Before, "hier", "2025"), None);
        assert_eq!(functors.test(Test::Before, "", "2025"), None);
        assert_eq!(functors.notes.len(), 4, "{:?}", functors.notes);
    }

    #[test]
    fn arithmetic_wraps_as_machine_numbers_do() {
        let mut functors = Functors::default();
        let mut compute = |operator, left, right| {
            functors.compute(
                Functor::Operator(operator, Type::Number),
                &[Number(left), Number(right)],
            )
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
