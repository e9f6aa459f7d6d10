//! What Tab offers: commands, relations, and the values of the column that the cursor stands in.

use rustc_hash::FxHashSet;

use super::commands::{COMMANDS, Command, find};
use super::cursor::{Place, place, word_start};
use crate::answers::{Format, Knowledge, on_terminal};
use crate::rules::{Functor, RelationId, Test, Type};
use crate::syntax::write_symbol;
use crate::text::fold;

/// A way to go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// What a list of candidates shows.
    pub display: String,
    /// What stands in the line afterwards, in place of what was typed.
    pub replacement: String,
}

/// The candidates for what stands before the cursor, and where the text that they replace begins.
pub fn complete(knowledge: &Knowledge, line: &str, cursor: usize) -> (usize, Vec<Candidate>) {
    let (before, after) = line.split_at(cursor);
    if let Some(rest) = before.trim_start().strip_prefix(':')
        && !rest.starts_with('-')
    {
        let word_start = cursor - rest.len();
        return match rest.split_once(char::is_whitespace) {
            None => (word_start, commands(rest)),
            Some((word, argument)) => match find(word).map(|entry| entry.command) {
                Ok(Command::Add | Command::Explain) => clause(knowledge, before, after),
                Ok(command) => {
                    let argument = argument.trim_start();
                    (
                        cursor - argument.len(),
                        arguments(knowledge, command, argument),
                    )
                }
                Err(_) => (cursor, Vec::new()),
            },
        };
    }
    clause(knowledge, before, after)
}

fn commands(word: &str) -> Vec<Candidate> {
    let begun = COMMANDS.iter().filter(|entry| entry.name.starts_with(word));
    begun
        .map(|entry| Candidate {
            display: format!(":{}", entry.name),
            replacement: match entry.argument {
                "" => entry.name.to_owned(),
                _ => format!("{} ", entry.name),
            },
        })
        .collect()
}

fn arguments(knowledge: &Knowledge, command: Command, typed: &str) -> Vec<Candidate> {
    let words: Vec<&str> = match command {
        Command::Timer | Command::Pager => vec!["off", "on"],
        Command::Help => COMMANDS.iter().map(|entry| entry.name).collect(),
        Command::Mode => Format::ALL.iter().map(|format| format.name()).collect(),
        Command::Diff | Command::Accept | Command::Schema | Command::Rules | Command::Relations => {
            relations(knowledge).collect()
        }
        _ => Vec::new(),
    };
    let begun = words.into_iter().filter(|word| word.starts_with(typed));
    sorted(begun.map(|word| same(word.to_owned())).collect())
}

fn clause(knowledge: &Knowledge, before: &str, after: &str) -> (usize, Vec<Candidate>) {
    let start = word_start(before);
    let word = &before[start..];
    match place(before) {
        Place::Text(start, column) => (start, values(knowledge, column, &before[start..], after)),
        Place::Argument => {
            let opening = if after.starts_with('(') { "" } else { "(" };
            let begun = Functor::names().filter(|name| !word.is_empty() && name.starts_with(word));
            (
                start,
                sorted(begun.map(|name| same(format!("{name}{opening}"))).collect()),
            )
        }
        Place::Condition => {
            let opening = if after.starts_with('(') { "" } else { "(" };
            let names = Test::names().map(str::to_owned);
            let names = relations(knowledge).map(str::to_owned).chain(names);
            let begun = names.filter(|name| name.starts_with(word));
            let candidate = |name: String| Candidate {
                replacement: format!("{name}{opening}"),
                display: name,
            };
            (start, sorted(begun.map(candidate).collect()))
        }
        Place::Comment => (before.len(), Vec::new()),
    }
}

/// The values of a column that begin with what was typed, or have a word that does. Where the column is
/// not known or has none, the values of all columns.
fn values(
    knowledge: &Knowledge,
    column: Option<(&str, usize)>,
    typed: &str,
    after: &str,
) -> Vec<Candidate> {
    let program = knowledge.program();
    let known = column.and_then(|(name, column)| Some((program.find(name)?, column)));
    let mut texts = known.map_or(Vec::new(), |column| texts_of(knowledge, [column]));
    if texts.is_empty() {
        let all = program
            .ids()
            .flat_map(|id| (0..program.relation(id).arity()).map(move |c| (id, c)));
        texts = texts_of(knowledge, all);
    }
    let wanted = fold(&typed.replace("\\\"", "\""));
    let folded: Vec<(String, &str)> = texts.into_iter().map(|text| (fold(text), text)).collect();
    let mut found: Vec<&str> = folded
        .iter()
        .filter(|(folded, _)| folded.starts_with(&wanted))
        .map(|(_, text)| *text)
        .collect();
    if found.is_empty() {
        let has_word = |folded: &str| {
            folded
                .split(|c: char| !c.is_alphanumeric())
                .any(|w| w.starts_with(&wanted))
        };
        found = folded
            .iter()
            .filter(|(folded, _)| has_word(folded))
            .map(|(_, text)| *text)
            .collect();
    }
    let closing = if after.starts_with('"') { "" } else { "\"" };
    let candidate = |text: &str| {
        let written = write_symbol(text);
        Candidate {
            display: on_terminal(text).into_owned(),
            replacement: format!("{}{closing}", &written[1..written.len() - 1]),
        }
    };
    sorted(
        found
            .into_iter()
            .filter(|text| is_typeable(text))
            .map(candidate)
            .collect(),
    )
}

