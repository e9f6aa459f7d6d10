//! The programs in crepe, with a fast hasher.
//!
//! Body order is join order, so each rule is ordered as is best for it.

use std::path::Path;

use crepe::crepe;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::Counts;
use crate::programs::Program;
use crate::tables::{pairs, singles, symbol_pairs, text, write};

pub(super) fn run(program: Program, folder: &Path) -> Counts {
    match program {
        Program::Closure => closure::run(folder),
        Program::SameGeneration => same_generation::run(folder),
        Program::Andersen => andersen::run(folder),
        Program::Cspa => cspa::run(folder),
        Program::Reach => reach::run(folder),
        Program::Triangles => triangles::run(folder),
        Program::News => news::run(folder),
    }
}

/// Gives each pair of a table to a crepe relation.
macro_rules! load {
    ($runtime:ident, $folder:ident, $($relation:ident from $file:literal),+) => {
        $($runtime.extend(pairs($folder, $file).into_iter().map(|(x, y)| $relation(x, y)));)+
    };
}

mod closure {
    use super::*;

    crepe! {
        @input
        struct Edge(u32, u32);
        @output
        struct Closure(u32, u32);

        Closure(x, y) <- Edge(x, y);
        Closure(x, z) <- Closure(x, y), Edge(y, z);
    }

    pub(super) fn run(folder: &Path) -> Counts {
        let mut runtime = Crepe::new();
        load!(runtime, folder, Edge from "edge");
        let (closure,) = runtime.run_with_hasher::<FxBuildHasher>();
        vec![("closure", closure.len())]
    }
}

mod same_generation {
    use super::*;

    crepe! {
        @input
        struct Parent(u32, u32);
        @output
        struct SameGeneration(u32, u32);

        SameGeneration(x, y) <- Parent(x, p), Parent(y, p), (x != y);
        SameGeneration(x, y) <- SameGeneration(a, b), Parent(x, a), Parent(y, b);
    }

    pub(super) fn run(folder: &Path) -> Counts {
        let mut runtime = Crepe::new();
        load!(runtime, folder, Parent from "parent");
        let (found,) = runtime.run_with_hasher::<FxBuildHasher>();
        vec![("same_generation", found.len())]
    }
}

mod andersen {
    use super::*;

    crepe! {
        @input
        struct AddressOf(u32, u32);
        @input
        struct Assign(u32, u32);
        @input
        struct Load(u32, u32);
        @input
        struct Store(u32, u32);
        @output
        struct PointsTo(u32, u32);

        PointsTo(y, x) <- AddressOf(y, x);
        PointsTo(y, x) <- PointsTo(z, x), Assign(y, z);
        PointsTo(y, w) <- Load(y, x), PointsTo(x, z), PointsTo(z, w);
        PointsTo(z, w) <- Store(y, x), PointsTo(y, z), PointsTo(x, w);
    }

    pub(super) fn run(folder: &Path) -> Counts {
        let mut runtime = Crepe::new();
        load!(runtime, folder, AddressOf from "address_of", Assign from "assign",
            Load from "load", Store from "store");
        let (points_to,) = runtime.run_with_hasher::<FxBuildHasher>();
        vec![("points_to", points_to.len())]
    }
}

mod cspa {
    use super::*;

    crepe! {
        @input
        struct Assign(u32, u32);
        @input
        struct Dereference(u32, u32);
        @output
        struct ValueFlow(u32, u32);
        @output
        struct ValueAlias(u32, u32);
        @output
        struct MemoryAlias(u32, u32);

        ValueFlow(y, x) <- Assign(y, x);
        ValueFlow(x, x) <- Assign(x, _);
        ValueFlow(x, x) <- Assign(_, x);
        ValueFlow(x, y) <- ValueFlow(x, z), ValueFlow(z, y);
        ValueFlow(x, y) <- MemoryAlias(z, y), Assign(x, z);

        MemoryAlias(x, x) <- Assign(_, x);
        MemoryAlias(x, x) <- Assign(x, _);
        MemoryAlias(x, w) <- ValueAlias(y, z), Dereference(y, x), Dereference(z, w);

        ValueAlias(x, y) <- ValueFlow(z, x), ValueFlow(z, y);
        ValueAlias(x, y) <- MemoryAlias(z, w), ValueFlow(z, x), ValueFlow(w, y);
    }

