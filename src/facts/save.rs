//! Saving: facts with their sources as a fact file that the grammar reads back.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;

use crate::rules::Const;
use crate::syntax::write_symbol;

/// The relations that say something about an article, as `docs/vocabulary.md` describes them. Other
/// relations of fact files are about names, about the articles themselves, or words of the lexicon.
pub const VOCABULARY: [&str; 9] = [
    "holds",
    "event",
    "event_date",
    "event_place",
    "participant",
    "signed",
    "cooperates",
    "said",
    "gave",
];

/// A fact and what says it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sourced<'a> {
    pub relation: &'a str,
    pub args: Vec<Const>,
    pub article: Option<&'a str>,
    /// The article's own words.
    pub quote: Option<&'a str>,
    /// From 0 to 1, where the extractor wrote the fact.
    pub confidence: Option<f64>,
    /// Marked as too uncertain to be used.
    pub doubtful: bool,
    /// Where the fact stands in another file; written as a comment.
    pub place: Option<String>,
}

/// How a file begins that the extractor wrote and may write again.
const GENERATED: &str = "// Written by `entente extract`";

/// Writes facts so that they read back as they are. Each source is written once for the facts that
/// follow each other under it.
pub fn write_facts(facts: &[Sourced]) -> String {
    let mut text = String::new();
    let mut article = None;
    let mut source = None;
    for fact in facts {
        let own_source = fact
            .quote
            .map(|quote| (quote, fact.confidence, fact.doubtful));
        // Only `.article` ends a quotation, so one without any opens its article anew.
        if fact.article != article || (own_source.is_none() && source.is_some()) {
            article = fact.article;
            source = None;
            if let Some(id) = article {
                let gap = if text.is_empty() { "" } else { "\n" };
                let _ = writeln!(text, "{gap}.article {}", write_symbol(id));
            }
        }
        if own_source != source {
            source = own_source;
            if let Some((quote, confidence, doubtful)) = own_source {
                let _ = write!(text, "\n@ {}", write_symbol(quote));
                if let Some(confidence) = confidence {
                    let _ = write!(text, " {confidence:.2}");
                }
                text.push_str(if doubtful { " ?\n" } else { "\n" });
            }
        }
        let args: Vec<String> = fact.args.iter().map(Const::written).collect();
        let _ = write!(text, "{}({}).", fact.relation, args.join(", "));
        let _ = match &fact.place {
            Some(place) => writeln!(text, " // {}", place.escape_debug()),
            None => writeln!(text),
        };
    }
    text
}

/// How the line goes on that says what a file was written from.
const FINGERPRINT: &str = "// Read with fingerprint ";

/// What was extracted from an article as the text of its fact file. The fingerprint stands for all that the
/// facts depend on.
pub fn write_extracted(facts: &[Sourced], fingerprint: u64) -> String {
    format!(
        "{GENERATED}, which may overwrite it. Correct it in a file under facts/curated/.\n\
         {FINGERPRINT}{fingerprint:016x}\n\n{}",
        write_facts(facts)
    )
}

/// The fingerprint of a fact file that the extractor wrote, if there is such a file.
pub fn fingerprint_of(path: &Path) -> Option<u64> {
    let mut lines = BufReader::new(File::open(path).ok()?).lines();
    let first = lines.next()?.ok()?;
    let second = lines.next()?.ok()?;
    let digits = second.strip_prefix(FINGERPRINT)?;
    let known = u64::from_str_radix(digits, 16).ok()?;
    first.starts_with(GENERATED).then_some(known)
}

/// Saves the text of a fact file, all of it or nothing. A file that a person wrote is refused.
pub fn save_extracted(path: &Path, text: &str) -> Result<(), String> {
    match std::fs::read(path) {
        Ok(bytes) if !bytes.starts_with(GENERATED.as_bytes()) => {
            return Err(
                "not overwritten, since its first line does not say that `entente extract` wrote it; \
                 move it to facts/curated/ to keep it, or delete it"
                    .to_owned(),
            );
        }
        Ok(_) => {}
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(error.to_string()),
    }
    replace(path, text).map_err(|error| error.to_string())
}