/// Whether a text can stand in a line of a terminal: written with escapes it still must not have control
/// characters.
fn is_typeable(text: &str) -> bool {
    !text.is_empty() && on_terminal(&write_symbol(text)) == write_symbol(text)
}

/// The different texts in columns of relations.
fn texts_of(
    knowledge: &Knowledge,
    columns: impl IntoIterator<Item = (RelationId, usize)>,
) -> Vec<&str> {
    let database = knowledge.database();
    let mut seen = FxHashSet::default();
    let mut texts = Vec::new();
    for (relation, column) in columns {
        let declared = &knowledge.program().relation(relation).columns;
        if declared
            .get(column)
            .is_none_or(|column| column.ty != Type::Symbol)
        {
            continue;
        }
        for row in database.rows(relation).iter() {
            if seen.insert(row[column]) {
                texts.push(database.values.text(row[column]));
            }
        }
    }
    texts
}

fn relations(knowledge: &Knowledge) -> impl Iterator<Item = &str> {
    knowledge
        .program()
        .relations
        .iter()
        .map(|relation| relation.name.as_str())
}

fn same(text: String) -> Candidate {
    Candidate {
        display: text.clone(),
        replacement: text,
    }
}

fn sorted(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    candidates.sort_by(|a, b| a.display.cmp(&b.display));
    candidates
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Limits;
    use crate::facts::{Base, BaseFile, FileKind};

    fn knowledge() -> Knowledge {
        let rules = BaseFile {
            kind: FileKind::Rules,
            name: "rules/a.dl".into(),
            text: r#".decl met(p: symbol, q: symbol) .decl meets(n: number) .decl in(place: symbol)
                met("Tô Lâm", "Luong Tam Quang"). met("Vilay", "a \"b\" c")."#
                .into(),
        };
        let (base, reports) = Base::load(&[rules]);
        assert!(reports.is_empty(), "{reports:?}");
        Knowledge::new(base, &Limits::default()).unwrap()
    }

    /// Completes at the `|`.
    fn offered(line: &str) -> Vec<String> {
        let knowledge = knowledge();
        let cursor = line.find('|').unwrap();
        let line = line.replacen('|', "", 1);
        let (start, candidates) = complete(&knowledge, &line, cursor);
        let whole =
            |c: &Candidate| format!("{}{}|{}", &line[..start], c.replacement, &line[cursor..]);
        candidates.iter().map(whole).collect()
    }

    #[test]
    fn commands_and_their_arguments() {
        assert_eq!(offered(":sc|"), [":schema |"]);
        assert_eq!(offered(":q|"), [":quit|"]);
        assert_eq!(offered(":mode j|"), [":mode json|", ":mode jsonl|"]);
        assert_eq!(offered(":schema me|"), [":schema meets|", ":schema met|"]);
        assert_eq!(offered(":add met(\"vil|"), [":add met(\"Vilay\"|"]);
        assert!(offered(":nonsense m|").is_empty());
    }

    #[test]
    fn relations_where_a_condition_may_stand() {
        assert_eq!(offered("me|"), ["meets(|", "met(|"]);
        assert_eq!(offered("?- met(p, q), mee|"), ["?- met(p, q), meets(|"]);
        assert_eq!(offered("n = count : { met|"), ["n = count : { met(|"]);
        assert_eq!(offered("(mee|"), ["(meets(|"]);
        assert_eq!(offered("mee|(n)"), ["meets|(n)"]);
        assert_eq!(offered("befo|"), ["before(|"]);
        assert!(offered("met(me|").is_empty());
        assert!(offered("// me|").is_empty());
        assert_eq!(offered("met(ca|"), ["met(cat(|"]);
    }

    #[test]
    fn values_of_the_column_whatever_their_accents() {
        assert_eq!(offered("met(\"to l|"), ["met(\"Tô Lâm\"|"]);
        assert_eq!(offered("met(p, \"LUO|"), ["met(p, \"Luong Tam Quang\"|"]);
        assert_eq!(
            offered("met(p, \"luo|\")"),
            ["met(p, \"Luong Tam Quang|\")"]
        );
        assert_eq!(offered("met(p, \"quang|"), ["met(p, \"Luong Tam Quang\"|"]);
        assert_eq!(
            offered("met(\"Tô Lâm\", \"a|"),
            ["met(\"Tô Lâm\", \"a \\\"b\\\" c\"|"]
        );
        assert_eq!(offered("met(p, \"a \\\"B|"), ["met(p, \"a \\\"b\\\" c\"|"]);
        assert_eq!(offered("met(\"|"), ["met(\"Tô Lâm\"|", "met(\"Vilay\"|"]);
        assert!(offered("met(\"luo|").is_empty());
    }

    #[test]
    fn values_of_any_column_where_there_is_no_other() {
        assert_eq!(offered("x = \"luo|"), ["x = \"Luong Tam Quang\"|"]);
        assert_eq!(offered("in(\"vil|"), ["in(\"Vilay\"|"]);
        assert_eq!(offered("unknown(\"vil|"), ["unknown(\"Vilay\"|"]);
    }
}
