//! How fast articles are read: their form alone, and with the rules of reading; and how the time grows with
//! the length of one article, and of one sentence. Beside it stands how fast the standard library cuts the same
//! text into words and counts them, as a measure of the machine in these minutes.
//!
//!     cargo bench --bench reading -- --megabytes 4
//!
//! Without `--bench`, as `cargo test` runs it, a few articles are read once.

// A bench prints what it finds.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::collections::HashMap;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;

use entente::articles::Article;
use entente::engine::Limits;
use entente::extract::form::{Arg, At, Notes, Relation};
use entente::facts::shipped;
use entente::reading::{Reading, ToRead};

/// How fast articles are read.
#[derive(Parser)]
struct Arguments {
    /// How much text is read.
    #[arg(long, default_value_t = 4.0)]
    megabytes: f64,
    /// How many articles the rules are applied to at once.
    #[arg(long, default_value_t = 512)]
    batch: usize,
    /// Cargo's sign that this is a bench.
    #[arg(long, hide = true)]
    bench: bool,
}

/// The sentences that the texts are made of.
const SEEDS: [&str; 5] = [
    include_str!("../../seeds/000_fd32ea78b5e5c89c.txt"),
    include_str!("../../seeds/001_e2bdc291b5fb2378.txt"),
    include_str!("../../seeds/002_b4766e4e7bd699c4.txt"),
    include_str!("../../seeds/003_4ef7d3dc570260e4.txt"),
    include_str!("../../seeds/004_57c5f2451950a71c.txt"),
];

/// Counts what the reader notes, and forgets it.
#[derive(Default)]
struct Counted(usize);

impl Notes for Counted {
    fn note(&mut self, _: Relation, _: &[Arg<'_>]) {
        self.0 += 1;
    }
}

/// Articles of so many bytes together: the seeds again and again, each time with other numbers.
fn articles(bytes: usize) -> Vec<Article> {
    let mut articles = Vec::new();
    let mut read = 0;
    for round in 0.. {
        for (number, seed) in SEEDS.iter().enumerate() {
            if read >= bytes {
                return articles;
            }
            let text = renumbered(seed, round);
            read += text.len();
            articles.push(Article::new(format!("a{round}-{number}"), text));
        }
    }
    articles
}

/// The text with every digit of a number of one or two digits moved on, so that days and counts differ.
fn renumbered(text: &str, round: usize) -> String {
    let digit = |c: char| match c.to_digit(10) {
        Some(d) => char::from_digit((d + round as u32) % 9 + 1, 10).unwrap_or(c),
        None => c,
    };
    text.split_inclusive(|c: char| !c.is_ascii_digit())
        .map(|piece| {
            let digits = piece.bytes().take_while(u8::is_ascii_digit).count();
            if digits <= 2 {
                piece.chars().map(digit).collect()
            } else {
                piece.to_owned()
            }
        })
        .collect()
}

fn size(articles: &[Article]) -> f64 {
    articles.iter().map(|a| a.text().len()).sum::<usize>() as f64 / 1e6
}

/// Seconds for cutting the articles into words and counting each.
fn words(articles: &[Article]) -> f64 {
    let start = Instant::now();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for word in articles.iter().flat_map(|a| a.text().split_whitespace()) {
        *counts.entry(word).or_default() += 1;
    }
    black_box(counts);
    start.elapsed().as_secs_f64()
}

/// Seconds for the form of the articles, and how many facts it has.
fn form(reading: &Reading, articles: &[Article]) -> (f64, usize) {
    let start = Instant::now();
    let mut counted = Counted::default();
    let first = At::default();
    for article in articles {
        let sentences = article.sentences();
        let lexicon = reading.lexicon();
        entente::extract::read(article, sentences, None, lexicon, first, &mut counted);
    }
    (start.elapsed().as_secs_f64(), counted.0)
}

/// Seconds for form, rules and facts, and how many facts there are.
fn all(reading: &Reading, articles: &[Article], batch: usize) -> Result<(f64, usize), String> {
    let start = Instant::now();
    let mut found = 0;
    for some in articles.chunks(batch.max(1)) {
        let some: Vec<ToRead> = some
            .iter()
            .map(|article| ToRead {
                article,
                published: None,
            })
            .collect();
        let read = reading
            .read(&some, &Limits::default())
            .map_err(|stopped| format!("{stopped:?}"))?;
        found += read.iter().map(|read| read.facts.len()).sum::<usize>();
    }
    Ok((start.elapsed().as_secs_f64(), found))
}

fn run(arguments: &Arguments) -> Result<(), String> {
    let megabytes = if arguments.bench {
        arguments.megabytes
    } else {
        0.02
    };
    let reading = Reading::new(&shipped()).map_err(|(reports, _)| format!("{reports:?}"))?;
    let bytes = |megabytes: f64| (megabytes * 1e6) as usize;
    let texts = articles(bytes(megabytes));
    let size_of = size(&texts);
    let (form_time, noted) = form(&reading, &texts);
    let before = words(&texts);
    let (time, found) = all(&reading, &texts, arguments.batch)?;
    let counting = (before + words(&texts)) / 2.0;
    let rate = |time: f64| size_of / time;
    println!("{} articles, {size_of:.2} MB", texts.len());
    println!("form   {:6.2} MB/s  {noted} facts", rate(form_time));
    println!("rules  {:6.2} MB/s", rate(time - form_time));
    println!("all    {:6.2} MB/s  {found} facts", rate(time));
    let ratio = time / counting;
    println!(
        "words  {:6.2} MB/s  cut and counted {ratio:.1} times as fast",
        rate(counting)
    );
    println!("one article (A), one sentence (S): seconds a megabyte");
    for part in [16.0, 8.0, 4.0, 2.0] {
        let texts = articles(bytes(megabytes / part));
        let joined: Vec<&str> = texts.iter().map(Article::text).collect();
        let one = [Article::new("one", joined.join("\n\n"))];
        let endless = joined.join(" ").replace(['.', '\n', '?', '!'], ",");
        let sentence = [Article::new("sentence", endless)];
        let article = form(&reading, &one).0 / size(&one);
        let sentence = form(&reading, &sentence).0 / size(&sentence);
        println!("{:6.2} MB  A {article:.3}  S {sentence:.3}", size(&one));
    }
    Ok(())
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
