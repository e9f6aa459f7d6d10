//! Tuples as the bits of a matrix: one row for each first word, one column for each second.

/// The bit for a tuple stands where its words say, so that nothing has to be searched.
#[derive(Clone, Debug, Default)]
pub(in crate::facts::rows) struct Matrix {
    bits: Vec<u64>,
    /// How many numbers of 64 bits a row has. Odd, so that columns do not compete for places in a cache.
    stride: usize,
    pub(super) len: usize,
}

/// One more than the largest first and second words of tuples.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Extent {
    rows: usize,
    columns: usize,
}

impl Extent {
    pub(super) fn new(rows: usize, columns: usize) -> Extent {
        Extent { rows, columns }
    }

    pub(super) fn of(tuples: impl Iterator<Item = u64>) -> Extent {
        tuples.fold(Extent::default(), |extent, tuple| Extent {
            rows: extent.rows.max((tuple >> 32) as usize + 1),
            columns: extent.columns.max(tuple as u32 as usize + 1),
        })
    }

    pub(super) fn and(self, other: Extent) -> Extent {
        Extent {
            rows: self.rows.max(other.rows),
            columns: self.columns.max(other.columns),
        }
    }

    pub(super) fn has_one_row(self) -> bool {
        self.rows <= 1
    }

    fn stride(self) -> usize {
        (self.columns.div_ceil(64) * 9 / 8) | 1
    }

    /// How many bytes a matrix of this extent takes.
    pub(super) fn bytes(self) -> usize {
        self.rows
            .saturating_mul(self.stride())
            .saturating_mul(size_of::<u64>())
    }
}

impl Matrix {
    pub(super) fn of(tuples: impl Iterator<Item = u64>, extent: Extent) -> Matrix {
        let stride = extent.stride();
        let mut matrix = Matrix {
            bits: vec![0; extent.rows * stride],
            stride,
            len: 0,
        };
        for tuple in tuples {
            matrix.insert(tuple);
        }
        matrix
    }

    /// Forgets all tuples, not the room that they took.
    pub(super) fn clear(&mut self) {
        self.bits.fill(0);
        self.len = 0;
    }

    fn extent(&self) -> Extent {
        Extent {
            rows: self.bits.len() / self.stride,
            columns: self.stride * 64,
        }
    }

    /// The extent that the matrix needs for more tuples, if it is too small for them.
    pub(super) fn is_short_of(&self, tuples: &[u64]) -> Option<Extent> {
        let (now, more) = (self.extent(), Extent::of(tuples.iter().copied()));
        (more.rows > now.rows || more.columns > now.columns).then(|| now.and(more))
    }

    /// Makes room for tuples within an extent.
    pub(super) fn grow(&mut self, extent: Extent) {
        if extent.has_one_row() && extent.columns > self.stride * 64 {
            self.stride = extent.stride();
        }
        if extent.columns <= self.stride * 64 {
            self.bits.resize(extent.rows * self.stride, 0);
        } else {
            *self = Matrix::of(self.iter(), extent);
        }
    }

    #[inline]
    fn place(&self, tuple: u64) -> (usize, u64) {
        let block = (tuple >> 32) as usize * self.stride + (tuple as u32 >> 6) as usize;
        (block, 1 << (tuple & 63))
    }

    pub(super) fn contains(&self, tuple: u64) -> bool {
        let (block, bit) = self.place(tuple);
        let is_inside = (tuple as u32 as usize) < self.stride * 64;
        is_inside && self.bits.get(block).is_some_and(|bits| bits & bit != 0)
    }

    #[inline]
    pub(super) fn insert(&mut self, tuple: u64) -> bool {
        let (block, bit) = self.place(tuple);
        let new = self.bits[block] & bit == 0;
        self.bits[block] |= bit;
        self.len += usize::from(new);
        new
    }

    /// Adds tuples from the one at `from` on, up to one that is outside of the matrix, whose position is
    /// returned; `new` gets the positions of those that were not there.
    pub(super) fn insert_all(&mut self, tuples: &[u64], from: usize, new: &mut Vec<u32>) -> usize {
        // Every position is written, and kept by counting on: whether a tuple is new is hard to foretell.
        let start = new.len();
        new.resize(start + tuples.len() - from, 0);
        let mut count = start;
        let mut end = tuples.len();
        for (at, &tuple) in tuples.iter().enumerate().skip(from) {
            let (block, bit) = self.place(tuple);
            let is_outside = (tuple as u32 >> 6) as usize >= self.stride;
            let Some(bits) = self.bits.get_mut(block).filter(|_| !is_outside) else {
                end = at;
                break;
            };
            new[count] = at as u32;
            count += usize::from(*bits & bit == 0);
            *bits |= bit;
        }
        new.truncate(count);
        self.len += count - start;
        end
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = u64> + Clone {
        let stride = self.stride;
        self.bits.iter().enumerate().flat_map(move |(at, &bits)| {
            let tuple = ((at / stride) as u64) << 32 | ((at % stride) as u64) << 6;
            let set = (0..64).filter(move |bit| bits >> bit & 1 == 1);
            set.map(move |bit| tuple | bit)
        })
    }

    pub(super) fn memory(&self) -> usize {
        self.bits.capacity() * size_of::<u64>()
    }
}
