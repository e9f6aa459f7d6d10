//! One refused program a file, in a folder for the stage that refuses it, with its exact message beside it.
//!
//! `tests/refusals/STAGE/NAME.dl` has the program, `NAME.dl.snap` what is said of it: the message says file,
//! line, caret and a way out. Run with `INSTA_UPDATE=always` to write the messages anew, then read them.

mod support;

use entente::facts::{Base, BaseFile, FileKind};
use entente::rules::check;
use entente::syntax::{Options, preprocess};
use entente::text::{Sources, in_order, render};
use support::{files_below, repository};

/// What is said of a program.
fn said_of_program(name: &str, text: &str) -> String {
    let mut sources = Sources::default();
    let options = Options::default();
    let mut read = |path: &std::path::Path| entente::facts::read_text(path);
    let (items, mut reports) = preprocess(&mut sources, name, text, &options, &mut read);
    let (_, wrong) = check(items.iter(), &sources);
    reports.extend(wrong);
    in_order(&mut reports);
    render(&reports, &sources, false)
}

/// What is said of a curated file, in a base with one article.
fn said_of_facts(name: &str, text: &str) -> String {
    let file = |kind, name: &str, text: &str| BaseFile {
        kind,
        name: name.to_owned(),
        text: text.to_owned(),
    };
    let article = "Le ministre a reçu l’ambassadeur à Hanoï.\nLes deux pays coopèrent.\n";
    let rules = ".type EventId <: symbol\n.type Date <: symbol\n\
        .decl event(id: EventId, kind: symbol, label: symbol)\n\
        .decl event_date(id: EventId, from: Date, to: Date)\n\
        .decl article_date(date: Date, reason: symbol)\n";
    let extracted = ".article \"article\"\n@ \"Les deux pays coopèrent\" 0.5\n\
        event(\"x\", \"meeting\", \"coopèrent\").\n";
    let (base, reports) = Base::load(&[
        file(FileKind::Article, "seeds/article.txt", article),
        file(FileKind::Rules, "rules/vocabulary.dl", rules),
        file(FileKind::Extracted, "facts/extracted/article.dl", extracted),
        file(FileKind::Curated, name, text),
    ]);
    render(&reports, &base.sources, false)
}

#[test]
fn each_mistake_has_its_message() {
    let folder = repository().join("tests/refusals");
    let paths = files_below(&folder, "dl");
    assert!(
        paths.len() > 30,
        "only {} refused programs were found",
        paths.len()
    );
    let mut silent = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).expect("programs are text");
        let name = path
            .strip_prefix(&folder)
            .expect("it lies there")
            .to_string_lossy();
        let name = name.replace('\\', "/");
        let said = match name.starts_with("facts/") {
            true => said_of_facts(&name, &text),
            false => said_of_program(&name, &text),
        };
        if said.is_empty() {
            silent.push(name.clone());
        }
        let mut insta = insta::Settings::clone_current();
        insta.set_prepend_module_to_snapshot(false);
        insta.set_omit_expression(true);
        insta.set_snapshot_path(path.parent().expect("it lies in a folder"));
        let file = path.file_name().expect("it has a name").to_string_lossy();
        insta.bind(|| insta::assert_snapshot!(&*file, said));
    }
    assert!(silent.is_empty(), "nothing is said of {silent:?}");
}
