//! A synthetic base: articles with ten facts each, from a fixed seed. The facts are in lexicon files, which
//! quote no article.

use std::fmt::Write;

use entente::facts::{BaseFile, FileKind};
use fastrand::Rng;

/// How many facts tell of an article.
pub(crate) const FACTS_OF_AN_ARTICLE: usize = 10;

const KINDS: [&str; 4] = ["visit", "meeting", "conference", "call"];

/// Bodies that cooperate. Their closure grows with the square of their number, so it stays.
const BODIES: u32 = 600;

/// How many articles are in a file.
const ARTICLES_OF_A_FILE: usize = 10_000;

/// The files of a base with so many articles.
pub(crate) fn base(articles: usize) -> Vec<BaseFile> {
    let mut rng = Rng::with_seed(8);
    let mut files = vec![BaseFile {
        kind: FileKind::Rules,
        name: "rules/news.dl".to_owned(),
        text: include_str!("rules.dl").to_owned(),
    }];
    for start in (0..articles).step_by(ARTICLES_OF_A_FILE) {
        let mut text = String::new();
        for article in start..articles.min(start + ARTICLES_OF_A_FILE) {
            // Writing to a string cannot fail.
            let _ = write_article(&mut text, &mut rng, article, articles);
        }
        files.push(BaseFile {
            kind: FileKind::Lexicon,
            name: format!("facts/lexicon/{start}.dl"),
            text,
        });
    }
    files
}

/// The article and its event, four participants, what one of them is, two cooperations.
fn write_article(
    out: &mut String,
    rng: &mut Rng,
    article: usize,
    articles: usize,
) -> std::fmt::Result {
    let people = articles as u32 / 2 + 10;
    let (year, month) = (rng.u32(2000..2026), rng.u32(1..=12));
    writeln!(out, "published(\"a{article}\", \"{year}-{month:02}\").")?;
    let kind = KINDS[rng.usize(..KINDS.len())];
    writeln!(out, "event(\"e{article}\", \"a{article}\", \"{kind}\").")?;
    let place = rng.u32(..100);
    writeln!(out, "event_place(\"e{article}\", \"ville {place}\").")?;
    let first = rng.u32(..people);
    for number in 0..4 {
        let person = (first + number * 7) % people;
        writeln!(
            out,
            "participant(\"e{article}\", \"personne {person}\", \"attendee\")."
        )?;
    }
    let (title, country) = (rng.u32(..50), rng.u32(..100));
    writeln!(
        out,
        "holds(\"personne {first}\", \"titre {title}\", \"pays {country}\")."
    )?;
    for _ in 0..2 {
        let (one, other) = (rng.u32(..BODIES), rng.u32(..BODIES));
        writeln!(
            out,
            "cooperates(\"organe {one}\", \"organe {other}\", \"domaine {article}\")."
        )?;
    }
    Ok(())
}
