//! Tuples as the bits of a matrix of which each row keeps only what lies between its first bit and its last.
//!
//! So a relation whose second words lie near each other for each first one takes little memory, however far
//! apart they are elsewhere; numerical libraries store sparse matrices so. Neighbours stay neighbours, which a
//! hash would scatter.

use super::FEW;
use super::matrix::Extent;

#[derive(Clone, Debug, Default)]
pub(in crate::facts::rows) struct Skyline {
    /// One for each first word.
    rows: Vec<Row>,
    /// The bits of all rows, and those that rows have left when they became wider.
    bits: Vec<u64>,
    /// How many numbers of 64 bits the rows have together.
    used: usize,
    pub(super) len: usize,
}

/// The part of a row that is kept: so many numbers of 64 bits, the first of them for the block `first`.
#[derive(Clone, Copy, Debug, Default)]
struct Row {
    start: u32,
    first: u32,
    len: u32,
}

impl Row {
    /// The row with a block more.
    fn with(self, block: u32) -> Row {
        if self.len == 0 {
            return Row {
                first: block,
                len: 1,
                ..self
            };
        }
        let first = self.first.min(block);
        let end = (self.first + self.len).max(block + 1);
        Row {
            first,
            len: end - first,
            ..self
        }
    }
}

/// Bytes that a row takes besides its bits.
const ROW: usize = size_of::<Row>();
const BLOCK: usize = size_of::<u64>();
/// Bytes a tuple may take, on average, for this form to be taken, and to be kept.
const FULL: usize = 24;
const STILL_FULL: usize = 28;

impl Skyline {
    /// The tuples in this form, unless that takes too many bytes.
    pub(super) fn of(tuples: impl Iterator<Item = u64> + Clone, len: usize) -> Option<Skyline> {
        let mut skyline = Skyline::default();
        for tuple in tuples.clone() {
            let (row, block) = (row_of(tuple), block_of(tuple));
            if row >= skyline.rows.len() {
                if (row + 1) * ROW > len * FULL {
                    return None;
                }
                skyline.rows.resize(row + 1, Row::default());
            }
            let row = &mut skyline.rows[row];
            let wider = row.with(block);
            skyline.used += (wider.len - row.len) as usize;
            *row = wider;
            if skyline.used * BLOCK > len * FULL {
                return None;
            }
        }
        if skyline.bytes() > len * FULL {
            return None;
        }
        let mut start = 0;
        for row in &mut skyline.rows {
            row.start = start;
            start += row.len;
        }
        skyline.bits.resize(skyline.used, 0);
        for tuple in tuples {
            skyline.insert(tuple);
        }
        Some(skyline)
    }

    /// Bytes in use, without room for more.
    pub(super) fn bytes(&self) -> usize {
        self.rows.len() * ROW + self.used * BLOCK
    }

    /// Where the bit of a tuple is, if its row is wide enough.
    #[inline]
    fn place(&self, tuple: u64) -> Option<usize> {
        let row = self.rows.get(row_of(tuple))?;
        let offset = block_of(tuple).wrapping_sub(row.first);
        (offset < row.len).then(|| (row.start + offset) as usize)
    }

    #[inline]
    pub(super) fn contains(&self, tuple: u64) -> bool {
        let bit = 1 << (tuple & 63);
        self.place(tuple)
            .is_some_and(|place| self.bits[place] & bit != 0)
    }

    /// Makes the row of a tuple wide enough, unless that means to move everything.
    pub(super) fn make_room(&mut self, tuple: u64) -> bool {
        if self.place(tuple).is_some() {
            return true;
        }
        let (rows, row, wider) = self.widened(tuple);
        let has_room = self.bits.capacity() - self.bits.len() >= wider.len as usize;
        if !has_room || !self.is_worth(rows, self.used + (wider.len - row.len) as usize) {
            return false;
        }
        self.rows.resize(rows, Row::default());
        self.used += (wider.len - row.len) as usize;
        self.rows[row_of(tuple)] = self.moved(row, wider);
        true
    }

