//! Data flows one way: a layer of `src/` uses only those above it in docs/architecture.md's list.

mod support;

use std::collections::BTreeSet;

use support::{files_below, repository};

/// The layers from first to last. A `compiled.rs` counts as the layer `compiled`.
const LAYERS: [&str; 14] = [
    "text",
    "syntax",
    "rules",
    "translate",
    "articles",
    "extract",
    "facts",
    "engine",
    "compiled",
    "proofs",
    "reading",
    "answers",
    "repl",
    "cli",
];

fn position(layer: &str) -> Option<usize> {
    LAYERS.iter().position(|known| *known == layer)
}

#[test]
fn imports_point_upwards() {
    let source = repository().join("src");
    let mut imports = BTreeSet::new();
    for path in files_below(&source, "rs") {
        let inside = path.strip_prefix(&source).expect("it lies in src");
        let first = inside
            .iter()
            .next()
            .expect("it has a name")
            .to_string_lossy();
        let Some(layer) = position(first.trim_end_matches(".rs")) else {
            assert!(
                ["lib.rs", "main.rs", "build.rs"].contains(&&*first),
                "{first} is in no layer: add it to this list and to docs/architecture.md"
            );
            continue;
        };
        let text = std::fs::read_to_string(&path).expect("source files are text");
        for (at, _) in text.match_indices("crate::") {
            let used: String = text[at + "crate::".len()..]
                .chars()
                .take_while(|c| c.is_ascii_lowercase() || *c == '_')
                .collect();
            if let Some(used) = position(&used) {
                assert!(
                    used <= layer,
                    "{}: imports a later layer, {}",
                    path.display(),
                    LAYERS[used]
                );
                imports.insert((layer, used));
            }
        }
    }
    assert!(
        imports.len() > 15,
        "only {} imports between layers were seen",
        imports.len()
    );
}
