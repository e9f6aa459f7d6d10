//! Texts in cells of the same size, so that one look into memory fetches a short one.

use std::hash::Hasher;
use std::ops::Range;

use rustc_hash::FxHasher;

/// How many bytes a cell has.
pub(crate) const CELL: usize = 32;
/// So many bytes of a text have room in its cell; the last byte tells about the text.
const SHORT: usize = CELL - 1;
/// Large blocks of memory begin 16 bytes behind a page; behind so many more, no cell is part of two cache lines.
const LEAD: usize = 16;

/// The bits of a last byte. Up to 31, it is the length of a text.
const LENGTH: u8 = 31;
/// The text has bytes below 32.
const CONTROL: u8 = 32;
/// The text is longer than a cell, which has its number among the long ones.
const LONG: u8 = 64;

/// Texts by number.
#[derive(Clone, Debug)]
pub(super) struct Cells {
    /// The cells: a text, zeros behind it, and its last byte.
    cells: String,
    /// All long texts, one after the other.
    long: String,
    /// Where each of them starts; then where the last one ends.
    starts: Vec<usize>,
}

/// A text as its cell has it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Text<'a> {
    cell: &'a [u8; CELL],
}

/// A copy of a cell.
#[derive(Clone, Copy, Debug)]
#[repr(align(32))]
pub(crate) struct Cell([u8; CELL]);

impl Cell {
    #[inline]
    pub(crate) fn text(&self) -> Text<'_> {
        Text { cell: &self.0 }
    }
}

impl<'a> Text<'a> {
    /// Whether the text has bytes below 32; a long one may have some.
    #[inline]
    pub(crate) fn may_have_controls(self) -> bool {
        self.cell[SHORT] & (CONTROL | LONG) != 0
    }

    /// A text of up to 31 bytes, with others behind, and its length.
    #[inline]
    pub(crate) fn short(self) -> Option<(&'a [u8; CELL], usize)> {
        let last = self.cell[SHORT];
        (last & LONG == 0).then_some((self.cell, usize::from(last & LENGTH)))
    }
}

impl Default for Cells {
    fn default() -> Cells {
        Cells {
            cells: "\0".repeat(LEAD),
            long: String::new(),
            starts: vec![0],
        }
    }
}

impl Cells {
    pub(super) fn len(&self) -> usize {
        (self.cells.len() - LEAD) / CELL
    }

    #[inline]
    pub(super) fn text(&self, number: u32) -> Text<'_> {
        let (cells, _) = self.cells.as_bytes()[LEAD..].as_chunks();
        Text {
            cell: &cells[number as usize],
        }
    }

    /// Copies of cells.
    pub(super) fn copies(&self, of: &[u32]) -> Vec<Cell> {
        let cells = of.iter().map(|&number| Cell(*self.text(number).cell));
        cells.collect()
    }

    /// Where a long text is in `long`.
    #[cold]
    fn long_place(&self, text: Text<'_>) -> Range<usize> {
        let digits = text.cell[..5].iter().rev();
        let at = digits.fold(0, |at, digit| at << 7 | usize::from(*digit));
        self.starts[at]..self.starts[at + 1]
    }

    #[inline]
    pub(super) fn get(&self, number: u32) -> &str {
        let text = self.text(number);
        let start = LEAD + number as usize * CELL;
        match text.short() {
            Some((_, length)) => &self.cells[start..start + length],
            None => &self.long[self.long_place(text)],
        }
    }

    #[inline]
    pub(super) fn bytes_of<'a>(&'a self, text: Text<'a>) -> &'a [u8] {
        match text.short() {
            Some((cell, length)) => &cell[..length],
            None => &self.long.as_bytes()[self.long_place(text)],
        }
    }

    #[inline]
    pub(super) fn bytes(&self, number: u32) -> &[u8] {
        self.bytes_of(self.text(number))
    }

    /// Eight bytes of a text from `depth` on as a number that is ordered as they are; zeros stand for what it
    /// lacks.
    #[inline]
    pub(super) fn eight_bytes(&self, number: u32, depth: usize) -> u64 {
        let rest = self.bytes(number).get(depth..).unwrap_or_default();
        match rest.first_chunk() {
            Some(eight) => u64::from_be_bytes(*eight),
            None => {
                let mut eight = [0; 8];
                eight[..rest.len()].copy_from_slice(rest);
                u64::from_be_bytes(eight)
            }
        }
    }

    /// Adds a text.
    pub(super) fn push(&mut self, text: &str) {
        let start = self.cells.len();
        let last = if text.len() <= SHORT {
            self.cells.push_str(text);
            let has_controls = text.bytes().any(|byte| byte < 32);
            text.len() as u8 | if has_controls { CONTROL } else { 0 }
        } else {
            let number = self.starts.len() - 1;
            let digits = (0..5).map(|place| (number >> (7 * place) & 127) as u8 as char);
            self.cells.extend(digits);
            self.long.push_str(text);
            self.starts.push(self.long.len());
            LONG
        };
        let zeros = start + SHORT - self.cells.len();
        self.cells.push_str(&ZEROS[..zeros]);
        self.cells.push(last as char);
    }

    /// Whether a text is the one that was looked at.
    #[inline(always)]
    pub(super) fn is(&self, number: u32, look: &Look<'_>) -> bool {
        if look.image[3] >> 56 == u64::from(LONG) {
            return self.bytes(number) == look.text;
        }
        let [a, b, c, d] = words(self.text(number).cell);
        let [e, f, g, h] = look.image;
        let same_end = (d ^ h) & !(u64::from(CONTROL) << 56);
        (a ^ e) | (b ^ f) | (c ^ g) | same_end == 0
    }

    /// Memory in use, in bytes.
    pub(super) fn memory(&self) -> usize {
        self.cells.capacity() + self.long.capacity() + self.starts.capacity() * size_of::<usize>()
    }
}