    /// Moves everything so that there is room for a tuple, unless that takes too many bytes.
    pub(super) fn grow(&mut self, tuple: u64) -> bool {
        let (rows, row, wider) = self.widened(tuple);
        let used = self.used + (wider.len - row.len) as usize;
        if !self.is_worth(rows, used) {
            return false;
        }
        let mut bits = Vec::with_capacity(used / 2 * 3 + wider.len as usize);
        for row in &mut self.rows {
            let from = row.start as usize;
            row.start = bits.len() as u32;
            bits.extend_from_slice(&self.bits[from..from + row.len as usize]);
        }
        self.bits = bits;
        self.make_room(tuple)
    }

    /// How many rows there are with a tuple, and how its row is and has to be.
    fn widened(&self, tuple: u64) -> (usize, Row, Row) {
        let number = row_of(tuple);
        let row = self.rows.get(number).copied().unwrap_or_default();
        let mut wider = row.with(block_of(tuple));
        // A wide row that grows block by block must not be moved each time.
        let ahead = (row.len / 2).saturating_sub(wider.len - row.len);
        if wider.first < row.first {
            wider.first -= ahead.min(wider.first);
        }
        wider.len += ahead;
        (self.rows.len().max(number + 1), row, wider)
    }

    /// Whether the tuples are enough for so many rows with so many blocks together.
    fn is_worth(&self, rows: usize, blocks: usize) -> bool {
        rows * ROW + blocks * BLOCK <= self.len.max(FEW) * STILL_FULL && blocks < 1 << 30
    }

    /// What a matrix of these tuples has to be like.
    pub(super) fn extent(&self) -> Extent {
        let ends = self.rows.iter().map(|row| row.first + row.len);
        Extent::new(self.rows.len(), ends.max().unwrap_or(0) as usize * 64)
    }

    /// Where a row stands when it is wider.
    fn moved(&mut self, row: Row, wider: Row) -> Row {
        let start = self.bits.len();
        self.bits.resize(start + wider.len as usize, 0);
        let (from, to) = (
            row.start as usize,
            start + (row.first.wrapping_sub(wider.first)) as usize,
        );
        if row.len > 0 {
            self.bits.copy_within(from..from + row.len as usize, to);
        }
        Row {
            start: start as u32,
            ..wider
        }
    }

    /// Adds a tuple whose row is wide enough.
    #[inline]
    pub(super) fn insert(&mut self, tuple: u64) -> bool {
        let place = self.place(tuple).expect("there is room for it");
        let bit = 1 << (tuple & 63);
        let new = self.bits[place] & bit == 0;
        self.bits[place] |= bit;
        self.len += usize::from(new);
        new
    }

    /// Adds tuples from the one at `from` on, up to one that there is no room for, whose position is returned;
    /// `new` gets the positions of those that were not there.
    pub(super) fn insert_all(&mut self, tuples: &[u64], from: usize, new: &mut Vec<u32>) -> usize {
        // Every position is written, and kept by counting on: whether a tuple is new is hard to foretell.
        let start = new.len();
        new.resize(start + tuples.len() - from, 0);
        let mut count = start;
        let mut end = tuples.len();
        let mut at = from;
        while at < tuples.len() {
            let tuple = tuples[at];
            let Some(place) = self.place(tuple) else {
                if self.make_room(tuple) {
                    continue;
                }
                end = at;
                break;
            };
            let (bits, bit) = (&mut self.bits[place], 1 << (tuple & 63));
            new[count] = at as u32;
            count += usize::from(*bits & bit == 0);
            *bits |= bit;
            at += 1;
        }
        new.truncate(count);
        self.len += count - start;
        end
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = u64> + Clone {
        self.rows.iter().enumerate().flat_map(move |(number, row)| {
            let bits = &self.bits[row.start as usize..][..row.len as usize];
            bits.iter()
                .zip(row.first..)
                .flat_map(move |(&bits, block)| {
                    let tuple = (number as u64) << 32 | u64::from(block) << 6;
                    let set = (0..64).filter(move |bit| bits >> bit & 1 == 1);
                    set.map(move |bit| tuple | bit)
                })
        })
    }

    pub(super) fn memory(&self) -> usize {
        self.rows.capacity() * ROW + self.bits.capacity() * BLOCK
    }
}

#[inline]
fn row_of(tuple: u64) -> usize {
    (tuple >> 32) as usize
}

#[inline]
fn block_of(tuple: u64) -> u32 {
    tuple as u32 >> 6
}
