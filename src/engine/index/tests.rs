//! Indexes beside a search of all rows.

use super::*;

/// Rounds of rows, small keys and large ones, few at first and more later, so that keys become direct and
/// hashed again and groups move.
#[test]
fn an_index_finds_what_a_search_of_all_rows_finds() {
    let mut random = fastrand::Rng::with_seed(1);
    for (key, largest) in [
        (vec![0], [50, 3_000, 100_000]),
        (vec![1], [100_000, 5, 5]),
        (vec![0, 2], [9, 9, 30]),
        (vec![2], [9, 40_000, 1_000_000]),
    ] {
        let mut rows = Rows::new(3);
        let mut index = Index::new(key.clone(), 3);
        let mut delta = Delta::default();
        for largest in largest.iter().flat_map(|&largest| [largest; 6]) {
            for _ in 0..400 {
                rows.insert(&[0; 3].map(|_| random.u32(..=largest)));
            }
            delta = delta.next(&rows);
            index.catch_up(&rows, delta);
            for _ in 0..100 {
                let known = rows.row(random.usize(..rows.len()));
                let mut sought = known.to_vec();
                sought[key[0]] ^= u32::from(random.bool());
                let sought: Vec<Word> = key.iter().map(|&column| sought[column]).collect();
                for seen in [Seen::All, Seen::Old, Seen::Delta] {
                    assert_eq!(
                        found(&index, &sought, seen),
                        searched(&index, &rows, &sought, seen)
                    );
                }
            }
        }
    }
}

fn found(index: &Index, key: &[Word], seen: Seen) -> Vec<Word> {
    let columns: Vec<Column<'_>> = key
        .iter()
        .map(|word| Column::Each(std::slice::from_ref(word)))
        .collect();
    let mut found = Vec::new();
    index.look_up(&columns, 1, seen, &mut Vec::new(), &mut found);
    let (from, to) = found[0];
    index.entries_from(from)[..(to - from) as usize * index.width()].to_vec()
}

fn searched(index: &Index, rows: &Rows, key: &[Word], seen: Seen) -> Vec<Word> {
    let (from, to) = seen.range(rows.len(), || index.delta);
    let rows = rows.words(from as usize, to as usize).chunks_exact(3);
    let fitting = rows.filter(|row| {
        index
            .key
            .iter()
            .map(|&column| row[column])
            .eq(key.iter().copied())
    });
    let rest = fitting.flat_map(|row| index.rest.iter().map(|&column| row[column]));
    rest.collect()
}

#[test]
fn rooms_grow_by_a_third_or_a_half() {
    let rooms: Vec<u32> = (0..8).map(room).collect();
    assert_eq!(rooms, [2, 3, 4, 6, 8, 12, 16, 24]);
    for entries in 2..1000 {
        let class = class_within(entries);
        assert!(room(class) <= entries && entries < room(class + 1));
    }
}
