//! Strata: relations that depend on each other stand together, behind those that they depend on.

use super::program::{Program, RelationId, Rule, Stratum};
use crate::text::{Report, Sources, Span};

/// A rule needs a relation for its head.
struct Edge {
    to: usize,
    /// Whether all tuples of `to` must be known first.
    complete: bool,
    /// Where the rule names it.
    span: Span,
}

/// Orders the relations of a program; negation and aggregation through recursion are reported.
pub(super) fn stratify(program: &Program, sources: &Sources) -> Result<Vec<Stratum>, Vec<Report>> {
    let edges = edges(program);
    let order = Order::of(&edges);
    let broken = order.broken(&edges);
    if broken.is_empty() {
        return Ok(order.strata(program, &edges));
    }
    let reports = broken.into_iter();
    Err(reports
        .map(|(from, edge)| cycle_report(program, &edges, from, edge, sources))
        .collect())
}

/// The strata of a program, if no negation or aggregation is recursive.
pub(super) fn strata(program: &Program) -> Option<Vec<Stratum>> {
    let edges = edges(program);
    let order = Order::of(&edges);
    let is_sound = order.broken(&edges).is_empty();
    is_sound.then(|| order.strata(program, &edges))
}

/// Relations that depend on each other, each group behind those that it depends on.
struct Order {
    components: Vec<Vec<usize>>,
    component_of: Vec<usize>,
}

impl Order {
    fn of(edges: &[Vec<Edge>]) -> Order {
        let components = components(edges);
        let mut component_of = vec![0; edges.len()];
        for (number, members) in components.iter().enumerate() {
            for &member in members {
                component_of[member] = number;
            }
        }
        Order {
            components,
            component_of,
        }
    }

    /// Of each relation, an edge that asks for all tuples of one that depends on it.
    fn broken<'e>(&self, edges: &'e [Vec<Edge>]) -> Vec<(usize, &'e Edge)> {
        let of = |node: usize| self.component_of[node];
        let broken = edges.iter().enumerate().filter_map(|(from, outgoing)| {
            let mut inside = outgoing.iter().filter(|edge| of(edge.to) == of(from));
            inside.find(|edge| edge.complete).map(|edge| (from, edge))
        });
        broken.collect()
    }

    fn strata(&self, program: &Program, edges: &[Vec<Edge>]) -> Vec<Stratum> {
        let strata = self.components.iter().map(|members| {
            let recursive =
                members.len() > 1 || edges[members[0]].iter().any(|edge| edge.to == members[0]);
            Stratum {
                relations: members.iter().map(|&m| RelationId(m as u32)).collect(),
                rules: Vec::new(),
                recursive,
            }
        });
        let mut strata: Vec<Stratum> = strata.collect();
        for (number, rule) in program.rules.iter().enumerate() {
            strata[self.component_of[rule.head.relation.index()]]
                .rules
                .push(number);
        }
        strata
    }
}

fn edges(program: &Program) -> Vec<Vec<Edge>> {
    let mut edges: Vec<Vec<Edge>> = program.relations.iter().map(|_| Vec::new()).collect();
    for Rule { head, body, .. } in &program.rules {
        for (relation, complete, span) in body.iter().flat_map(|literal| literal.relations()) {
            edges[head.relation.index()].push(Edge {
                to: relation.index(),
                complete,
                span,
            });
        }
    }
    // Which tuples give way is known only once what their subsumption looks at is there.
    for subsumption in &program.subsumptions {
        let body = subsumption.rule.body.iter();
        for (relation, complete, span) in body.flat_map(|literal| literal.relations()) {
            if relation != subsumption.relation {
                edges[subsumption.relation.index()].push(Edge {
                    to: relation.index(),
                    complete,
                    span,
                });
            }
        }
    }
    edges
}

/// Strongly connected components, each behind those it depends on (Tarjan 1972, without recursion).
fn components(edges: &[Vec<Edge>]) -> Vec<Vec<usize>> {
    const UNSEEN: usize = usize::MAX;
    let mut order = vec![UNSEEN; edges.len()];
    let mut low = vec![0; edges.len()];
    let mut on_stack = vec![false; edges.len()];
    let mut stack = Vec::new();
    let mut found = Vec::new();
    let mut seen = 0;
    for root in 0..edges.len() {
        if order[root] != UNSEEN {
            continue;
        }
        let mut path = vec![(root, 0)];
        while let Some((node, next)) = path.last_mut() {
            let node = *node;
            if *next == 0 && order[node] == UNSEEN {
                order[node] = seen;
                low[node] = seen;
                seen += 1;
                stack.push(node);
                on_stack[node] = true;
            }
            if let Some(edge) = edges[node].get(*next) {
                *next += 1;
                if order[edge.to] == UNSEEN {
                    path.push((edge.to, 0));
                } else if on_stack[edge.to] {
                    low[node] = low[node].min(order[edge.to]);
                }
                continue;
            }
            path.pop();
            if let Some(&(parent, _)) = path.last() {
                low[parent] = low[parent].min(low[node]);
            }
            if low[node] == order[node] {
                let mut members = Vec::new();
                while let Some(member) = stack.pop() {
                    on_stack[member] = false;
                    members.push(member);
                    if member == node {
                        break;
                    }
                }
                members.sort_unstable();
                found.push(members);
            }
        }
    }
    found
}

/// Names the cycle: from the relation that needs another completely, along rules, back to itself.
fn cycle_report(
    program: &Program,
    edges: &[Vec<Edge>],
    from: usize,
    edge: &Edge,
    sources: &Sources,
) -> Report {
    let name = |node: usize| &program.relations[node].name;
    let mut steps = vec![(from, edge)];
    steps.extend(way_back(edges, edge.to, from));
    let mut cycle: Vec<String> = steps
        .iter()
        .map(|(node, edge)| format!("`{}` ({})", name(*node), sources.place(edge.span)))
        .collect();
    cycle.push(format!("`{}`", name(from)));
    let message = format!(
        "`{}` depends on its own negation or aggregate: {}",
        name(from),
        cycle.join(" → ")
    );
    let mut report = Report::error(edge.span, message)
        .label(format!("all of `{}` must be known here", name(edge.to)));
    for (node, step) in &steps[1..] {
        report = report.also(
            step.span,
            format!("`{}` needs `{}`", name(*node), name(step.to)),
        );
    }
    report.help("break the cycle: negate or aggregate a relation that does not depend on this one")
}

/// A shortest way from one relation to another along what rules need.
fn way_back(edges: &[Vec<Edge>], from: usize, to: usize) -> Vec<(usize, &Edge)> {
    let mut reached_by: Vec<Option<(usize, &Edge)>> = edges.iter().map(|_| None).collect();
    let mut queue = std::collections::VecDeque::from([from]);
    while let Some(node) = queue.pop_front() {
        if node == to {
            break;
        }
        for edge in &edges[node] {
            if edge.to != from && reached_by[edge.to].is_none() {
                reached_by[edge.to] = Some((node, edge));
                queue.push_back(edge.to);
            }
        }
    }
    let mut steps = Vec::new();
    let mut node = to;
    while node != from {
        let Some((before, edge)) = reached_by[node] else {
            break;
        };
        steps.push((before, edge));
        node = before;
    }
    steps.reverse();
    steps
}
