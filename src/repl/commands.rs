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
    WhyNot,
    Without,
    Fragile,
    AsOf,
    MinConfidence,
    Add,
    Load,
    Session,
    Drop,
    Pop,
    Reset,
    Save,
    Reload,
    Diff,
    Accept,
    Explain,
    Mode,
    Limit,
    Pager,
    Timer,
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
        Command::WhyNot,
        "whynot",
        "FACT",
        "why something does not hold: the rules, how far they get, and what is near",
        super::whynot::HELP,
    ),
    entry(
        Command::Without,
        "without",
        "WHAT",
        "what would fall without an article, a fact or a rule",
        super::whatif::WITHOUT,
    ),
    entry(
        Command::Fragile,
        "fragile",
        "[RELATION]",
        "the conclusions that rest on one article alone",
        super::whatif::FRAGILE,
    ),
    entry(
        Command::AsOf,
        "as-of",
        "DATE",
        "from now on, answer with what had been published by then",
        super::whatif::AS_OF,
    ),
    entry(
        Command::MinConfidence,
        "min-confidence",
        "P",
        "from now on, use extracted facts from this confidence on only",
        super::whatif::MIN_CONFIDENCE,
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
        Command::Pop,
        "pop",
        "",
        "take back what the last line or file added",
        "Everything that came with it goes: after `:load`, all of the file. `:drop` takes back one thing.",
    ),
    entry(
        Command::Reset,
        "reset",
        "",
        "take back everything that was added",
        "",
    ),
    entry(
        Command::Save,
        "save",
        "NAME",
        "keep what was added as the rule file rules/NAME.dl",
        "The file gets declarations, rules and facts in the order of `:session`, with the comments above them. It\n\
         must load; then all of it belongs to the base, and the session is empty. A file that is there already\n\
         is replaced by `:save! NAME` only.\n\
         For example :save ideas",
    ),
    entry(
        Command::Reload,
        "reload",
        "",
        "read the base's files anew and keep what the session added",
        "If a file has a mistake, what was read before stays in force. At a terminal, files in rules/, facts/ and\n\
         seeds/ are watched, and read anew when they are saved; `entente --no-watch` leaves that to this command.",
    ),
    entry(
        Command::Diff,
        "diff",
        "[RELATION]",
        "the facts that the last change gave and took, by relation",
        "A change is a reload, or something that the session added or took back. `:diff --all` compares with the\n\
         beginning of the session, or with when a relation was accepted. Long lists are cut; `:diff RELATION`\n\
         shows one as a whole.\n\
         Example: :diff --all",
    ),
    entry(
        Command::Accept,
        "accept",
        "[RELATION]",
        "keep what rules derive now as the snapshots that tests compare with",
        "Without a relation, those that changed since the session began (`:diff --all`) are accepted; with `--all`,\n\
         every one. `entente snapshot` compares with these files, and so does the crate insta.",
    ),
    entry(
        Command::Explain,
        "explain",
        "QUERY",
        "how a query is answered: its steps with their rows and times",
        "The query is run, step by step as planned: which tuples a step looks for and how it finds them, how many\n\
         bindings of variables go in and come out, and how long that takes.\n\
         Example: :explain met(p, q, e), event_when(e, date)",
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
        Command::Pager,
        "pager",
        "[on|off]",
        "show what is longer than the terminal page by page",
        "The program that does it is that of the variables ENTENTE_PAGER or PAGER, else `less`; `q` ends it. Only\n\
         a terminal has pages; `entente --no-pager` begins without.\n\
         Example: :pager off",
    ),
    entry(
        Command::Timer,
        "timer",
        "[on|off]",
        "say how long each line took, and how many rows its answer has",
        "The time is that of the whole line, with everything that it made the program derive.\n\
         Example: :timer on",
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
    // `:save! ideas` is `:save !ideas`.
    if let Some(word) = word.strip_suffix('!') {
        return Some((word, command[word.len()..].trim()));
    }
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
    find(word).is_ok_and(|entry| matches!(entry.command, Command::Add | Command::Explain))
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
            Err("`:s` could be `:schema`, `:source`, `:session`, `:save`".into())
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
        assert_eq!(split(":save! ideas"), Some(("save", "! ideas")));
    }
}
