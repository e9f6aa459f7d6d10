//! Values as words of 32 bits: texts and wide numbers interned, small numbers as themselves.

use rustc_hash::FxHashMap;

use super::symbols::Symbols;
use crate::rules::{Const, Type};

/// A value. What it stands for depends on the type of its column; within a type, equal values are equal
/// words.
pub type Word = u32;

/// The bit that tells interned wide numbers from small ones.
const WIDE: u32 = 1 << 31;
/// Small numbers have 31 bits with sign.
const SMALL: std::ops::Range<i64> = -(1 << 30)..(1 << 30);

/// What words stand for.
#[derive(Clone, Debug, Default)]
pub struct Values {
    symbols: Symbols,
    wide: Vec<i64>,
    wide_words: FxHashMap<i64, Word>,
}

impl Values {
    /// The word of a text.
    pub fn symbol(&mut self, text: &str) -> Word {
        self.symbols.intern(text)
    }

    /// The text of a symbol's word.
    pub fn text(&self, word: Word) -> &str {
        self.symbols.get(word)
    }

    /// How many different texts there are; their words are the numbers below.
    pub fn symbols(&self) -> usize {
        self.symbols.len()
    }

    /// The word of a number.
    pub fn number(&mut self, number: i64) -> Word {
        if SMALL.contains(&number) {
            return number as u32 & !WIDE;
        }
        let wide = &mut self.wide;
        *self.wide_words.entry(number).or_insert_with(|| {
            let at = u32::try_from(wide.len()).expect("fewer than 2^31 wide numbers");
            assert!(at < WIDE, "fewer than 2^31 wide numbers");
            wide.push(number);
            at | WIDE
        })
    }

    /// The number that a number's word stands for.
    pub fn integer(&self, word: Word) -> i64 {
        if word & WIDE == 0 {
            i64::from((word << 1) as i32 >> 1)
        } else {
            self.wide[(word & !WIDE) as usize]
        }
    }

    /// The word of a constant.
    pub fn constant(&mut self, value: &Const) -> Word {
        match value {
            Const::Number(number) => self.number(*number),
            Const::Symbol(text) => self.symbol(text),
        }
    }

    /// The word of a constant, if any tuple can have it.
    pub fn find(&self, value: &Const) -> Option<Word> {
        match value {
            Const::Symbol(text) => self.symbols.find(text),
            Const::Number(number) if SMALL.contains(number) => Some(*number as u32 & !WIDE),
            Const::Number(number) => self.wide_words.get(number).copied(),
        }
    }

    /// What a word of a column of this type stands for.
    pub fn meaning(&self, word: Word, ty: Type) -> Const {
        match ty {
            Type::Number => Const::Number(self.integer(word)),
            Type::Symbol => Const::Symbol(self.text(word).to_owned()),
        }
    }

    /// Orders two values of a type: numbers by size, texts by their bytes.
    pub fn compare(&self, left: Word, right: Word, ty: Type) -> std::cmp::Ordering {
        match ty {
            Type::Number => self.integer(left).cmp(&self.integer(right)),
            Type::Symbol if left == right => std::cmp::Ordering::Equal,
            Type::Symbol => self.text(left).cmp(self.text(right)),
        }
    }

    /// Memory in use, in bytes.
    pub fn memory(&self) -> usize {
        self.symbols.memory() + self.wide.capacity() * 8 + self.wide_words.capacity() * 17
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_are_equal_words_and_come_back() {
        let mut values = Values::default();
        let numbers = [
            0,
            1,
            -1,
            (1 << 30) - 1,
            1 << 30,
            -(1 << 30),
            i64::MIN,
            i64::MAX,
        ];
        for number in numbers {
            let word = values.number(number);
            assert_eq!(values.integer(word), number);
            assert_eq!(values.number(number), word);
            assert_eq!(values.find(&Const::Number(number)), Some(word));
        }
        let lao = values.symbol("Laos");
        assert_eq!(values.symbol("Laos"), lao);
        assert_ne!(values.symbol(""), lao);
        assert_eq!(values.text(lao), "Laos");
        assert_eq!(values.find(&Const::Symbol("Cuba".into())), None);
    }
}
