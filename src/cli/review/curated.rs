//! Files of curated facts to which judgements are added, and from which they are taken back. Whatever else they
//! say stays as it is.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use crate::facts::{read_text, replace};
use crate::syntax::ast::Item;
use crate::syntax::{parse, write_symbol};
use crate::text::{Sources, has_errors};

/// The files of curated facts in a folder.
#[derive(Debug)]
pub(super) struct Curated {
    folder: PathBuf,
    /// What each file was when it was read or written last.
    seen: FxHashMap<String, Option<String>>,
}

/// What a judgement added to a file.
#[derive(Clone, Debug)]
pub(super) struct Added {
    article: String,
    before: Option<String>,
    text: String,
}

/// How a file was changed.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) added: Added,
    /// Somebody else changed the file meanwhile; their text is in it as well.
    pub(super) changed_meanwhile: bool,
}

impl Curated {
    pub(super) fn new(base: &Path) -> Curated {
        Curated {
            folder: base.join("facts/curated"),
            seen: FxHashMap::default(),
        }
    }

    /// Where the facts about an article are.
    pub(super) fn path(&self, article: &str) -> PathBuf {
        self.folder.join(format!("{article}.dl"))
    }

    /// Adds lines under a quotation of an article, at the end of the article's file; all of it or nothing.
    pub(super) fn add(
        &mut self,
        article: &str,
        quoted: &[(&str, Vec<String>)],
    ) -> Result<Change, String> {
        let path = self.path(article);
        let before = read(&path)?;
        let changed_meanwhile = match self.seen.get(article) {
            Some(seen) => *seen != before,
            None => false,
        };
        let old = before.as_deref().unwrap_or_default();
        let mut text = String::new();
        for (quote, lines) in quoted {
            let so_far = format!("{old}{text}");
            text.push_str(&addition(&so_far, article, quote, lines)?);
        }
        let new = format!("{old}{text}");
        write(&path, &new)?;
        self.seen.insert(article.to_owned(), Some(new));
        Ok(Change {
            added: Added {
                article: article.to_owned(),
                before,
                text,
            },
            changed_meanwhile,
        })
    }

    /// Takes back what was added, also where the file was changed elsewhere meanwhile.
    pub(super) fn take_back(&mut self, added: &Added) -> Result<(), String> {
        let path = self.path(&added.article);
        let now = read(&path)?.unwrap_or_default();
        let old = added.before.as_deref().unwrap_or_default();
        let new = if now == format!("{old}{}", added.text) {
            old.to_owned()
        } else if now.matches(&added.text).count() == 1 {
            now.replacen(&added.text, "\n", 1)
        } else {
            return Err(
                "changed meanwhile, so that the judgement cannot be told from the rest: \
                        take it out by hand"
                    .to_owned(),
            );
        };
        if added.before.is_none() && new.is_empty() {
            std::fs::remove_file(&path).map_err(|error| error.to_string())?;
            self.seen.insert(added.article.clone(), None);
        } else {
            write(&path, &new)?;
            self.seen.insert(added.article.clone(), Some(new));
        }
        Ok(())
    }
}

/// The text of a file; none if there is no such file.
fn read(path: &Path) -> Result<Option<String>, String> {
    match path.try_exists() {
        Ok(false) => Ok(None),
        Ok(true) => read_text(path).map(Some),
        Err(error) => Err(error.to_string()),
    }
}

/// Writes a file that reads back, all of it or nothing.
fn write(path: &Path, text: &str) -> Result<(), String> {
    let mut sources = Sources::default();
    let (_, wrong) = parse(sources.add("curated", text), text);
    if has_errors(&wrong) {
        return Err("has mistakes: `entente check` shows them".to_owned());
    }
    replace(path, text).map_err(|error| error.to_string())
}

