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

/// Complete relations, one after the other in the same index, with keys near each other and far apart; then rounds.
#[test]
fn an_index_that_was_emptied_finds_what_a_new_one_finds() {
    let mut random = fastrand::Rng::with_seed(2);
    let mut index = Index::new(vec![1], 3);
    let mut ways = [0; 3];
    let largest = [
        50, 60_000, 4_000_000, 20_000, 90_000, 300, 5_000_000, 60_000,
    ];
    for (largest, in_order) in largest.iter().flat_map(|&l| [(l, false), (l, true)]) {
        let mut tuples: Vec<[Word; 3]> = (0..random.usize(200..4_000))
            .map(|_| [0; 3].map(|_| random.u32(..=largest)))
            .collect();
        if in_order {
            tuples.sort_unstable_by_key(|tuple| tuple[1]);
        }
        let mut rows = Rows::new(3);
        tuples.iter().for_each(|tuple| _ = rows.insert(tuple));
        index.clear();
        index.catch_up(&rows, Delta::complete(&rows));
        ways[match index.keys {
            Keys::Direct => 0,
            Keys::Ranked(_) => 1,
            Keys::Hashed(_) => 2,
        }] += 1;
        let mut told = Vec::new();
        let all = (0, rows.len() as u32);
        index.groups_within(all, |key, entries| {
            told.extend(
                entries
                    .chunks_exact(2)
                    .map(|entry| [entry[0], key, entry[1]]),
            );
        });
        told.sort_unstable();
        let mut each: Vec<&[Word]> = rows.iter().collect();
        each.sort_unstable();
        assert!(told.iter().eq(each));
        let mut delta = Delta::complete(&rows);
        for _ in 0..3 {
            for _ in 0..200 {
                let known = rows.row(random.usize(..rows.len()));
                let sought = [known[1] ^ u32::from(random.bool())];
                for seen in [Seen::All, Seen::Old, Seen::Delta] {
                    assert_eq!(
                        found(&index, &sought, seen),
                        searched(&index, &rows, &sought, seen)
                    );
                }
            }
            for _ in 0..100 {
                rows.insert(&[0; 3].map(|_| random.u32(..=largest)));
            }
            delta = delta.next(&rows);
            index.catch_up(&rows, delta);
        }
    }
    assert!(ways.iter().all(|&times| times > 1), "{ways:?}");
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
