//! A folder that the program is called in.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A folder of its own for a test, with a base in it or without.
pub(crate) struct Folder {
    folder: TempDir,
}

/// What a call of the program left behind.
pub(crate) struct Called {
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) status: i32,
}

impl Folder {
    pub(crate) fn empty() -> Folder {
        Folder {
            folder: TempDir::new().expect("a folder can be made"),
        }
    }

    /// A small base: one article, two rules, curated and extracted facts.
    pub(crate) fn with_base() -> Folder {
        Folder::empty()
            .with(
                "seeds/a1.txt",
                "Vilay a rencontré Tô Lâm à Hanoï.\nLe ministre Vilay a visité Huê.\n",
            )
            .with(
                "rules/meetings.dl",
                ".decl holds(person: symbol, title: symbol, of: symbol)\n\
                 .decl participant(id: symbol, who: symbol, part: symbol)\n\
                 // The two took part in one event.\n\
                 .decl met(p: symbol, q: symbol)\n\
                 met(p, q) :- participant(e, p, _), participant(e, q, _), p != q.\n\
                 .decl meetings(p: symbol, times: number)\n\
                 meetings(p, n) :- met(p, _), n = count : { met(p, _) }.\n",
            )
            .with(
                "facts/curated/a1.dl",
                ".article \"a1\"\n@ \"Vilay a rencontré Tô Lâm\"\n\
                 participant(\"m\", \"Vilay\", \"attendee\").\n\
                 participant(\"m\", \"Tô Lâm\", \"attendee\").\n",
            )
            .with(
                "facts/extracted/a1.dl",
                ".article \"a1\"\n@ \"Le ministre Vilay\" 0.9\nholds(\"Vilay\", \"ministre\", \"\").\n",
            )
    }

    /// The rules and words of the shipped base, without its articles.
    pub(crate) fn with_shipped_rules() -> Folder {
        Folder::empty().with_shipped(&["rules", "facts/lexicon"])
    }

    /// Adds folders of the shipped base.
    pub(crate) fn with_shipped(self, folders: &[&str]) -> Folder {
        for folder in folders {
            copy(&repository().join(folder), &self.path().join(folder));
        }
        self
    }

    /// Adds a file.
    pub(crate) fn with(self, path: &str, content: impl AsRef<[u8]>) -> Folder {
        let path = self.folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("files lie in folders"))
            .expect("it can be made");
        std::fs::write(path, content).expect("it can be written");
        self
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(path)).expect("the file is there")
    }

    pub(crate) fn call(&self, arguments: &[&str]) -> Called {
        self.call_with(arguments, "")
    }

    /// Calls the program with a text on the standard input.
    pub(crate) fn call_with(&self, arguments: &[&str], input: &str) -> Called {
        let mut child = Command::new(env!("CARGO_BIN_EXE_entente"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env_remove("CLICOLOR_FORCE")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program was built");
        let mut stdin = child.stdin.take().expect("it is piped");
        // A program that does not read its input has closed it.
        let _ = stdin.write_all(input.as_bytes());
        drop(stdin);
        let output = child.wait_with_output().expect("the program ends");
        Called {
            out: String::from_utf8(output.stdout).expect("output is text"),
            err: String::from_utf8(output.stderr).expect("messages are text"),
            status: output.status.code().expect("no signal ends it"),
        }
    }

    /// Everything of a call that a user sees, in one text.
    pub(crate) fn see(&self, arguments: &[&str]) -> String {
        self.see_with(arguments, "")
    }

    pub(crate) fn see_with(&self, arguments: &[&str], input: &str) -> String {
        let Called { out, err, status } = self.call_with(arguments, input);
        let part = |name: &str, text: String| match text.is_empty() {
            true => String::new(),
            false => format!("--- {name}\n{text}"),
        };
        format!(
            "{}{}--- status {status}",
            part("stdout", out),
            part("stderr", err)
        )
    }
}

/// The folder of this repository.
pub(crate) fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("it can be made");
    for entry in std::fs::read_dir(from).expect("the folder is there") {
        let entry = entry.expect("it can be read");
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).expect("it can be copied");
        }
    }
}
