//! The programs in ascent, on one thread.

use std::path::Path;

use ascent::aggregators::count;
use ascent::ascent;

use super::Counts;
use crate::programs::Program;
use crate::tables::{pairs, singles, symbol_pairs, text, write};

pub(super) fn run(program: Program, folder: &Path) -> Counts {
    match program {
        Program::Closure => closure(folder),
        Program::SameGeneration => same_generation(folder),
        Program::Andersen => andersen(folder),
        Program::Cspa => cspa(folder),
        Program::Reach => reach(folder),
        Program::Triangles => triangles(folder),
        Program::News => news(folder),
    }
}

ascent! {
    struct Closure;
    relation edge(u32, u32);
    relation closure(u32, u32);

    closure(x, y) <-- edge(x, y);
    closure(x, z) <-- closure(x, y), edge(y, z);
}

fn closure(folder: &Path) -> Counts {
    let mut program = Closure {
        edge: pairs(folder, "edge"),
        ..Closure::default()
    };
    program.run();
    vec![("closure", program.closure.len())]
}

ascent! {
    struct SameGeneration;
    relation parent(u32, u32);
    relation same_generation(u32, u32);

    same_generation(x, y) <-- parent(x, p), parent(y, p), if x != y;
    same_generation(x, y) <-- same_generation(a, b), parent(x, a), parent(y, b);
}

fn same_generation(folder: &Path) -> Counts {
    let mut program = SameGeneration {
        parent: pairs(folder, "parent"),
        ..SameGeneration::default()
    };
    program.run();
    vec![("same_generation", program.same_generation.len())]
}

ascent! {
    struct Andersen;
    relation address_of(u32, u32);
    relation assign(u32, u32);
    relation load(u32, u32);
    relation store(u32, u32);
    relation points_to(u32, u32);

    points_to(y, x) <-- address_of(y, x);
    points_to(y, x) <-- points_to(z, x), assign(y, z);
    points_to(y, w) <-- load(y, x), points_to(x, z), points_to(z, w);
    points_to(z, w) <-- store(y, x), points_to(y, z), points_to(x, w);
}

fn andersen(folder: &Path) -> Counts {
    let mut program = Andersen {
        address_of: pairs(folder, "address_of"),
        assign: pairs(folder, "assign"),
        load: pairs(folder, "load"),
        store: pairs(folder, "store"),
        ..Andersen::default()
    };
    program.run();
    vec![("points_to", program.points_to.len())]
}

ascent! {
    struct Cspa;
    relation assign(u32, u32);
    relation dereference(u32, u32);
    relation value_flow(u32, u32);
    relation value_alias(u32, u32);
    relation memory_alias(u32, u32);

    value_flow(y, x) <-- assign(y, x);
    value_flow(x, x) <-- assign(x, _);
    value_flow(x, x) <-- assign(_, x);
    value_flow(x, y) <-- value_flow(x, z), value_flow(z, y);
    value_flow(x, y) <-- memory_alias(z, y), assign(x, z);

    memory_alias(x, x) <-- assign(_, x);
    memory_alias(x, x) <-- assign(x, _);
    memory_alias(x, w) <-- value_alias(y, z), dereference(y, x), dereference(z, w);

    value_alias(x, y) <-- value_flow(z, x), value_flow(z, y);
    value_alias(x, y) <-- memory_alias(z, w), value_flow(z, x), value_flow(w, y);
}

fn cspa(folder: &Path) -> Counts {
    let mut program = Cspa {
        assign: pairs(folder, "assign"),
        dereference: pairs(folder, "dereference"),
        ..Cspa::default()
    };
    program.run();
    vec![
        ("value_flow", program.value_flow.len()),
        ("value_alias", program.value_alias.len()),
        ("memory_alias", program.memory_alias.len()),
    ]
}

ascent! {
    struct Reach;
    relation edge(u32, u32);
    relation source(u32);
    relation node(u32);
    relation reached(u32, u32);
    relation unreached(u32, u32);
    relation reached_count(u32, usize);

    node(x) <-- edge(x, _);
    node(x) <-- edge(_, x);
    reached(s, s) <-- source(s);
    reached(s, y) <-- reached(s, x), edge(x, y);
    unreached(s, x) <-- source(s), node(x), !reached(s, x);
    reached_count(s, n) <-- source(s), agg n = count() in reached(s, _);
}

fn reach(folder: &Path) -> Counts {
    let mut program = Reach {
        edge: pairs(folder, "edge"),
        source: singles(folder, "source")
            .into_iter()
            .map(|node| (node,))
            .collect(),
        ..Reach::default()
    };
    program.run();
    vec![
        ("reached", program.reached.len()),
        ("unreached", program.unreached.len()),
        ("reached_count", program.reached_count.len()),
    ]
}

ascent! {
    struct Triangles;
    relation edge(u32, u32);
    relation triangle(u32, u32, u32);

    triangle(x, y, z) <-- edge(x, y), edge(y, z), edge(x, z);
}

fn triangles(folder: &Path) -> Counts {
    let mut program = Triangles {
        edge: pairs(folder, "edge"),
        ..Triangles::default()
    };
    program.run();
    vec![("triangle", program.triangle.len())]
}

ascent! {
    struct News;
    relation attends(u32, u32);
    relation cooperates(u32, u32);
    relation co_present(u32, u32, u32);
    relation linked(u32, u32);

    co_present(p, q, e) <-- attends(p, e), attends(q, e), if p != q && text(*p) < text(*q);
    linked(a, b) <-- cooperates(a, b);
    linked(a, c) <-- linked(a, b), cooperates(b, c);
}

fn news(folder: &Path) -> Counts {
    let [attends, cooperates] = symbol_pairs(folder, ["attends", "cooperates"]);
    let mut program = News {
        attends,
        cooperates,
        ..News::default()
    };
    program.run();
    let News {
        co_present, linked, ..
    } = &program;
    write(
        folder,
        "co_present",
        co_present.iter().map(|&(p, q, e)| [p, q, e]),
    );
    write(folder, "linked", linked.iter().map(|&(a, b)| [a, b]));
    vec![("co_present", co_present.len()), ("linked", linked.len())]
}
