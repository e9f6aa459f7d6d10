//! The letters of words, and what is known of a word wherever it stands: kept once for all its tokens.

use std::cell::{Cell, OnceCell, RefCell};
use std::hash::{Hash, Hasher};
use std::iter;
use std::rc::Rc;

use hashbrown::HashTable;
use rustc_hash::FxHasher;
use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::dictionary::{Known, look_up};
use super::inflection::Tense;

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Letters {
    Small,
    /// With a capital at its head.
    Capital,
    /// As an abbreviation is: `PPRL`.
    Capitals,
}

/// The letters of a word: what all tokens of it share.
#[derive(Debug)]
pub struct Spelling {
    /// Lower case, composed, with straight apostrophes and no full stop after initials; as spelt before 1990.
    pub lower: String,
    /// Lower case without marks on its letters: `đặng` is `dang`.
    pub plain: String,
    /// A hash of `plain`.
    pub(super) plain_hash: u64,
    pub(super) letters: Letters,
    known: OnceCell<Known>,
    answers: Answers,
    /// The word itself, if it has too many letters for a number.
    long: Option<Box<str>>,
}

/// What a lexicon said of a word: for each question whether it was asked, and whether the answer was yes.
#[derive(Debug, Default)]
struct Answers {
    lexicon: Cell<u32>,
    asked: Cell<u64>,
    yes: Cell<u64>,
}

/// A question that a lexicon is asked about words again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Question {
    /// The number of the lexicon, from 1 on.
    pub(super) lexicon: u32,
    /// The number of the question, below 64.
    pub(super) number: u32,
}

impl Spelling {
    /// The answer to a question, which is computed once as long as no other lexicon is asked.
    #[inline]
    pub(super) fn answer(&self, question: Question, compute: impl FnOnce() -> bool) -> bool {
        let bit = 1 << question.number;
        let answers = &self.answers;
        if answers.asked.get() & bit != 0 && answers.lexicon.get() == question.lexicon {
            return answers.yes.get() & bit != 0;
        }
        answers.find(question, compute)
    }

    /// What the dictionary says of the word.
    pub fn known(&self) -> &Known {
        self.known.get_or_init(|| look_up(&self.lower))
    }
}

impl Answers {
    /// Finds an answer and keeps it. This is seldom done, and left out of what asks.
    #[cold]
    #[inline(never)]
    fn find(&self, question: Question, compute: impl FnOnce() -> bool) -> bool {
        let yes = compute();
        self.keep(question, yes);
        yes
    }

    /// Keeps an answer, and those of its lexicon alone.
    fn keep(&self, question: Question, yes: bool) {
        if self.lexicon.replace(question.lexicon) != question.lexicon {
            self.asked.set(0);
            self.yes.set(0);
        }
        let bit = 1 << question.number;
        self.asked.set(self.asked.get() | bit);
        self.yes.set(self.yes.get() | if yes { bit } else { 0 });
    }
}

/// A text of less than 16 bytes as a number, with its length.
#[inline]
pub(crate) fn short(text: &str) -> Option<u128> {
    let bytes = text.as_bytes();
    // Two pieces that may overlap, rather than byte by byte.
    let letters = match (bytes.first_chunk::<8>(), bytes.first_chunk::<4>(), bytes) {
        (Some(first), ..) if bytes.len() < 16 => {
            let last = bytes.last_chunk::<8>()?;
            let last = u128::from(u64::from_le_bytes(*last));
            u128::from(u64::from_le_bytes(*first)) | last << (8 * (bytes.len() - 8))
        }
        (Some(_), ..) => return None,
        (None, Some(first), _) => {
            let last = u64::from(u32::from_le_bytes(*bytes.last_chunk::<4>()?));
            let first = u64::from(u32::from_le_bytes(*first));
            u128::from(first | last << (8 * (bytes.len() - 4)))
        }
        (None, None, few) => {
            let letters = few.iter().rev();
            u128::from(letters.fold(0, |letters, byte| letters << 8 | u32::from(*byte)))
        }
    };
    Some(letters | (bytes.len() as u128) << 120)
}

