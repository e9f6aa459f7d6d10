//! The commands: what they are called, what they take, and what they are for.

use crate::text::{Report, nearest};

/// What a command does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Command {
    Help,
    Relations,
    Schema,
    Rules,
    Source,
    Why,
    Next,
    Depth,
    Confidence,
    Add,
    Load,
    Session,
    Drop,
    Reset,
    Reload,
    Mode,
    Limit,
    Quit,
}

/// A row of the table of commands.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) command: Command,
    pub(super) name: &'static str,
    pub(super) argument: &'static str,
    /// One line for the list of commands.
    pub(super) summary: &'static str,
    /// What there is to know beyond that.
    pub(super) details: &'static str,
}

const fn entry(
    command: Command,
    name: &'static str,
    argument: &'static str,
    summary: &'static str,
    details: &'static str,
) -> Entry {
    Entry {
        command,
        name,
        argument,
        summary,
        details,
    }
}

pub(super) const COMMANDS: &[Entry] = &[
    entry(
        Command::Help,
        "help",
        "[COMMAND]",
        "this text, or more on a command",
        "",
    ),
    entry(
        Command::Relations,
        "relations",
        "[PATTERN]",
        "what can be asked: relations, how many tuples, what they mean",
        "Lists the relations whose name, meaning or file contains PATTERN, by the file that declares them.\n\
         `derived` relations follow from rules, `given` ones are filled by facts.\n\
         Example: :relations present",
    ),
    entry(
        Command::Schema,
        "schema",
        "RELATION",
        "one relation: its columns, meaning, rules and uses",
        "Example: :schema co_present",
    ),
    entry(
        Command::Rules,
        "rules",
        "[RELATION]",
        "the rules that derive a relation, or all rules",
        "Each rule is shown as its file has it, under the place where it stands.\n\
         Example: :rules co_present",
    ),
    entry(
        Command::Source,
        "source",
        "[ROW]",
        "the sentences behind the rows just shown, or behind one of them",
        "Rows are counted from 1, as they were shown. The words that the facts rest on stand in\n\
         [brackets] within their sentence.\n\
         Example: :source 2",
    ),
    entry(
        Command::Why,
        "why",
        "[ROW | FACT]",
        "the proof of a row just shown or of a fact: rules, facts, sentences",
        "Without a row, the last one. The smallest proof comes first; `:next` shows the next one, `--all`\n\
         all of them. `--depth N` shows N levels, `--format FORMAT` writes text, json, dot, mermaid or\n\
         citation: a paragraph with footnotes for a report. `--confidence` tells how sure it is.\n\
         Example: :why 1\n\
         Example: :why met(\"Luong Tam Quang\", _, _) --depth 2",
    ),
    entry(
        Command::Next,
        "next",
        "",
        "the next proof of what `:why` proved",
        "",
    ),
    entry(
        Command::Depth,
        "depth",
        "[N]",
        "how many levels of proofs are shown, or `all`",
        "Example: :depth 3",
    ),
    entry(
        Command::Confidence,
        "confidence",
        "[on|off]",
        "whether answers and proofs tell how sure they are",
        "A number from 0 to 1, from how sure the passages are that an answer rests on; articles that agree\n\
         make it rise. docs/proofs.md has the formula.\n\
         Example: :confidence on",
    ),
    entry(
        Command::Add,
        "add",
        "CLAUSE",
        "add facts or rules to the session, also facts of the base's relations",
        "Rules and declarations may be typed without `:add`; it is for facts of the base's relations,\n\
         which would be taken for a question. Nothing is written to a file.\n\
         Example: :add holds(\"Tô Lâm\", \"président\", \"Vietnam\").",
    ),
    entry(
        Command::Load,
        "load",
        "FILE",
        "add the declarations, rules and facts of a file to the session",
        "Example: :load ideas.dl",
    ),
    entry(
        Command::Session,
        "session",
        "",
        "what was added, numbered",
        "",
    ),
    entry(
        Command::Drop,
        "drop",
        "NUMBER",
        "take something back that was added, by its number in `:session`",
        "Example: :drop 2",
    ),
    entry(
        Command::Reset,
        "reset",
        "",
        "take back everything that was added",
        "",
    ),
    entry(
        Command::Reload,
        "reload",
        "",
        "read the base's files anew and keep what the session added",
        "If a file has a mistake, what was read before stays in force.",
    ),
    entry(
        Command::Mode,
        "mode",
        "[FORMAT]",
        "how answers are written: table, csv, json, jsonl or markdown",
        "Example: :mode csv",
    ),
    entry(
        Command::Limit,
        "limit",
        "[ROWS]",
        "how many rows of an answer are shown, or `all`",
        "Example: :limit 20",
    ),
    entry(
        Command::Quit,
        "quit",
        "",
        "end the session (Ctrl-D does, too)",
        "",
    ),
];

