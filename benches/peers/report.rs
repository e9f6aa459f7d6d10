//! The tables of a comparison, as Markdown.

use std::fmt::Write;

use comfy_table::{CellAlignment, ContentLineStyle, LineStyle, Table, TableStyle};

use crate::engines::Engine;
use crate::measure::Usage;

/// What the engines took on one workload: medians.
pub(crate) struct Line {
    pub(crate) workload: &'static str,
    /// The tuples that came out.
    pub(crate) tuples: usize,
    pub(crate) usages: Vec<(Engine, Usage)>,
}

/// A measure of a run, and how it is shown.
struct Measure {
    title: &'static str,
    of: fn(&Usage) -> f64,
    digits: usize,
}

const MEASURES: [Measure; 3] = [
    Measure {
        title: "Wall time, s",
        of: |usage| usage.wall.as_secs_f64(),
        digits: 3,
    },
    Measure {
        title: "CPU time, s",
        of: |usage| usage.cpu.as_secs_f64(),
        digits: 3,
    },
    Measure {
        title: "Peak memory, MiB",
        of: |usage| usage.peak as f64 / 1024.0,
        digits: 1,
    },
];

/// The bars between columns.
const BARS: ContentLineStyle = ContentLineStyle::new('|', '|', '|');

const STYLE: TableStyle = TableStyle::new()
    .header_lines(BARS)
    .header_separator(LineStyle::new('|', '-', '|', '|'))
    .content_lines(BARS);

/// A table for each measure: what each engine took, how many times Entente's the best peer took, and
/// geometric means of these ratios.
pub(crate) fn report(lines: &[Line], engines: &[Engine]) -> String {
    let mut text = String::new();
    for measure in &MEASURES {
        let _ = write!(
            text,
            "{}:\n\n{}\n\n",
            measure.title,
            table(measure, lines, engines)
        );
    }
    text
}

fn table(measure: &Measure, lines: &[Line], engines: &[Engine]) -> Table {
    let mut table = Table::new();
    table.load_style(STYLE);
    let names = engines.iter().map(|engine| engine.name());
    let header = ["workload", "tuples"].into_iter().chain(names);
    table.set_header(header.chain(["best peer / entente"]));
    // The ratios of each engine to Entente, and of the best peer.
    let mut ratios: Vec<Vec<f64>> = vec![Vec::new(); engines.len() + 1];
    for line in lines {
        let took = |engine: Engine| {
            let usage = line.usages.iter().find(|(other, _)| *other == engine);
            usage.map(|(_, usage)| (measure.of)(usage))
        };
        let entente = took(Engine::Entente);
        let peers = line
            .usages
            .iter()
            .filter(|(engine, _)| *engine != Engine::Entente);
        let best = peers.map(|(_, usage)| (measure.of)(usage)).reduce(f64::min);
        let all = engines.iter().map(|engine| took(*engine)).chain([best]);
        for (peer, ratios) in all.zip(&mut ratios) {
            if let (Some(peer), Some(entente)) = (peer, entente) {
                ratios.push(peer / entente);
            }
        }
        let cells = engines
            .iter()
            .map(|engine| shown(took(*engine), measure.digits));
        let ratio = best.zip(entente).map(|(best, entente)| best / entente);
        let first = [line.workload.to_owned(), thousands(line.tuples)];
        table.add_row(first.into_iter().chain(cells).chain([shown(ratio, 2)]));
    }
    let means = ratios.iter().map(|ratios| shown(geometric_mean(ratios), 2));
    let first = ["times entente, geometric mean".to_owned(), String::new()];
    table.add_row(first.into_iter().chain(means));
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

fn shown(value: Option<f64>, digits: usize) -> String {
    value.map_or("–".to_owned(), |value| format!("{value:.digits$}"))
}

fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn geometric_mean(values: &[f64]) -> Option<f64> {
    let logarithms: f64 = values.iter().map(|value| value.ln()).sum();
    (!values.is_empty()).then(|| (logarithms / values.len() as f64).exp())
}
