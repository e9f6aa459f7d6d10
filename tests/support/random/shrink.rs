//! From a program that fails to a small one that fails, too.

use super::{Item, text};

/// How many smaller programs are tried.
const TRIES: usize = 3000;

/// Leaves out what a program does not need to fail, as long as it does.
pub fn shrink(items: &[Item], mut fails: impl FnMut(&[Item]) -> bool) -> String {
    let mut items = items.to_vec();
    let mut tries = 0;
    let mut still_fails = |items: &[Item]| {
        tries += 1;
        tries <= TRIES && fails(items)
    };
    loop {
        let before = text(&items);
        let mut size = items.len().max(1);
        while size > 0 {
            let mut at = 0;
            while at < items.len() {
                let end = items.len().min(at + size);
                let less = [&items[..at], &items[end..]].concat();
                match still_fails(&less) {
                    true => items = less,
                    false => at = end,
                }
            }
            size /= 2;
        }
        for at in 0..items.len() {
            let mut part = 0;
            while let Some(smaller) = without(&items[at], part) {
                let kept = std::mem::replace(&mut items[at], smaller);
                if !still_fails(&items) {
                    items[at] = kept;
                    part += 1;
                }
            }
        }
        if text(&items) == before {
            return before;
        }
    }
}

/// An item without one of its parts; none if it has fewer.
fn without(item: &Item, part: usize) -> Option<Item> {
    let mut smaller = item.clone();
    match &mut smaller {
        Item::Rule { body, .. } if part < body.len() => {
            body.remove(part);
        }
        Item::Rule { heads, body } if heads.len() > 1 && part - body.len() < heads.len() => {
            heads.remove(part - body.len());
        }
        Item::Component { items, .. } => {
            // The parts of a component are its items, and the conditions of its rules.
            let mut left = part;
            for at in 0..items.len() {
                let parts = match &items[at] {
                    Item::Rule { body, .. } => body.len(),
                    _ => 0,
                };
                if left == 0 {
                    items.remove(at);
                    return Some(smaller);
                }
                if left <= parts {
                    items[at] = without(&items[at], left - 1)?;
                    return Some(smaller);
                }
                left -= 1 + parts;
            }
            return None;
        }
        _ => return None,
    }
    Some(smaller)
}