    pub(super) fn run(folder: &Path) -> Counts {
        let mut runtime = Crepe::new();
        load!(runtime, folder, Assign from "assign", Dereference from "dereference");
        let (value_flow, value_alias, memory_alias) = runtime.run_with_hasher::<FxBuildHasher>();
        vec![
            ("value_flow", value_flow.len()),
            ("value_alias", value_alias.len()),
            ("memory_alias", memory_alias.len()),
        ]
    }
}

mod reach {
    use super::*;

    crepe! {
        @input
        struct Edge(u32, u32);
        @input
        struct Source(u32);
        struct Node(u32);
        @output
        struct Reached(u32, u32);
        @output
        struct Unreached(u32, u32);

        Node(x) <- Edge(x, _);
        Node(x) <- Edge(_, x);
        Reached(s, s) <- Source(s);
        Reached(s, y) <- Reached(s, x), Edge(x, y);
        Unreached(s, x) <- Source(s), Node(x), !Reached(s, x);
    }

    /// crepe has no aggregates: nodes are counted afterwards.
    pub(super) fn run(folder: &Path) -> Counts {
        let mut runtime = Crepe::new();
        load!(runtime, folder, Edge from "edge");
        runtime.extend(singles(folder, "source").into_iter().map(Source));
        let (reached, unreached) = runtime.run_with_hasher::<FxBuildHasher>();
        let mut counts: FxHashMap<u32, usize> = FxHashMap::default();
        for Reached(source, _) in &reached {
            *counts.entry(*source).or_default() += 1;
        }
        vec![
            ("reached", reached.len()),
            ("unreached", unreached.len()),
            ("reached_count", counts.len()),
        ]
    }
}

mod triangles {
    use super::*;

    crepe! {
        @input
        struct Edge(u32, u32);
        @output
        struct Triangle(u32, u32, u32);

        Triangle(x, y, z) <- Edge(x, y), Edge(y, z), Edge(x, z);
    }

    pub(super) fn run(folder: &Path) -> Counts {
        let mut runtime = Crepe::new();
        load!(runtime, folder, Edge from "edge");
        let (triangles,) = runtime.run_with_hasher::<FxBuildHasher>();
        vec![("triangle", triangles.len())]
    }
}

mod news {
    use super::*;

    crepe! {
        @input
        struct Attends(u32, u32);
        @input
        struct Cooperates(u32, u32);
        @output
        struct CoPresent(u32, u32, u32);
        @output
        struct Linked(u32, u32);

        CoPresent(p, q, e) <- Attends(p, e), Attends(q, e), (p != q && text(p) < text(q));
        Linked(a, b) <- Cooperates(a, b);
        Linked(a, c) <- Linked(a, b), Cooperates(b, c);
    }

    pub(super) fn run(folder: &Path) -> Counts {
        let mut runtime = Crepe::new();
        let [attends, cooperates] = symbol_pairs(folder, ["attends", "cooperates"]);
        runtime.extend(attends.into_iter().map(|(p, e)| Attends(p, e)));
        runtime.extend(cooperates.into_iter().map(|(a, b)| Cooperates(a, b)));
        let (co_present, linked) = runtime.run_with_hasher::<FxBuildHasher>();
        let rows = co_present.iter().map(|CoPresent(p, q, e)| [*p, *q, *e]);
        write(folder, "co_present", rows);
        write(folder, "linked", linked.iter().map(|Linked(a, b)| [*a, *b]));
        vec![("co_present", co_present.len()), ("linked", linked.len())]
    }
}