/// What is put behind a file so that it says these lines under this quotation.
fn addition(old: &str, article: &str, quote: &str, lines: &[String]) -> Result<String, String> {
    let mut sources = Sources::default();
    let (items, wrong) = parse(sources.add("curated", old), old);
    if has_errors(&wrong) {
        return Err("has mistakes: `entente check` shows them".to_owned());
    }
    let mut scope = (None, None);
    for item in &items {
        match item {
            Item::Article(id) => scope = (Some(id.text.as_str()), None),
            Item::Quotation(quotation) => scope.1 = Some(quotation.words.text.as_str()),
            _ => {}
        }
    }
    let mut text = String::new();
    if !old.is_empty() && !old.ends_with('\n') {
        text.push('\n');
    }
    if scope.0 != Some(article) {
        if !old.is_empty() {
            text.push('\n');
        }
        let _ = writeln!(text, ".article {}", write_symbol(article));
    }
    // Nothing, not even a comment, may stand between the quotation's facts and the new one.
    let ends_with_fact = items
        .last()
        .is_some_and(|last| old[last.span().end as usize..].trim().is_empty());
    if scope != (Some(article), Some(quote)) || !ends_with_fact {
        let _ = writeln!(text, "\n@ {}", write_symbol(quote));
    }
    for line in lines {
        text.push_str(line);
        text.push('\n');
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn add(curated: &mut Curated, quote: &str, line: &str) -> Change {
        curated
            .add("a1", &[(quote, vec![line.to_owned()])])
            .unwrap()
    }

    #[test]
    fn what_a_person_wrote_stays_and_facts_stand_under_their_quotations() {
        let base = tempfile::tempdir().unwrap();
        let mut curated = Curated::new(base.path());
        let path = curated.path("a1");
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let own = "// Mine.\n.article \"a1\"\n@ \"un\"\nf(1).\n// The end.";
        std::fs::write(&path, own).unwrap();
        let first = add(&mut curated, "un", "f(2).");
        let second = add(&mut curated, "un", "!f(3).");
        let third = add(&mut curated, "deux", "f(4).");
        assert!(!third.changed_meanwhile);
        let text = std::fs::read_to_string(&path).unwrap();
        insta::assert_snapshot!(text, @r#"
        // Mine.
        .article "a1"
        @ "un"
        f(1).
        // The end.

        @ "un"
        f(2).
        !f(3).

        @ "deux"
        f(4).
        "#);
        for change in [third, second, first] {
            curated.take_back(&change.added).unwrap();
        }
        assert_eq!(std::fs::read_to_string(&path).unwrap(), own);
    }

    #[test]
    fn a_new_file_goes_with_its_only_judgement() {
        let base = tempfile::tempdir().unwrap();
        let mut curated = Curated::new(base.path());
        let change = add(&mut curated, "un", "f(1).");
        let text = std::fs::read_to_string(curated.path("a1")).unwrap();
        assert_eq!(text, ".article \"a1\"\n\n@ \"un\"\nf(1).\n");
        curated.take_back(&change.added).unwrap();
        assert!(!curated.path("a1").exists());
    }

    #[test]
    fn what_others_change_meanwhile_is_kept() {
        let base = tempfile::tempdir().unwrap();
        let mut curated = Curated::new(base.path());
        let first = add(&mut curated, "un", "f(1).");
        let path = curated.path("a1");
        let mut text = std::fs::read_to_string(&path).unwrap();
        text.push_str("\n.article \"b\"\n@ \"x\"\nf(9).\n");
        std::fs::write(&path, &text).unwrap();
        let second = add(&mut curated, "deux", "f(2).");
        assert!(second.changed_meanwhile);
        let both = std::fs::read_to_string(&path).unwrap();
        assert!(
            both.starts_with(&text) && both.ends_with("\n.article \"a1\"\n\n@ \"deux\"\nf(2).\n")
        );
        curated.take_back(&second.added).unwrap();
        curated.take_back(&first.added).unwrap();
        let left = std::fs::read_to_string(&path).unwrap();
        assert_eq!(left.trim(), ".article \"b\"\n@ \"x\"\nf(9).");
        assert!(curated.take_back(&first.added).is_err());
    }

    #[test]
    fn files_with_mistakes_are_left_alone() {
        let base = tempfile::tempdir().unwrap();
        let mut curated = Curated::new(base.path());
        let path = curated.path("a1");
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, "f(1\n").unwrap();
        let wrong = curated.add("a1", &[("un", vec!["f(2).".to_owned()])]);
        assert!(wrong.is_err());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "f(1\n");
    }
}
