//! Snapshots of what rules derive, one file a rule file, in the format of the crate insta.
//!
//! A snapshot has a section for each derived relation that its rule file declares: what a tuple means, the
//! relation with the number of its tuples, and the tuples as facts, sorted.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::io;
use std::path::{Path, PathBuf};

use similar::TextDiff;

use crate::facts::{Database, read_text, replace};
use crate::rules::{Const, Program, RelationId};
use crate::text::Sources;

/// What a rule file's relations derive, or did when it was accepted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    pub sections: Vec<Section>,
}

/// A relation with its tuples.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    pub relation: String,
    pub text: String,
}

impl Snapshot {
    /// The snapshot as text, without insta's header.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for section in &self.sections {
            text.push_str(&section.text);
            text.push('\n');
        }
        text.trim_end().to_owned() + "\n"
    }

    /// Reads what [`Snapshot::text`] writes.
    fn parse(text: &str) -> Snapshot {
        let mut snapshot = Snapshot::default();
        for part in text.split("\n\n") {
            let part = part.trim_matches('\n');
            if part.is_empty() {
                continue;
            }
            // The signature stands in the last comment.
            let comments = part.lines().take_while(|line| line.starts_with("//"));
            let signature = comments.last().unwrap_or_default();
            let signature = signature.trim_start_matches(['/', ' ']);
            let name = signature.split('(').next().unwrap_or_default();
            snapshot.sections.push(Section {
                relation: name.to_owned(),
                text: format!("{part}\n"),
            });
        }
        snapshot
    }

    fn section(&self, relation: &str) -> Option<&Section> {
        let mut sections = self.sections.iter();
        sections.find(|section| section.relation == relation)
    }
}

/// The snapshots of all rule files that declare derived relations, by their names: `rules__presence` is that of
/// `rules/presence.dl`.
pub fn snapshots(
    program: &Program,
    sources: &Sources,
    database: &Database,
) -> BTreeMap<String, Snapshot> {
    let mut snapshots: BTreeMap<String, Snapshot> = BTreeMap::new();
    for id in program.derived() {
        let declared = program.relation(id).declared;
        let file = &sources.get(declared.source).name;
        if let Some(path) = file.strip_suffix(".dl")
            && path.starts_with("rules/")
        {
            let snapshot = snapshots.entry(path.replace('/', "__")).or_default();
            snapshot.sections.push(section(program, database, id));
        }
    }
    snapshots
}

fn section(program: &Program, database: &Database, id: RelationId) -> Section {
    let relation = program.relation(id);
    let tuples = database.sorted(program, id);
    let mut text = String::new();
    if !relation.meaning.is_empty() {
        let _ = writeln!(text, "// {}", relation.meaning);
    }
    let _ = writeln!(text, "// {}: {} tuples", relation.signature(), tuples.len());
    for tuple in tuples {
        let values: Vec<String> = tuple.iter().map(Const::written).collect();
        let _ = writeln!(text, "{}({}).", relation.name, values.join(", "));
    }
    Section {
        relation: relation.name.clone(),
        text,
    }
}

/// The accepted snapshots of a base, in its folder `tests/snapshots` if it has snapshots of rules there, else in
/// `snapshots`.
#[derive(Clone, Debug)]
pub struct Accepted {
    folder: PathBuf,
    /// What paths are called in messages: from the folder of the base.
    shown: &'static str,
    files: BTreeMap<String, File>,
}

#[derive(Clone, Debug)]
struct File {
    /// What insta notes above a snapshot, with the lines around it.
    header: String,
    snapshot: Snapshot,
}

/// How an accepted snapshot and what rules derive now stand to each other.
#[derive(Clone, Debug)]
pub struct Changed {
    /// The file of the snapshot, from the folder of the base.
    pub path: String,
    /// The relations that differ.
    pub relations: Vec<String>,
    /// A unified diff.
    pub diff: String,
}

/// The files whose names insta gives to snapshots of rule files.
const PREFIX: &str = "rules__";
const ENDING: &str = "snap";