const ZEROS: &str = "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

/// A text that is looked for, as its cell has it, except whether it has bytes below 32.
#[derive(Clone, Copy, Default)]
pub(super) struct Look<'t> {
    image: [u64; 4],
    /// A long text; a short one is in the image.
    text: &'t [u8],
}

impl<'t> Look<'t> {
    #[inline]
    pub(super) fn at(part: &Part<'t>) -> Look<'t> {
        Look::within(part.around, part.start, part.length)
    }

    #[inline]
    fn within(around: &'t str, start: usize, length: usize) -> Look<'t> {
        let behind = &around.as_bytes()[start..];
        if length > SHORT {
            return Look {
                image: [0, 0, 0, u64::from(LONG) << 56],
                text: &behind[..length],
            };
        }
        let [a, b, c, d] = match behind.first_chunk() {
            Some(bytes) => words(bytes),
            None => {
                let mut bytes = [0; CELL];
                bytes[..length].copy_from_slice(&behind[..length]);
                words(&bytes)
            }
        };
        let [e, f, g, h] = KEPT[length];
        Look {
            image: [a & e, b & f, c & g, d & h | (length as u64) << 56],
            text: &[],
        }
    }

    #[inline]
    fn hash(&self) -> u32 {
        let [a, b, c, d] = self.image;
        if d >> 56 == u64::from(LONG) {
            let mut hasher = FxHasher::default();
            hasher.write(self.text);
            return folded(hasher.finish(), DIGITS[4]);
        }
        let front = product(a ^ DIGITS[0], b ^ DIGITS[1]);
        let back = product(c ^ DIGITS[2], d ^ DIGITS[3]);
        folded(front ^ back, DIGITS[4])
    }
}

/// A text that stands in another one, or is that, with its hash.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part<'t> {
    pub(super) around: &'t str,
    pub(super) start: usize,
    pub(super) length: usize,
    pub(super) hash: u32,
}

impl<'t> Part<'t> {
    pub(crate) fn whole(text: &'t str) -> Part<'t> {
        Part::of(text, 0..text.len())
    }

    #[inline]
    pub(crate) fn of(around: &'t str, range: Range<usize>) -> Part<'t> {
        let hash = Look::within(around, range.start, range.len()).hash();
        Part::hashed(around, range, hash)
    }

    /// The same where the hash is known.
    #[inline]
    pub(crate) fn hashed(around: &'t str, range: Range<usize>, hash: u32) -> Part<'t> {
        Part {
            around,
            start: range.start,
            length: range.len(),
            hash,
        }
    }

    pub(crate) fn hash(&self) -> u32 {
        self.hash
    }
}

/// Digits of pi.
const DIGITS: [u64; 5] = [
    0x243f_6a88_85a3_08d3,
    0x1319_8a2e_0370_7344,
    0xa409_3822_299f_31d0,
    0x082e_fa98_ec4e_6c89,
    0x4528_21e6_38d0_1377,
];

/// Both halves of a product in one.
#[inline]
fn product(one: u64, other: u64) -> u64 {
    let product = u128::from(one) * u128::from(other);
    product as u64 ^ (product >> 64) as u64
}

#[inline]
fn folded(one: u64, other: u64) -> u32 {
    let product = product(one, other);
    (product ^ product >> 32) as u32
}

#[inline]
fn words(bytes: &[u8; CELL]) -> [u64; 4] {
    let (words, _) = bytes.as_chunks();
    [words[0], words[1], words[2], words[3]].map(u64::from_le_bytes)
}

/// For each length of a short text, the bits that belong to it among those of a cell.
const KEPT: [[u64; 4]; CELL] = {
    let mut kept = [[0; 4]; CELL];
    let mut length = 0;
    while length < CELL {
        let mut byte = 0;
        while byte < length {
            kept[length][byte / 8] |= 0xff << (8 * (byte % 8));
            byte += 1;
        }
        length += 1;
    }
    kept
};
