//! The programs in datafrog: joins are planned by hand, each over the relation sorted as it needs it.

use std::path::Path;

use datafrog::{Iteration, Relation, RelationLeaper};

use super::Counts;
use crate::programs::Program;
use crate::tables::pairs;

type Pairs = Relation<(u32, u32)>;

pub(super) fn run(program: Program, folder: &Path) -> Counts {
    match program {
        Program::Closure => closure(folder),
        Program::SameGeneration => same_generation(folder),
        Program::Andersen => andersen(folder),
        Program::Cspa => cspa(folder),
        Program::Triangles => triangles(folder),
        Program::Reach | Program::News => unreachable!("`Engine::runs` says so"),
    }
}

fn swapped(pairs: &[(u32, u32)]) -> Pairs {
    pairs.iter().map(|&(x, y)| (y, x)).collect()
}

fn closure(folder: &Path) -> Counts {
    let edge = pairs(folder, "edge");
    let mut iteration = Iteration::new();
    // closure(x, y) as (y, x)
    let closure = iteration.variable::<(u32, u32)>("closure");
    closure.insert(swapped(&edge));
    let edge = Pairs::from_vec(edge);
    while iteration.changed() {
        closure.from_join(&closure, &edge, |_, &x, &z| (z, x));
    }
    vec![("closure", closure.complete().len())]
}

fn same_generation(folder: &Path) -> Counts {
    let parent = swapped(&pairs(folder, "parent"));
    let mut iteration = Iteration::new();
    // same_generation(a, b) as (a, b); the child of a with b as (b, x)
    let found = iteration.variable::<(u32, u32)>("same_generation");
    let half = iteration.variable_indistinct::<(u32, u32)>("half");
    let siblings = Relation::from_join(&parent, &parent, |_, &x, &y| (x, y));
    found.insert(siblings.iter().copied().filter(|(x, y)| x != y).collect());
    while iteration.changed() {
        half.from_join(&found, &parent, |_, &b, &x| (b, x));
        found.from_join(&half, &parent, |_, &x, &y| (x, y));
    }
    vec![("same_generation", found.complete().len())]
}

fn andersen(folder: &Path) -> Counts {
    let assign = swapped(&pairs(folder, "assign"));
    let load = swapped(&pairs(folder, "load"));
    let store = Pairs::from_vec(pairs(folder, "store"));
    let mut iteration = Iteration::new();
    let points_to = iteration.variable::<(u32, u32)>("points_to");
    // (z, y) where y = *x and x points to z; (x, z) where *y = x and y points to z
    let loads = iteration.variable::<(u32, u32)>("loads");
    let stores = iteration.variable::<(u32, u32)>("stores");
    points_to.insert(Pairs::from_vec(pairs(folder, "address_of")));
    while iteration.changed() {
        points_to.from_join(&points_to, &assign, |_, &x, &y| (y, x));
        loads.from_join(&points_to, &load, |_, &z, &y| (z, y));
        points_to.from_join(&loads, &points_to, |_, &y, &w| (y, w));
        stores.from_join(&points_to, &store, |_, &z, &x| (x, z));
        points_to.from_join(&stores, &points_to, |_, &z, &w| (z, w));
    }
    vec![("points_to", points_to.complete().len())]
}

fn cspa(folder: &Path) -> Counts {
    let assign = pairs(folder, "assign");
    let assign_from = swapped(&assign);
    let dereference = Pairs::from_vec(pairs(folder, "dereference"));
    let mut iteration = Iteration::new();
    let flow = iteration.variable::<(u32, u32)>("value_flow");
    // value_flow(x, y) as (y, x)
    let flow_to = iteration.variable_indistinct::<(u32, u32)>("value_flow to");
    let value_alias = iteration.variable::<(u32, u32)>("value_alias");
    let memory_alias = iteration.variable::<(u32, u32)>("memory_alias");
    // value_alias(y, z), dereference(y, x) as (z, x); value_flow(z, x), memory_alias(z, w) as (w, x)
    let pointed = iteration.variable::<(u32, u32)>("pointed");
    let through = iteration.variable::<(u32, u32)>("through");

    let itself: Pairs = assign.iter().flat_map(|&(x, y)| [(x, x), (y, y)]).collect();
    memory_alias.insert(itself.iter().copied().collect());
    flow.insert(itself);
    flow.insert(Pairs::from_vec(assign));
    while iteration.changed() {
        flow_to.from_map(&flow, |&(x, y)| (y, x));
        flow.from_join(&flow_to, &flow, |_, &x, &y| (x, y));
        flow.from_join(&memory_alias, &assign_from, |_, &y, &x| (x, y));
        pointed.from_join(&value_alias, &dereference, |_, &z, &x| (z, x));
        memory_alias.from_join(&pointed, &dereference, |_, &x, &w| (x, w));
        value_alias.from_join(&flow, &flow, |_, &x, &y| (x, y));
        through.from_join(&flow, &memory_alias, |_, &x, &w| (w, x));
        value_alias.from_join(&through, &flow, |_, &x, &y| (x, y));
    }
    vec![
        ("value_flow", flow.complete().len()),
        ("value_alias", value_alias.complete().len()),
        ("memory_alias", memory_alias.complete().len()),
    ]
}

fn triangles(folder: &Path) -> Counts {
    let edge = Pairs::from_vec(pairs(folder, "edge"));
    let triangles = Relation::from_leapjoin(
        &edge,
        (
            edge.extend_with(|&(x, _): &(u32, u32)| x),
            edge.extend_with(|&(_, y): &(u32, u32)| y),
        ),
        |&(x, y), &z| (x, y, z),
    );
    vec![("triangle", triangles.len())]
}