/// A hash of such a number.
#[inline]
pub(crate) fn hash_of_short(short: u128) -> u64 {
    let mixed = (short as u64 ^ (short >> 64) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ mixed >> 32
}

/// How many words are kept with their spelling, by each thread.
const KEPT: usize = 30_000;

/// The spellings of the words that were met.
#[derive(Default)]
pub(super) struct Spellings(HashTable<Kept>);

/// A word with its spelling: where most others are told from it by its letters, these need not be fetched.
struct Kept {
    /// The word as a number, [`LONG`] if it has too many letters.
    letters: u128,
    spelling: Rc<Spelling>,
}

/// No text of less than 16 bytes.
const LONG: u128 = u128::MAX;

impl Kept {
    #[inline]
    fn is(&self, letters: u128, word: &str) -> bool {
        self.letters == letters && (letters != LONG || self.spelling.long.as_deref() == Some(word))
    }
}

thread_local! {
    static SPELLINGS: RefCell<Spellings> = RefCell::default();
}

/// Does something with the spellings of this thread.
pub(super) fn with_spellings<T>(action: impl FnOnce(&mut Spellings) -> T) -> T {
    SPELLINGS.with_borrow_mut(action)
}

/// The spelling of a word, shared with other tokens of it.
pub(super) fn spelling(word: &str) -> Rc<Spelling> {
    with_spellings(|spellings| spellings.shared(word))
}

impl Spellings {
    /// The spelling of a word, shared with other tokens of it.
    #[inline]
    pub(super) fn shared(&mut self, word: &str) -> Rc<Spelling> {
        let short = short(word);
        let hash = hash(short, word);
        let letters = short.unwrap_or(LONG);
        match self.0.find(hash, |kept| kept.is(letters, word)) {
            Some(kept) => Rc::clone(&kept.spelling),
            None => self.add(word, letters, hash),
        }
    }

    #[cold]
    fn add(&mut self, word: &str, letters: u128, hash: u64) -> Rc<Spelling> {
        if self.0.len() >= KEPT {
            self.0.clear();
        }
        let plain = plain(word);
        let spelling = Rc::new(Spelling {
            lower: classical(lower(word)),
            plain_hash: hash_of(&plain),
            plain,
            letters: self::letters(word),
            known: OnceCell::new(),
            answers: Answers::default(),
            long: (letters == LONG).then(|| word.into()),
        });
        let kept = Kept {
            letters,
            spelling: Rc::clone(&spelling),
        };
        let hash_again = |kept: &Kept| match &kept.spelling.long {
            Some(word) => hash_of_long(word),
            None => hash_of_short(kept.letters),
        };
        self.0.insert_unique(hash, kept, hash_again);
        spelling
    }
}

/// A word in lower case as it was spelt before the reform of 1990, if the dictionary knows it so alone: `connait`,
/// `entrainement`, `procèdera`.
fn classical(lower: String) -> String {
    let changed = |at: usize, letter: char| {
        let with = |old: &str| [&lower[..at], old, &lower[at + letter.len_utf8()..]].concat();
        let to_come =
            |known: &Known| known.is_tense(Tense::Future) || known.is_tense(Tense::Conditional);
        match letter {
            'i' => Some(with("î")).filter(|word| look_up(word).is_word()),
            'u' => Some(with("û")).filter(|word| look_up(word).is_word()),
            'è' => Some(with("é")).filter(|word| to_come(&look_up(word))),
            _ => None,
        }
    };
    let found = || {
        lower
            .char_indices()
            .find_map(|(at, letter)| changed(at, letter))
    };
    let known = lower.len() < 4 || look_up(&lower).is_word();
    let old = if known { None } else { found() };
    old.unwrap_or(lower)
}

/// A hash of a text.
pub(super) fn hash_of(text: &str) -> u64 {
    hash(short(text), text)
}

fn hash(short: Option<u128>, text: &str) -> u64 {
    short.map_or_else(|| hash_of_long(text), hash_of_short)
}

fn hash_of_long(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    text.hash(&mut hasher);
    hasher.finish()
}

fn letters(word: &str) -> Letters {
    let short = |c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '+' | '-');
    match word.starts_with(char::is_uppercase) {
        true if word.chars().nth(1).is_some() && word.chars().all(short) => Letters::Capitals,
        true => Letters::Capital,
        false => Letters::Small,
    }
}

/// Lower case, composed, with straight apostrophes and no full stop at the end.
pub fn lower(word: &str) -> String {
    // Before U+0300, letters are composed.
    let composed =
        word.chars().all(|c| c < '\u{300}') || is_nfc_quick(word.chars()) == IsNormalized::Yes;
    let mut lower = match composed {
        true => small(word.chars(), word.len()),
        false => small(word.nfc(), word.len()),
    };
    if lower.len() > 1 {
        lower.truncate(lower.trim_end_matches('.').len());
    }
    lower
}

/// Letters in lower case, apostrophes straight; about so many bytes.
fn small(letters: impl Iterator<Item = char>, bytes: usize) -> String {
    let mut small = String::with_capacity(bytes);
    for letter in letters {
        match letter {
            _ if is_apostrophe(letter) => small.push('\''),
            '\0'..='\x7f' => small.push(letter.to_ascii_lowercase()),
            _ => small.extend(letter.to_lowercase()),
        }
    }
    small
}

/// As [`lower`], without marks on letters.
pub fn plain(word: &str) -> String {
    let lower = lower(word);
    if lower.is_ascii() {
        return lower;
    }
    let mut plain = String::with_capacity(lower.len());
    for letter in lower.chars() {
        match letter {
            '\0'..='\x7f' => plain.push(letter),
            'à' | 'â' => plain.push('a'),
            'é' | 'è' | 'ê' | 'ë' => plain.push('e'),
            'î' | 'ï' => plain.push('i'),
            'ô' => plain.push('o'),
            'ù' | 'û' => plain.push('u'),
            'ç' => plain.push('c'),
            'đ' => plain.push('d'),
            'œ' => plain.push_str("oe"),
            _ => plain.extend(iter::once(letter).nfd().filter(|c| !is_combining_mark(*c))),
        }
    }
    plain
}

pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '`' | '´')
}
