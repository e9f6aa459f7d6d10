//! What `:help` says.

use super::commands::{COMMANDS, find};
use crate::text::Report;

/// What `:help` says, or `:help COMMAND`.
pub(super) fn help(word: &str) -> Result<String, Report> {
    if word.is_empty() {
        return Ok(overview());
    }
    let entry = find(word.trim_start_matches(':'))?;
    let usage = format!(":{} {}", entry.name, entry.argument);
    let mut text = format!("{}\n    {}\n", usage.trim_end(), entry.summary);
    for line in entry.details.lines() {
        text.push_str(&format!("    {line}\n"));
    }
    Ok(text)
}

const LANGUAGE: &str = r#"Ask with relations, names in double quotes, variables and `_` for anything:
    co_present("Tô Lâm", who, event)            who was with Tô Lâm, and where?
    met(p, q, e), event_when(e, date)           joined: both must hold
    holder(p, _, "Laos"), !travelled(p, _)      negated
    n = count : { met(_, _, _) }                counted; also sum, min and max
Tab completes relations and names. A rule goes into the session and ends with a full stop:
    .decl colleagues(p: symbol, q: symbol)
    colleagues(p, q) :- holds(p, _, of), holds(q, _, of), p != q.

"#;

fn overview() -> String {
    let mut text = LANGUAGE.to_owned();
    for entry in COMMANDS {
        let usage = format!(":{} {}", entry.name, entry.argument);
        text.push_str(&format!("{usage:<20} {}\n", entry.summary));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::Knowledge;
    use crate::engine::Limits;
    use crate::facts::Base;
    use crate::repl::{Origin, Session};

    #[test]
    fn every_command_has_help() {
        for entry in COMMANDS {
            assert!(help(entry.name).unwrap().contains(entry.summary));
            assert!(overview().contains(entry.summary));
        }
    }

    #[test]
    fn the_examples_run() {
        let origin = Origin::Folder(env!("CARGO_MANIFEST_DIR").into());
        let (base, _) = Base::load(&origin.files().0);
        let knowledge = Knowledge::new(base, &Limits::default()).unwrap();
        let mut session = Session::new(knowledge, origin, Limits::default());
        let help = overview();
        let queries = help.lines().filter_map(|line| line.strip_prefix("    "));
        // Comments stand behind two spaces or more.
        let queries = queries.map(|line| line.split("  ").next().unwrap_or(line));
        let details = COMMANDS.iter().flat_map(|entry| entry.details.lines());
        let commands = details.filter_map(|line| line.strip_prefix("Example: "));
        let examples: Vec<&str> = queries
            .chain(commands)
            .filter(|e| !e.contains("ideas.dl"))
            .collect();
        assert!(examples.len() > 10, "{examples:?}");
        for example in examples {
            session.line("met(p, q, _)");
            let reply = session.line(example);
            assert!(!reply.failed, "{example}\n{}", reply.notices);
        }
    }
}