/// Puts a file in place of another in one step, so that whoever reads sees the one or the other.
pub fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    // Where a link stands, the file that it leads to is replaced.
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = target.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".entente-");
    // Temporary files are private; this one becomes a file like any other, as the user's umask has it.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    if let Ok(metadata) = std::fs::metadata(&target) {
        file.as_file().set_permissions(metadata.permissions())?;
    }
    file.as_file().sync_all()?;
    file.persist(&target).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Base, BaseFile, FileKind};

    fn fact<'a>(quote: Option<&'a str>, confidence: Option<f64>, title: &str) -> Sourced<'a> {
        let symbol = |text: &str| Const::Symbol(text.to_owned());
        Sourced {
            relation: "holds",
            args: vec![symbol("Tô \"Lâm\""), symbol(title), symbol("")],
            article: Some("a1"),
            quote,
            confidence,
            doubtful: confidence.is_some_and(|sure| sure < 0.5),
            place: None,
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        let facts = [
            fact(Some("le général\nTô Lâm"), Some(0.826), "général"),
            fact(Some("le général\nTô Lâm"), Some(0.826), "ministre\\"),
            fact(Some("Tô Lâm"), None, "chef"),
        ];
        let text = write_facts(&facts);
        insta::assert_snapshot!(text, @r#"
        .article "a1"

        @ "le général\nTô Lâm" 0.83
        holds("Tô \"Lâm\"", "général", "").
        holds("Tô \"Lâm\"", "ministre\\", "").

        @ "Tô Lâm"
        holds("Tô \"Lâm\"", "chef", "").
        "#);
        let file = |kind, name: &str, text: &str| BaseFile {
            kind,
            name: name.into(),
            text: text.into(),
        };
        let rules = ".decl holds(person: symbol, title: symbol, of: symbol)";
        let (base, reports) = Base::load(&[
            file(
                FileKind::Article,
                "seeds/a1.txt",
                "Hier, le général\nTô Lâm est venu.",
            ),
            file(FileKind::Rules, "rules/r.dl", rules),
            file(FileKind::Curated, "facts/curated/c.dl", &text),
        ]);
        assert!(reports.is_empty(), "{reports:?}");
        let read: Vec<_> = base.statements.iter().map(|s| s.values.clone()).collect();
        assert_eq!(read, facts.map(|fact| fact.args));
        assert_eq!(base.statements[0].confidence, 0.83);
    }

    #[test]
    fn a_fact_without_a_quotation_is_not_put_under_the_one_before() {
        let facts = [
            fact(Some("Tô Lâm"), None, "chef"),
            fact(None, None, "général"),
        ];
        insta::assert_snapshot!(write_facts(&facts), @r#"
        .article "a1"

        @ "Tô Lâm"
        holds("Tô \"Lâm\"", "chef", "").

        .article "a1"
        holds("Tô \"Lâm\"", "général", "").
        "#);
    }

    #[test]
    fn only_generated_files_are_overwritten_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("extracted/a1.dl");
        let facts = [fact(Some("Tô Lâm"), Some(0.5), "chef")];
        save_extracted(&path, &write_extracted(&facts, 1)).unwrap();
        save_extracted(&path, &write_extracted(&[], 0x2a)).unwrap();
        assert_eq!(fingerprint_of(&path), Some(0x2a));
        let written = std::fs::read_to_string(&path).unwrap();
        assert!(
            written.starts_with(GENERATED) && !written.contains("holds"),
            "{written}"
        );
        std::fs::write(&path, "// By hand\n").unwrap();
        let refused = save_extracted(&path, "").unwrap_err();
        assert_eq!(fingerprint_of(&path), None);
        assert!(refused.starts_with("not overwritten"), "{refused}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "// By hand\n");
        let files = std::fs::read_dir(path.parent().unwrap()).unwrap().count();
        assert_eq!(files, 1);
    }
}