impl Accepted {
    /// Reads the accepted snapshots of a base.
    ///
    /// # Errors
    /// What is wrong with a file that cannot be read, or has no header.
    pub fn read(base: &Path) -> Result<Accepted, String> {
        let of_tests = "tests/snapshots";
        let shown = match names_in(&base.join(of_tests))?.is_empty() {
            true => "snapshots",
            false => of_tests,
        };
        let folder = base.join(shown);
        let mut files = BTreeMap::new();
        for name in names_in(&folder)? {
            let text = read_text(&folder.join(format!("{name}.{ENDING}")))
                .map_err(|error| format!("{shown}/{name}.{ENDING}: {error}"))?;
            let text = text.replace("\r\n", "\n");
            let content = text
                .strip_prefix("---\n")
                .and_then(|rest| Some(4 + rest.find("\n---\n")? + 5));
            let Some(content) = content else {
                return Err(format!(
                    "{shown}/{name}.{ENDING}: is no snapshot of insta: it has no header between lines of `---`"
                ));
            };
            let (header, content) = text.split_at(content);
            let file = File {
                header: header.to_owned(),
                snapshot: Snapshot::parse(content),
            };
            files.insert(name, file);
        }
        Ok(Accepted {
            folder,
            shown,
            files,
        })
    }

    /// Whether nothing was accepted yet.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Where the snapshots lie, from the folder of the base.
    pub fn folder(&self) -> &str {
        self.shown
    }

    /// Where snapshots differ from what rules derive now, in relations that are wanted.
    pub fn changed(
        &self,
        now: &BTreeMap<String, Snapshot>,
        wanted: impl Fn(&str) -> bool,
    ) -> Vec<Changed> {
        let mut names: Vec<&String> = self.files.keys().chain(now.keys()).collect();
        names.sort_unstable();
        names.dedup();
        let mut all = Vec::new();
        for name in names {
            let before = self.files.get(name).map(|file| &file.snapshot);
            let mended = mended(before, now.get(name), &wanted);
            let before = before.cloned().unwrap_or_default();
            let differ = |relation: &&String| before.section(relation) != mended.section(relation);
            let sections = before.sections.iter().chain(&mended.sections);
            let mut relations: Vec<&String> =
                sections.map(|s| &s.relation).filter(differ).collect();
            relations.sort_unstable();
            relations.dedup();
            let relations: Vec<String> = relations.into_iter().cloned().collect();
            let (old, new) = (before.text(), mended.text());
            if old == new {
                continue;
            }
            let path = format!("{}/{name}.{ENDING}", self.shown);
            let diff = TextDiff::from_lines(&old, &new)
                .unified_diff()
                .header(&path, "what the rules derive now")
                .to_string();
            all.push(Changed {
                path,
                relations,
                diff,
            });
        }
        all
    }

    /// Writes what rules derive now, as far as wanted, each file in one step. Returns the names of the files that
    /// were written or, since nothing of them is left, removed.
    ///
    /// # Errors
    /// Of the file system; files before the one with the error are written.
    pub fn accept(
        &self,
        now: &BTreeMap<String, Snapshot>,
        wanted: impl Fn(&str) -> bool,
    ) -> io::Result<Vec<String>> {
        let mut written = Vec::new();
        for changed in self.changed(now, &wanted) {
            let name = changed.path.rsplit('/').next().unwrap_or_default();
            let path = self.folder.join(name);
            let stem = name.strip_suffix(".snap").unwrap_or(name);
            let file = self.files.get(stem);
            let mended = mended(file.map(|file| &file.snapshot), now.get(stem), &wanted);
            if mended.sections.is_empty() {
                std::fs::remove_file(&path)?;
            } else {
                let header = match file {
                    Some(file) => file.header.clone(),
                    None => format!("---\nsource: {}\n---\n", self.source(stem)),
                };
                replace(&path, &(header + &mended.text()))?;
            }
            written.push(changed.path);
        }
        Ok(written)
    }

    /// What insta's header names as the place that a new snapshot comes from.
    fn source(&self, name: &str) -> String {
        match self.shown {
            "snapshots" => format!("{}.dl", name.replace("__", "/")),
            of_tests => format!("{of_tests}.rs"),
        }
    }
}

/// A snapshot with the wanted sections as they are now, and the others as they were.
fn mended(
    before: Option<&Snapshot>,
    now: Option<&Snapshot>,
    wanted: impl Fn(&str) -> bool,
) -> Snapshot {
    let (empty, also_empty) = (Snapshot::default(), Snapshot::default());
    let (before, now) = (before.unwrap_or(&empty), now.unwrap_or(&also_empty));
    let mut mended = Snapshot::default();
    for section in &now.sections {
        let section = match wanted(&section.relation) {
            true => Some(section),
            false => before.section(&section.relation),
        };
        mended.sections.extend(section.cloned());
    }
    let is_left =
        |section: &&Section| now.section(&section.relation).is_none() && !wanted(&section.relation);
    let left = before.sections.iter().filter(is_left);
    mended.sections.extend(left.cloned());
    mended
}

