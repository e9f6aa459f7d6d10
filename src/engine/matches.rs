//! What the bindings of a batch match in a relation or an index, and the batches that come of it.

use super::batch::{BATCH, Batch, CHUNK, copy, fill};
use super::index::Entries;
use super::join::Machine;
use super::steps::{Access, Lookup, Source};
use super::uses::Use;

/// What a join step says, and the bindings that it is to join.
pub(super) struct Join<'p> {
    pub(super) lookup: &'p Lookup,
    pub(super) carry: &'p [usize],
    pub(super) bring: &'p [usize],
    pub(super) input: &'p Batch,
    /// For each binding, the entries to go through.
    pub(super) found: &'p [Entries],
}

/// Where a join broke off because its batch was full.
#[derive(Default)]
pub(super) struct Cursor {
    binding: usize,
    /// How many of the entries of that binding are done.
    done: u32,
    /// Bindings of the last batch, each with an entry that it matches.
    matches: Vec<(u32, u32)>,
}

/// From how many entries a binding on, in the mean, they are copied list by list.
const LISTS: usize = 4;

impl Cursor {
    pub(super) fn begin_again(&mut self) {
        (self.binding, self.done) = (0, 0);
    }

    /// Goes on to the next binding with entries that are left. Returns it with as many of these as there is room for.
    #[inline]
    fn next(&mut self, found: &[Entries], room: usize) -> Option<(usize, Entries)> {
        while let Some(&(from, to)) = found.get(self.binding) {
            let binding = self.binding;
            let from = from + self.done;
            let end = to.min(from.saturating_add(room as u32));
            if end == to {
                self.binding += 1;
                self.done = 0;
            } else {
                self.done += end - from;
            }
            if from < end {
                return Some((binding, (from, end)));
            }
        }
        None
    }

    /// Notes the next entries that fit, each with its binding, until there are enough for a batch.
    #[inline]
    fn gather(&mut self, found: &[Entries], first: u32, fits: impl Fn(usize, usize) -> bool) {
        let mut matches = std::mem::take(&mut self.matches);
        matches.clear();
        while matches.len() < BATCH
            && let Some((binding, (from, to))) = self.next(found, BATCH - matches.len())
        {
            for at in from - first..to - first {
                if fits(binding, at as usize) {
                    matches.push((binding as u32, at));
                }
            }
        }
        self.matches = matches;
    }
}

