//! Proofs as graphs, for Graphviz and for Mermaid. An arrow leads from a fact to each condition it rests on.

use super::source::line;
use super::told::{Told, ToldPremise, ToldReason, ToldSource};

/// Where the lines of labels are broken, in characters.
const WIDTH: usize = 48;
/// How many rows of an aggregate are drawn.
const ROWS: usize = 3;

/// What a node of a graph is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Derived,
    Given,
    Condition,
    Absence,
}

struct Node {
    id: String,
    /// Lines of the label.
    label: Vec<String>,
    shape: Shape,
}

struct Graph {
    nodes: Vec<Node>,
    edges: Vec<(String, String)>,
}

/// Writes proofs as a directed graph in the language of Graphviz.
pub(super) fn write_dot(proofs: &[Told]) -> String {
    let mut text = "digraph proof {\n  rankdir=TB;\n  node [fontname=\"sans-serif\"];\n".to_owned();
    for told in proofs {
        let graph = graph(told);
        let several = proofs.len() > 1;
        if several {
            text.push_str(&format!(
                "  subgraph cluster_{} {{\n  label=\"proof {}\";\n",
                told.proof, told.proof
            ));
        }
        for node in &graph.nodes {
            let style = match node.shape {
                Shape::Derived => "shape=box",
                Shape::Given => "shape=note, style=filled, fillcolor=\"#fff8dc\"",
                Shape::Condition => "shape=plaintext",
                Shape::Absence => "shape=box, style=dashed",
            };
            let lines: Vec<String> = node.label.iter().map(|line| in_dot(line)).collect();
            let label = lines.join("\\n");
            text.push_str(&format!("  {} [{style}, label=\"{label}\"];\n", node.id));
        }
        for (from, to) in &graph.edges {
            text.push_str(&format!("  {from} -> {to};\n"));
        }
        if several {
            text.push_str("  }\n");
        }
    }
    text + "}\n"
}

/// Writes proofs as a Mermaid flowchart.
pub(super) fn write_mermaid(proofs: &[Told]) -> String {
    let mut text = "flowchart TD\n".to_owned();
    for told in proofs {
        let graph = graph(told);
        let several = proofs.len() > 1;
        if several {
            text.push_str(&format!("  subgraph g{0} [\"proof {0}\"]\n", told.proof));
        }
        for node in &graph.nodes {
            let (open, close) = match node.shape {
                Shape::Derived => ("[\"", "\"]"),
                Shape::Given => ("([\"", "\"])"),
                Shape::Condition => ("(\"", "\")"),
                Shape::Absence => ("{{\"", "\"}}"),
            };
            let lines: Vec<String> = node.label.iter().map(|line| in_mermaid(line)).collect();
            let label = lines.join("<br/>");
            text.push_str(&format!("  {}{open}{label}{close}\n", node.id));
        }
        for (from, to) in &graph.edges {
            text.push_str(&format!("  {from} --> {to}\n"));
        }
        if several {
            text.push_str("  end\n");
        }
    }
    text
}

fn graph(told: &Told) -> Graph {
    let mut graph = Graph {
        nodes: Vec::new(),
        edges: Vec::new(),
    };
    for step in told.steps.iter().rev() {
        let id = format!("p{}_s{}", told.proof, step.id);
        let mut label = broken(&step.fact);
        let mut shape = Shape::Derived;
        match &step.reason {
            ToldReason::Given { sources } => {
                shape = Shape::Given;
                if let Some(source) = sources.first() {
                    label.extend(cited(source));
                }
            }
            ToldReason::Forgotten => {
                label.push("from tuples that gave way to others since".to_owned());
            }
            ToldReason::Rule {
                place, premises, ..
            } => {
                label.push(place.clone());
                graph.premises(told, &id, premises);
            }
        }
        if let Some(confidence) = told.confidence.filter(|_| step.id == told.conclusion) {
            label.push(format!("confidence {confidence:.2}"));
        }
        if let Some(below) = step.below {
            label.push(format!("… {below} more steps"));
        }
        graph.nodes.push(Node { id, label, shape });
    }
    graph
}

impl Graph {
    fn premises(&mut self, told: &Told, from: &str, premises: &[ToldPremise]) {
        for (at, premise) in premises.iter().enumerate() {
            if premise.names_only {
                continue;
            }
            if let Some(step) = premise.step {
                let to = format!("p{}_s{step}", told.proof);
                if !self.edges.contains(&(from.to_owned(), to.clone())) {
                    self.edges.push((from.to_owned(), to));
                }
                continue;
            }
            let id = format!("{from}_c{at}");
            let (shape, text) = match premise.kind {
                "absence" => {
                    let sought = premise.text.trim_start_matches('!');
                    (Shape::Absence, format!("there is no {sought}"))
                }
                _ => (Shape::Condition, premise.text.clone()),
            };
            let mut label = broken(&text);
            self.edges.push((from.to_owned(), id.clone()));
            if premise.kind == "aggregate" {
                label.push(format!("over {} rows", premise.rows.len()));
                for row in premise.rows.iter().take(ROWS) {
                    self.premises(told, &id, &row.premises);
                }
            }
            self.nodes.push(Node { id, label, shape });
        }
    }
}

/// The words of a source, and where they stand.
fn cited(source: &ToldSource) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(quotation) = &source.quotation {
        lines.extend(broken(&format!("« {} »", line(quotation))));
    }
    let mut about: Vec<String> = Vec::new();
    about.extend(source.article.clone());
    about.extend(source.date.clone());
    about.extend(source.sentence.map(|number| format!("sentence {number}")));
    match (about.is_empty(), &source.place) {
        (true, Some(place)) => about.push(place.clone()),
        (true, None) => about.push("from the articles themselves".to_owned()),
        (false, _) if source.confidence < 1.0 => {
            about.push(format!("confidence {:.2}", source.confidence));
        }
        _ => {}
    }
    lines.extend(broken(&about.join(", ")));
    lines
}

/// A text in lines of a bearable length.
fn broken(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in line(text).split(' ') {
        let last = lines.last_mut().expect("there is a line");
        match last.is_empty() || last.chars().count() + word.chars().count() < WIDTH {
            true if last.is_empty() => last.push_str(word),
            true => {
                last.push(' ');
                last.push_str(word);
            }
            false => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A line of a label within double quotes, for Graphviz.
fn in_dot(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

/// A line of a label within double quotes, for Mermaid, which knows no escapes but entities by number.
fn in_mermaid(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' | '#' | '<' | '>' | '&' | '`' | '\\' | '*' | '_' | '[' | ']' | '{' | '}' | '|' => {
                written.push_str(&format!("#{};", u32::from(c)));
            }
            c => written.push(c),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_the_formats_are_text_in_labels() {
        assert_eq!(in_dot(r#"a "b" \n"#), r#"a \"b\" \\n"#);
        assert_eq!(
            in_mermaid("p(\"a\") <b>; #1"),
            "p(#34;a#34;) #60;b#62;; #35;1"
        );
    }

    #[test]
    fn labels_are_broken_between_words() {
        let lines = broken(&"mot ".repeat(30));
        assert!(lines.len() > 2 && lines.iter().all(|line| line.chars().count() <= WIDTH));
        assert_eq!(broken(""), [""]);
    }
}
