//! Values as words of 32 bits: texts, records and wide numbers interned, small numbers as themselves.

use std::cmp::Ordering;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::records::{NIL, Records};
use super::rows::Column;
use super::symbols::{Cell, Part, Ranking, Symbols, Text};
use crate::rules::{Const, Field, Real, Type, Types};

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
    /// The bits of wide numbers of all types.
    wide: Vec<u64>,
    wide_words: FxHashMap<u64, Word>,
    records: Records,
    types: Arc<Types>,
}

impl Values {
    /// Values of a program with these types.
    pub fn new(types: &Types) -> Values {
        Values {
            types: Arc::new(types.clone()),
            ..Values::default()
        }
    }

    pub fn types(&self) -> &Types {
        &self.types
    }

    /// The word of a text.
    pub fn symbol(&mut self, text: &str) -> Word {
        self.symbols.intern(text)
    }

    /// The text of a symbol's word.
    pub fn text(&self, word: Word) -> &str {
        self.symbols.get(word)
    }

    /// The bytes of a symbol's text.
    #[inline]
    pub(super) fn text_bytes(&self, word: Word) -> &[u8] {
        self.symbols.bytes(word)
    }

    /// The bytes of a text that is kept.
    #[inline]
    pub(super) fn bytes_of<'a>(&'a self, text: Text<'a>) -> &'a [u8] {
        self.symbols.bytes_of(text)
    }

    /// Copies of symbols' texts, side by side.
    pub(super) fn copies_of_texts(&self, of: &[Word]) -> Vec<Cell> {
        self.symbols.copies(of)
    }

