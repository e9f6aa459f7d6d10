//! Programs that must mean the same as others: what stands for more is written out, and the order of conditions
//! changes.

use super::{Choices, Item};

/// A program in which inline relations are relations (but for those that leave variables open), alternatives and several heads are rules of their
/// own, and conditions stand in another order.
pub fn variant(items: &[Item], choices: &mut Choices) -> Vec<Item> {
    items
        .iter()
        .flat_map(|item| written_out(item, choices))
        .collect()
}

fn written_out(item: &Item, choices: &mut Choices) -> Vec<Item> {
    match item {
        Item::Text(text) if text.starts_with(".decl inl") => {
            vec![Item::Text(text.replace(" inline", ""))]
        }
        Item::Text(_) => vec![item.clone()],
        Item::Component { head, items } => vec![Item::Component {
            head: head.clone(),
            items: variant(items, choices),
        }],
        Item::Rule { heads, body } => {
            let mut bodies = vec![Vec::new()];
            for part in body {
                let ways = alternatives(part);
                bodies = bodies
                    .iter()
                    .flat_map(|body: &Vec<String>| {
                        let with =
                            |way: &String| [body.as_slice(), std::slice::from_ref(way)].concat();
                        ways.iter().map(with)
                    })
                    .collect();
            }
            let mut rules = Vec::new();
            for head in heads {
                for body in &bodies {
                    let mut body = body.clone();
                    choices.shuffle(&mut body);
                    rules.push(Item::Rule {
                        heads: vec![head.clone()],
                        body,
                    });
                }
            }
            rules
        }
    }
}

/// The alternatives of a condition. Those that the generator writes are not nested.
fn alternatives(part: &str) -> Vec<String> {
    let inside = part
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'));
    match inside {
        Some(inside) if inside.contains(" ; ") => inside.split(" ; ").map(str::to_owned).collect(),
        _ => vec![part.to_owned()],
    }
}