/// The word and the argument of a text that is a command: `:word argument`, or one of the few words that
/// need no colon.
pub(super) fn split(text: &str) -> Option<(&str, &str)> {
    let text = text.trim();
    let bare = text.trim_end_matches([';', '.']);
    if ["help", "quit", "exit"].contains(&bare) {
        return Some((bare, ""));
    }
    let command = text
        .strip_prefix(':')
        .filter(|rest| !rest.starts_with('-'))?;
    let (word, argument) = command
        .split_once(char::is_whitespace)
        .unwrap_or((command, ""));
    Some((word, argument.trim()))
}

/// The command that a word stands for: its name, or the beginning of just one name.
pub(super) fn find(word: &str) -> Result<&'static Entry, Report> {
    let word = if word == "exit" { "quit" } else { word };
    if let Some(entry) = COMMANDS.iter().find(|entry| entry.name == word) {
        return Ok(entry);
    }
    let begun: Vec<&Entry> = COMMANDS
        .iter()
        .filter(|e| e.name.starts_with(word))
        .collect();
    match begun.as_slice() {
        [entry] => Ok(entry),
        [_, _, ..] if !word.is_empty() => {
            let names: Vec<String> = begun.iter().map(|e| format!("`:{}`", e.name)).collect();
            Err(
                Report::general(format!("`:{word}` could be {}", names.join(", ")))
                    .help("type a letter or two more"),
            )
        }
        _ => {
            let near = nearest(word, COMMANDS.iter().map(|e| e.name));
            let near = near.map(|name| format!(":{name}"));
            let report =
                Report::general(format!("unknown command `:{word}`")).suggest(near.as_deref());
            Err(report.help("`:help` lists the commands"))
        }
    }
}

/// Whether a command is followed by a clause, which may take several lines.
pub(super) fn takes_clause(word: &str) -> bool {
    find(word).is_ok_and(|entry| entry.command == Command::Add)
}

/// Whether a text is a command followed by the path of a file.
pub(super) fn takes_file(text: &str) -> bool {
    let is_load = |word| find(word).is_ok_and(|entry| entry.command == Command::Load);
    text.contains(char::is_whitespace) && split(text).is_some_and(|(word, _)| is_load(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(word: &str) -> Result<&'static str, String> {
        find(word)
            .map(|entry| entry.name)
            .map_err(|report| report.message)
    }

    #[test]
    fn a_beginning_is_enough() {
        assert_eq!(
            found("rel"),
            Err("`:rel` could be `:relations`, `:reload`".into())
        );
        assert_eq!(found("rela"), Ok("relations"));
        assert_eq!(found("exit"), Ok("quit"));
        assert_eq!(found("q"), Ok("quit"));
        assert_eq!(
            found("s"),
            Err("`:s` could be `:schema`, `:source`, `:session`".into())
        );
        assert_eq!(found("add"), Ok("add"));
    }

    #[test]
    fn an_unknown_command_gets_a_suggestion() {
        let report = find("shcema").unwrap_err();
        assert_eq!(report.help[0], "did you mean `:schema`?");
        assert_eq!(found(""), Err("unknown command `:`".into()));
    }

    #[test]
    fn commands_are_told_from_clauses() {
        assert_eq!(split(":mode  csv "), Some(("mode", "csv")));
        assert_eq!(split(" quit"), Some(("quit", "")));
        assert_eq!(split(":- p(x)."), None);
        assert_eq!(split("help(x)"), None);
        assert_eq!(split(":"), Some(("", "")));
    }
}