    /// A symbol's text as it is kept.
    #[inline]
    pub(super) fn kept_text(&self, word: Word) -> Text<'_> {
        self.symbols.text(word)
    }

    /// The words of texts, in their order, each a part of one for which the bytes behind it can be read.
    pub(super) fn symbols_of<'t, T>(
        &mut self,
        texts: &[T],
        part: impl Fn(&T) -> Part<'t>,
        tell: impl FnMut(Word),
    ) {
        self.symbols.intern_all(texts, part, tell);
    }

    /// The words of texts that stand one behind the other, in their order; each goes up to one of `ends`.
    pub(crate) fn symbols_within(&mut self, texts: &str, ends: &[usize], tell: impl FnMut(Word)) {
        let starts = [0].into_iter().chain(ends.iter().copied());
        let parts = starts.zip(ends);
        let parts: Vec<_> = parts.map(|(from, &to)| Part::of(texts, from..to)).collect();
        self.symbols_of(&parts, |part| *part, tell);
    }

    /// The order of all texts, if so many comparisons pay for putting them in order.
    pub(super) fn text_ranks(&self, comparisons: usize) -> Option<&Ranking> {
        self.symbols.ranks(comparisons)
    }

    /// Sorts the words of texts by the bytes of the texts.
    pub(super) fn sort_texts(&self, words: &mut Vec<Word>) {
        self.symbols.sort(words);
    }

    /// How many different texts there are; their words are the numbers below.
    pub fn symbols(&self) -> usize {
        self.symbols.len()
    }

    fn wide(&mut self, bits: u64) -> Word {
        let wide = &mut self.wide;
        *self.wide_words.entry(bits).or_insert_with(|| {
            let at = u32::try_from(wide.len()).expect("fewer than 2^31 wide numbers");
            assert!(at < WIDE, "fewer than 2^31 wide numbers");
            wide.push(bits);
            at | WIDE
        })
    }

    fn bits(&self, word: Word) -> u64 {
        self.wide[(word & !WIDE) as usize]
    }

    /// The word of a number.
    pub fn number(&mut self, number: i64) -> Word {
        match SMALL.contains(&number) {
            true => number as u32 & !WIDE,
            false => self.wide(number as u64),
        }
    }

    /// The number that a number's word stands for.
    pub fn integer(&self, word: Word) -> i64 {
        match word & WIDE {
            0 => i64::from((word << 1) as i32 >> 1),
            _ => self.bits(word) as i64,
        }
    }

    /// The word of an unsigned number.
    pub fn unsigned(&mut self, number: u64) -> Word {
        match number < u64::from(WIDE) {
            true => number as u32,
            false => self.wide(number),
        }
    }

    /// The number that an unsigned number's word stands for.
    pub fn natural(&self, word: Word) -> u64 {
        match word & WIDE {
            0 => u64::from(word),
            _ => self.bits(word),
        }
    }

    /// The word of a number with a fraction. The two zeros are one value, and so are all that are no number.
    pub fn float(&mut self, number: f64) -> Word {
        self.wide(Real(number).canonical().0.to_bits())
    }

    /// The number that a float's word stands for.
    pub fn real(&self, word: Word) -> f64 {
        f64::from_bits(self.bits(word))
    }

    /// A number of any type as one with a fraction.
    pub fn as_real(&self, word: Word, ty: Type) -> f64 {
        match ty {
            Type::Float => self.real(word),
            Type::Unsigned => self.natural(word) as f64,
            _ => self.integer(word) as f64,
        }
    }

    /// The bits of a whole number; 0 for one with a fraction.
    pub fn as_bits(&self, word: Word, ty: Type) -> i64 {
        match ty {
            Type::Float => 0,
            Type::Unsigned => self.natural(word) as i64,
            _ => self.integer(word),
        }
    }

    /// The word of a record with these fields; of a branch's value, its number stands before them.
    pub fn record(&mut self, fields: &[Word]) -> Word {
        self.records.intern(fields)
    }

    /// The fields of a record or branch; none of `nil`.
    pub fn fields(&self, word: Word) -> Option<&[Word]> {
        self.records.fields(word)
    }

    /// The word of a number that is its own word.
    pub(super) fn small(value: &Const) -> Option<Word> {
        match value {
            Const::Number(number) if SMALL.contains(number) => Some(*number as u32 & !WIDE),
            Const::Unsigned(number) if *number < u64::from(WIDE) => Some(*number as u32),
            _ => None,
        }
    }

    /// The word of a constant.
    pub fn constant(&mut self, value: &Const) -> Word {
        match value {
            Const::Number(number) => self.number(*number),
            Const::Unsigned(number) => self.unsigned(*number),
            Const::Float(number) => self.float(number.0),
            Const::Symbol(text) => self.symbol(text),
            Const::Nil => NIL,
            Const::Record(fields) => {
                let words: Vec<Word> = fields.iter().map(|field| self.constant(field)).collect();
                self.record(&words)
            }
            Const::Branch(number, _, fields) => {
                let mut words = vec![*number];
                words.extend(fields.iter().map(|field| self.constant(field)));
                self.record(&words)
            }
        }
    }

    /// The word of a constant, if any tuple can have it.
    pub fn find(&self, value: &Const) -> Option<Word> {
        let wide = |bits: u64| self.wide_words.get(&bits).copied();
        if let Some(word) = Values::small(value) {
            return Some(word);
        }
        match value {
            Const::Symbol(text) => self.symbols.find(text),
            Const::Number(number) => wide(*number as u64),
            Const::Unsigned(number) => wide(*number),
            Const::Float(number) => wide(number.canonical().0.to_bits()),
            Const::Nil => Some(NIL),
            Const::Record(fields) => self.records.find(&self.find_all(fields)?),
            Const::Branch(number, _, fields) => {
                let mut words = vec![*number];
                words.extend(self.find_all(fields)?);
                self.records.find(&words)
            }
        }
    }

    fn find_all(&self, values: &[Const]) -> Option<Vec<Word>> {
        values.iter().map(|value| self.find(value)).collect()
    }

    /// What a word of a column of this type stands for.
    pub fn meaning(&self, word: Word, ty: Type) -> Const {
        match ty {
            Type::Number => Const::Number(self.integer(word)),
            Type::Unsigned => Const::Unsigned(self.natural(word)),
            Type::Float => Const::Float(Real(self.real(word))),
            Type::Symbol => Const::Symbol(self.text(word).to_owned()),
            Type::Record(_) => match self.fields(word) {
                None => Const::Nil,
                Some(words) => Const::Record(self.meanings(words, self.types.fields(ty))),
            },
            Type::Algebraic(_) => {
                let words = self.fields(word).expect("a branch is never nil");
                let branch = &self.types.branches(ty)[words[0] as usize];
                let fields = self.meanings(&words[1..], &branch.fields);
                Const::Branch(words[0], branch.name.clone(), fields)
            }
        }
    }

    fn meanings(&self, words: &[Word], fields: &[Field]) -> Vec<Const> {
        words
            .iter()
            .zip(fields)
            .map(|(&word, field)| self.meaning(word, field.ty))
            .collect()
    }

    /// Orders two values of a type: numbers by size, texts by their bytes, records by their numbers.
    pub fn compare(&self, left: Word, right: Word, ty: Type) -> Ordering {
        if left == right {
            return Ordering::Equal;
        }
        match ty {
            Type::Number => self.integer(left).cmp(&self.integer(right)),
            Type::Unsigned => self.natural(left).cmp(&self.natural(right)),
            Type::Float => self.real(left).total_cmp(&self.real(right)),
            Type::Symbol => self.compare_texts(left, right, self.symbols.ranks(0)),
            Type::Record(_) | Type::Algebraic(_) => left.cmp(&right),
        }
    }

    /// Orders two texts, by their places if both have one.
    #[inline]
    fn compare_texts(&self, left: Word, right: Word, ranks: Option<&Ranking>) -> Ordering {
        let places = ranks.map_or(&[][..], |ranks| &ranks.places);
        match (places.get(left as usize), places.get(right as usize)) {
            (Some(left), Some(right)) => left.cmp(right),
            _ => self.symbols.bytes(left).cmp(self.symbols.bytes(right)),
        }
    }

    /// How the values of two columns of a type compare in a condition, pair by pair, as `ordering` has it.
    pub fn orderings(
        &self,
        left: Column<'_>,
        right: Column<'_>,
        len: usize,
        ty: Type,
        mut tell: impl FnMut(Option<Ordering>),
    ) {
        let pairs = (0..len).map(|at| (left.at(at), right.at(at)));
        match ty {
            Type::Symbol => {
                let ranks = self.symbols.ranks(len);
                match ranks.filter(|ranks| ranks.places.len() == self.symbols.len()) {
                    Some(Ranking { places, .. }) => pairs.for_each(|(left, right)| {
                        tell(Some(places[left as usize].cmp(&places[right as usize])));
                    }),
                    None => pairs.for_each(|(l, r)| tell(Some(self.compare_texts(l, r, ranks)))),
                }
            }
            _ => pairs.for_each(|(left, right)| tell(self.ordering(left, right, ty))),
        }
    }

    /// How two values of a type compare in a condition: as `compare`, but a float that is no number is neither
    /// less nor greater than any, nor equal to it.
    pub fn ordering(&self, left: Word, right: Word, ty: Type) -> Option<Ordering> {
        match ty {
            Type::Float => self.real(left).partial_cmp(&self.real(right)),
            _ => Some(self.compare(left, right, ty)),
        }
    }

    /// Memory in use, in bytes.
    pub fn memory(&self) -> usize {
        self.symbols.memory()
            + self.wide.capacity() * 8
            + self.wide_words.capacity() * 17
            + self.records.memory()
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
        for number in [0, 1, (1 << 31) - 1, 1 << 31, u64::MAX] {
            let word = values.unsigned(number);
            assert_eq!(values.natural(word), number);
            assert_eq!(values.find(&Const::Unsigned(number)), Some(word));
        }
        for number in [0.0, -1.5, f64::MAX, f64::NAN] {
            let word = values.float(number);
            assert_eq!(values.real(word).to_bits(), number.to_bits());
            assert_eq!(values.find(&Const::Float(Real(number))), Some(word));
        }
        assert_eq!(values.float(-0.0), values.float(0.0));
        assert_eq!(values.float(-f64::NAN), values.float(f64::NAN));
        let lao = values.symbol("Laos");
        assert_eq!(values.symbol("Laos"), lao);
        assert_ne!(values.symbol(""), lao);
        assert_eq!(values.text(lao), "Laos");
        assert_eq!(values.find(&Const::Symbol("Cuba".into())), None);
        let pair = values.record(&[lao, lao]);
        assert_eq!(values.record(&[lao, lao]), pair);
        assert_eq!(values.fields(pair), Some(&[lao, lao][..]));
        assert_eq!(values.fields(NIL), None);
    }
}