/// The names of the snapshots of rule files in a folder, without their ending.
fn names_in(folder: &Path) -> Result<Vec<String>, String> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(format!("{}: {error}", folder.display())),
    };
    let names = entries.filter_map(Result::ok).filter_map(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        let stem = name.strip_suffix(".snap")?;
        stem.starts_with(PREFIX).then(|| stem.to_owned())
    });
    Ok(names.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::Knowledge;
    use crate::engine::Limits;
    use crate::facts::{Base, BaseFile, FileKind};

    fn now(rules: &str) -> BTreeMap<String, Snapshot> {
        let file = BaseFile {
            kind: FileKind::Rules,
            name: "rules/more/a.dl".into(),
            text: rules.into(),
        };
        let (base, reports) = Base::load(&[file]);
        assert!(reports.is_empty(), "{reports:?}");
        let known = Knowledge::new(base, &Limits::default()).unwrap();
        snapshots(known.program(), known.sources(), known.database())
    }

    const RULES: &str = "
        .decl given(x: symbol, y: number)
        given(\"a\\n\\n// b(x)\", 1). given(\"c\", 2).
        // The first ones.
        .decl first(x: symbol)
        first(x) :- given(x, _).
        .decl second(y: number)
        second(y) :- given(_, y).";

    #[test]
    fn a_snapshot_reads_as_it_was_written() {
        let now = now(RULES);
        let snapshot = &now["rules__more__a"];
        insta::assert_snapshot!(snapshot.text(), @r#"
        // The first ones.
        // first(x: symbol): 2 tuples
        first("a\n\n// b(x)").
        first("c").

        // second(y: number): 2 tuples
        second(1).
        second(2).
        "#);
        assert_eq!(Snapshot::parse(&snapshot.text()), *snapshot);
    }

    #[test]
    fn only_what_is_wanted_is_accepted() {
        let folder = tempfile::tempdir().unwrap();
        let before = now(RULES);
        let accepted = Accepted::read(folder.path()).unwrap();
        assert!(accepted.is_empty());
        let written = accepted.accept(&before, |_| true).unwrap();
        assert_eq!(written, ["snapshots/rules__more__a.snap"]);
        let path = folder.path().join(&written[0]);
        // What stands in a header is insta's.
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(
            text.starts_with("---\nsource: rules/more/a.dl\n---\n"),
            "{text}"
        );
        std::fs::write(&path, text.replacen("---\n", "---\ninfo: x\n", 1)).unwrap();
        let after = now(&RULES.replace("given(\"c\", 2)", "given(\"d\", 3)"));
        let accepted = Accepted::read(folder.path()).unwrap();
        assert!(accepted.changed(&before, |_| true).is_empty());
        let changed = accepted.changed(&after, |_| true);
        assert_eq!(changed[0].relations, ["first", "second"]);
        insta::assert_snapshot!(changed[0].diff, @r#"
        --- snapshots/rules__more__a.snap
        +++ what the rules derive now
        @@ -1,8 +1,8 @@
         // The first ones.
         // first(x: symbol): 2 tuples
         first("a\n\n// b(x)").
        -first("c").
        +first("d").
         
         // second(y: number): 2 tuples
         second(1).
        -second(2).
        +second(3).
        "#);
        accepted.accept(&after, |name| name == "second").unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("---\ninfo: x\nsource"), "{text}");
        assert!(
            text.contains("first(\"c\")") && text.contains("second(3)"),
            "{text}"
        );
        let accepted = Accepted::read(folder.path()).unwrap();
        assert_eq!(accepted.changed(&after, |_| true)[0].relations, ["first"]);
        accepted.accept(&BTreeMap::new(), |_| true).unwrap();
        assert!(!path.exists());
    }

    #[test]
    fn files_without_a_header_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tests/snapshots");
        std::fs::create_dir_all(&path).unwrap();
        std::fs::write(path.join("rules__a.snap"), "x\n").unwrap();
        let refused = Accepted::read(folder.path()).unwrap_err();
        assert!(
            refused.starts_with("tests/snapshots/rules__a.snap: is no"),
            "{refused}"
        );
    }
}