impl Machine<'_> {
    /// Fills `output` with what bindings join to, from where `cursor` stands. Says whether there is any.
    pub(super) fn join(&self, join: &Join<'_>, cursor: &mut Cursor, output: &mut Batch) -> bool {
        if let Access::Groups(index) = join.lookup.access {
            return self.scan_groups(index, join, cursor, output);
        }
        output.reset(join.carry.len() + join.bring.len());
        let mut wanted = 0;
        let mut bindings = 0;
        for &(from, to) in &join.found[cursor.binding..] {
            wanted += (to - from) as usize;
            bindings += 1;
            if wanted >= BATCH {
                break;
            }
        }
        if wanted >= LISTS * bindings && join.lookup.fits_all() {
            self.copy_lists(join, wanted.min(BATCH), cursor, output);
        } else {
            self.copy_matches(join, cursor, output);
        }
        output.len > 0
    }

    /// Copies so many entries, list by list.
    fn copy_lists(&self, join: &Join<'_>, wanted: usize, cursor: &mut Cursor, output: &mut Batch) {
        for column in &mut output.columns {
            column.resize(wanted + CHUNK, 0);
        }
        let (carried, brought) = output.columns.split_at_mut(join.carry.len());
        let mut len = 0;
        while len < wanted
            && let Some((binding, (from, to))) = cursor.next(join.found, wanted - len)
        {
            let count = (to - from) as usize;
            let (entries, width) = self.entries_from(join.lookup, from);
            for (column, &place) in brought.iter_mut().zip(join.bring) {
                copy(&mut column[len..], entries, count, width, place);
            }
            for (column, &from) in carried.iter_mut().zip(join.carry) {
                fill(&mut column[len..], join.input.columns[from][binding], count);
            }
            len += count;
        }
        for column in &mut output.columns {
            column.truncate(len);
        }
        output.len = len;
    }

    /// Finds the entries that bindings match, and copies them column by column: most bindings match one or none, and
    /// no column then waits for the next binding.
    fn copy_matches(&self, join: &Join<'_>, cursor: &mut Cursor, output: &mut Batch) {
        let &Join { input, found, .. } = join;
        // Where all rows are looked through, some may be gone.
        let first = match join.lookup.access {
            Access::Index(..) => 0,
            _ => found[0].0,
        };
        let (entries, width) = self.entries_from(join.lookup, first);
        match (&join.lookup.equal[..], &join.lookup.known[..]) {
            ([], []) => cursor.gather(found, first, |_, _| true),
            ([], &[(place, Source::Column(column))]) => {
                let words = &input.columns[column];
                cursor.gather(found, first, |binding, at| {
                    entries[at * width + place] == words[binding]
                });
            }
            _ => cursor.gather(found, first, |binding, at| {
                let entry = &entries[at * width..][..width];
                join.lookup.fits(entry, input, binding)
            }),
        }
        let matches = &cursor.matches;
        let (carried, brought) = output.columns.split_at_mut(join.carry.len());
        for (column, &place) in brought.iter_mut().zip(join.bring) {
            let words = matches
                .iter()
                .map(|&(_, at)| entries[at as usize * width + place]);
            column.extend(words);
        }
        for (column, &from) in carried.iter_mut().zip(join.carry) {
            let words = &input.columns[from];
            column.extend(matches.iter().map(|&(binding, _)| words[binding as usize]));
        }
        output.len = matches.len();
    }

    /// Fills `output` with all rows, in the order of the groups of an index on one column.
    fn scan_groups(
        &self,
        index: usize,
        join: &Join<'_>,
        cursor: &mut Cursor,
        output: &mut Batch,
    ) -> bool {
        let (bring, (from, to)) = (join.bring, join.found[0]);
        output.reset(bring.len());
        let from = from + cursor.done;
        let to = to.min(from + BATCH as u32);
        cursor.done += to - from;
        let index = &self.indexes.all[index].1;
        let width = index.width();
        let places: Vec<Option<usize>> = bring.iter().map(|&at| index.place_of(at)).collect();
        index.groups_within((from, to), |key, entries| {
            for (column, place) in output.columns.iter_mut().zip(&places) {
                let entries = entries.chunks_exact(width);
                match place {
                    Some(place) => column.extend(entries.map(|entry| entry[*place])),
                    None => column.extend(entries.map(|_| key)),
                }
            }
        });
        output.len = (to - from) as usize;
        self.watch.count_use(Use::Groups);
        output.len > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_that_fits_comes_once_however_batches_end() {
        let most = 3 * BATCH as u32;
        let found = [(7, 7), (7, most), (most, most + 1), (20, 22)];
        let fits = |binding: usize, at: usize| binding != 1 || !at.is_multiple_of(3);
        let mut cursor = Cursor::default();
        let mut gathered = Vec::<(u32, u32)>::new();
        loop {
            cursor.gather(&found, 7, fits);
            if cursor.matches.is_empty() {
                break;
            }
            assert!(cursor.matches.len() <= BATCH);
            gathered.extend(&cursor.matches);
        }
        let entries = (0..)
            .zip(found)
            .flat_map(|(binding, (from, to))| (from - 7..to - 7).map(move |at| (binding, at)));
        let expected = entries.filter(|&(binding, at)| fits(binding as usize, at as usize));
        assert_eq!(gathered, expected.collect::<Vec<_>>());
    }
}
