//! Data from fixed seeds, as the text of fact files.

use std::fmt::Display;

use fastrand::Rng;
use rustc_hash::FxHashSet;

/// The relations of a program with the text of their fact files.
pub(crate) type Tables = Vec<(&'static str, String)>;

/// The same rows with other numbers, of up to 31 bits, in place of theirs; texts stay as they are.
pub(crate) fn scatter(rows: &str) -> String {
    // Multiplying by an odd number gives each number another.
    const ODD: u32 = 0x9e37_79b1;
    let mut scattered = String::with_capacity(2 * rows.len());
    for piece in rows.split_inclusive(['\t', '\n']) {
        let value = piece.trim_end_matches(['\t', '\n']);
        match value.parse::<u32>() {
            Ok(id) => scattered.push_str(&(id.wrapping_mul(ODD) & 0x7fff_ffff).to_string()),
            Err(_) => scattered.push_str(value),
        }
        scattered.push_str(&piece[value.len()..]);
    }
    scattered
}

/// A path through some nodes.
pub(crate) fn chain(nodes: u32) -> Tables {
    vec![("edge", pairs((1..nodes).map(|to| (to - 1, to))))]
}

/// A digraph with edges between any nodes.
pub(crate) fn random(nodes: u32, edges: usize) -> Tables {
    let mut rng = Rng::with_seed(1);
    let edges = different(edges, || (rng.u32(..nodes), rng.u32(..nodes)));
    vec![("edge", pairs(edges))]
}

/// A grid whose edges lead right and down.
pub(crate) fn grid(side: u32) -> Tables {
    let nodes = (0..side).flat_map(|row| (0..side).map(move |column| (row, column)));
    let edges = nodes.flat_map(|(row, column)| {
        let node = row * side + column;
        let down = (row + 1 < side).then_some((node, node + side));
        let right = (column + 1 < side).then_some((node, node + 1));
        down.into_iter().chain(right)
    });
    vec![("edge", pairs(edges))]
}

/// A digraph in which few nodes have most edges, the more so the higher the power.
pub(crate) fn power_law(relation: &'static str, nodes: u32, edges: usize, power: i32) -> Tables {
    let mut rng = Rng::with_seed(2);
    let mut node = || (f64::from(nodes) * rng.f64().powi(power)) as u32;
    let edges = different(edges, || {
        loop {
            let edge = (node(), node());
            if edge.0 != edge.1 {
                return edge;
            }
        }
    });
    vec![(relation, pairs(edges))]
}

/// A tree of nodes with two or three children, level by level.
pub(crate) fn tree(nodes: u32) -> Tables {
    let mut rng = Rng::with_seed(3);
    let mut edges = Vec::new();
    let mut parent = 0;
    let mut next = 1;
    while next < nodes {
        for _ in 0..rng.u32(2..=3) {
            edges.push((next, parent));
            next += 1;
        }
        parent += 1;
    }
    vec![("parent", pairs(edges))]
}

/// Nodes with two parents each, among those shortly before them.
pub(crate) fn parents(nodes: u32, window: u32) -> Tables {
    let mut rng = Rng::with_seed(4);
    let mut edges = FxHashSet::default();
    for child in 1..nodes {
        for _ in 0..2 {
            edges.insert((child, rng.u32(child.saturating_sub(window)..child)));
        }
    }
    let mut edges: Vec<(u32, u32)> = edges.into_iter().collect();
    edges.sort_unstable();
    vec![("parent", pairs(edges))]
}

/// Functions for a points-to analysis: variables that take addresses, are copied, loaded and stored, each
/// within its function.
pub(crate) fn pointers(functions: u32) -> Tables {
    let mut rng = Rng::with_seed(5);
    let mut within = |count| grouped(functions, 100, count, &mut rng);
    vec![
        ("address_of", within(60)),
        ("assign", within(90)),
        ("load", within(5)),
        ("store", within(5)),
    ]
}

/// Functions for a pointer analysis: variables that are copied and dereferenced, each within its function.
pub(crate) fn flows(functions: u32) -> Tables {
    let mut rng = Rng::with_seed(6);
    let mut within = |count| grouped(functions, 25, count, &mut rng);
    vec![("assign", within(25)), ("dereference", within(10))]
}

/// In each of some groups of nodes, so many pairs of them.
fn grouped(groups: u32, nodes: u32, count: usize, rng: &mut Rng) -> String {
    let all = (0..groups).flat_map(|group| {
        let mut node = || group * nodes + rng.u32(..nodes);
        different(count, || (node(), node()))
    });
    pairs(all)
}

/// A digraph with edges between any nodes, and the first of them as sources.
pub(crate) fn reach(nodes: u32, edges: usize, sources: u32) -> Tables {
    let mut tables = random(nodes, edges);
    tables.push(("source", lines(0..sources)));
    tables
}

/// Who attended what, and which organisations cooperate.
pub(crate) fn news(attendances: usize, organisations: u32) -> Tables {
    let mut rng = Rng::with_seed(7);
    let (people, events) = (attendances as u32 / 5, attendances as u32 * 9 / 50);
    let attends = different(attendances, || (rng.u32(..people), rng.u32(..events)));
    let cooperations = organisations as usize * 4 / 3;
    let cooperates = different(cooperations, || {
        (rng.u32(..organisations), rng.u32(..organisations))
    });
    let attends = attends
        .iter()
        .map(|(p, e)| format!("Personne numéro {p}\tévénement {e}"));
    let cooperates = cooperates
        .iter()
        .map(|(a, b)| format!("organisation {a}\torganisation {b}"));
    vec![
        ("attends", lines(attends)),
        ("cooperates", lines(cooperates)),
    ]
}

/// So many rows, each of them once, in the order in which they came.
fn different(count: usize, row: impl FnMut() -> (u32, u32)) -> Vec<(u32, u32)> {
    let mut seen = FxHashSet::default();
    let rows = std::iter::repeat_with(row).filter(|&row| seen.insert(row));
    rows.take(count).collect()
}

fn pairs(rows: impl IntoIterator<Item = (u32, u32)>) -> String {
    lines(rows.into_iter().map(|(x, y)| format!("{x}\t{y}")))
}

fn lines(rows: impl IntoIterator<Item = impl Display>) -> String {
    rows.into_iter().map(|row| format!("{row}\n")).collect()
}
