//! What there is: relations, their schemas and rules, and what the session added, as text.

use crate::answers::{Evaluator, Knowledge, RuleGroup, wrapped};
use crate::facts::Statement;
use crate::rules::{Program, Relation, RelationId, Rule};
use crate::syntax::ast::Item;
use crate::text::{Report, SourceId, Span, fold, nearest};

/// The relations whose name, meaning or file contains a pattern, by the file that declares them.
pub(super) fn relations(
    knowledge: &Knowledge,
    pattern: &str,
    width: Option<usize>,
) -> Result<String, Report> {
    let program = knowledge.program();
    let wanted = fold(pattern);
    let is_meant = |relation: &Relation| {
        let file = &knowledge.sources().get(relation.declared.source).name;
        [&relation.name, &relation.meaning, file]
            .iter()
            .any(|text| fold(text).contains(&wanted))
    };
    let ids: Vec<RelationId> = program
        .ids()
        .filter(|id| is_meant(program.relation(*id)))
        .collect();
    if ids.is_empty() {
        let near = nearest(pattern, names(program));
        return Err(Report::general(format!(
            "no relation with `{pattern}` in its name, meaning or file"
        ))
        .suggest(near));
    }
    let derived: Vec<RelationId> = program.derived().collect();
    let mut text = String::new();
    let mut file: Option<SourceId> = None;
    for id in ids {
        let relation = program.relation(id);
        if file != Some(relation.declared.source) {
            file = Some(relation.declared.source);
            let name = &knowledge.sources().get(relation.declared.source).name;
            let gap = if text.is_empty() { "" } else { "\n" };
            text.push_str(&format!("{gap}{name}\n"));
        }
        let columns: Vec<&str> = relation.columns.iter().map(|c| c.name.as_str()).collect();
        let head = format!("{}({})", relation.name, columns.join(", "));
        let kind = if derived.contains(&id) {
            "derived"
        } else {
            "given"
        };
        let tuples = counted(knowledge.database().rows(id).len(), "tuple");
        text.push_str(&format!("  {head}  {tuples}, {kind}\n"));
        if !relation.meaning.is_empty() {
            text.push_str(&wrapped(first_sentence(&relation.meaning), 6, 6, width));
        }
    }
    Ok(text)
}

/// The declaration of a relation, what it means, and how it stands to others.
pub(super) fn schema(
    knowledge: &Knowledge,
    name: &str,
    width: Option<usize>,
) -> Result<String, Report> {
    let program = knowledge.program();
    let id = find(program, name)?;
    let relation = program.relation(id);
    let rules: Vec<&Rule> = program
        .rules
        .iter()
        .filter(|rule| rule.head.relation == id)
        .collect();
    let users = program
        .rules
        .iter()
        .filter(|rule| uses(rule, id) && rule.head.relation != id);
    let used: Vec<RelationId> = rules.iter().flat_map(|rule| used_by(rule)).collect();
    let mut text = format!(".decl {}\n", relation.signature());
    if !relation.meaning.is_empty() {
        text.push_str(&wrapped(&relation.meaning, 0, 0, width));
    }
    text.push('\n');
    let mut row = |title: &str, content: &str| {
        if !content.is_empty() {
            text.push_str(&wrapped(&format!("{title}: {content}"), 0, 4, width));
        }
    };
    row("declared", &knowledge.sources().place(relation.declared));
    row("tuples", &knowledge.database().rows(id).len().to_string());
    let from = match rules.is_empty() {
        true => "no rule: what there is comes from facts and articles".to_owned(),
        false => places(knowledge, rules.iter().map(|rule| rule.span)),
    };
    row("derived by", &from);
    row("uses", &named(program, used));
    row(
        "used by",
        &named(program, users.map(|rule| rule.head.relation)),
    );
    text.push('\n');
    Ok(text)
}

/// The rules of a relation, or all, as their files have them, under the places where they stand.
pub(super) fn rules(knowledge: &Knowledge, name: &str) -> Result<String, Report> {
    let program = knowledge.program();
    let only = match name {
        "" => None,
        name => Some(find(program, name)?),
    };
    let mut spans: Vec<Span> = Vec::new();
    for rule in &program.rules {
        if only.is_none_or(|id| rule.head.relation == id) && !spans.contains(&rule.span) {
            spans.push(rule.span);
        }
    }
    if spans.is_empty() {
        return Ok(format!(
            "// no rule derives `{name}`: what there is comes from facts and articles\n"
        ));
    }
    let by = evaluators(program, knowledge.groups(), only);
    let mut text = format!("// {}, {by}\n", counted(spans.len(), "rule"));
    for span in spans {
        let place = knowledge.sources().place(span);
        text.push_str(&format!(
            "\n// {place}\n{}\n",
            knowledge.sources().text(span)
        ));
    }
    Ok(text)
}

/// Who runs the rules of one relation or all: in a word, or group by group.
fn evaluators(program: &Program, groups: &[RuleGroup], only: Option<RelationId>) -> String {
    let concerned = |group: &&RuleGroup| only.is_none_or(|id| group.relations.contains(&id));
    let groups: Vec<&RuleGroup> = groups.iter().filter(concerned).collect();
    match groups.as_slice() {
        [one] => match &one.evaluator {
            Evaluator::Compiled => "compiled by crepe".to_owned(),
            Evaluator::Engine(reason) => format!("run by the engine: {reason}"),
        },
        groups
            if groups
                .iter()
                .all(|group| group.evaluator == Evaluator::Compiled) =>
        {
            format!("compiled by crepe in {}", counted(groups.len(), "group"))
        }
        groups => {
            let mut text = format!("in {}", counted(groups.len(), "group"));
            for group in groups {
                text.push_str(&format!("\n//   {}", group.describe(program)));
            }
            text
        }
    }
}

/// What the session added, numbered.
pub(super) fn additions(knowledge: &Knowledge) -> String {
    let mut text = String::new();
    for (n, item) in knowledge.session().iter().enumerate() {
        let written = knowledge.sources().text(item.span());
        text.push_str(&format!(
            "{:>3}  {}\n",
            n + 1,
            written.replace('\n', "\n     ")
        ));
    }
    text
}

/// How many items there are of each kind: `1 relation and 2 rules`.
pub(super) fn census(items: &[Item]) -> String {
    let is_rule = |item: &Item| matches!(item, Item::Clause(clause) if clause.body.is_some());
    let kinds = items.iter().map(|item| match item {
        Item::Decl(_) => "declaration",
        Item::Type(_) => "type",
        item if is_rule(item) => "rule",
        _ => "fact",
    });
    let parts: Vec<String> = ["type", "declaration", "rule", "fact"]
        .into_iter()
        .map(|kind| (kinds.clone().filter(|k| *k == kind).count(), kind))
        .filter(|(count, _)| *count > 0)
        .map(|(count, kind)| counted(count, kind))
        .collect();
    match parts.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => "nothing".to_owned(),
    }
}

/// How much there is: `5 articles, 400 facts from them, 90 relations`.
pub(super) fn size(knowledge: &Knowledge) -> String {
    let base = knowledge.base();
    let counts = |statement: &&Statement| statement.is_in_force() && statement.article.is_some();
    let facts = base.statements.iter().filter(counts).count();
    [
        counted(base.articles.len(), "article"),
        format!("{} from them", counted(facts, "fact")),
        counted(knowledge.program().relations.len(), "relation"),
    ]
    .join(", ")
}

/// A number with its noun: `1 row`, `2 rows`.
pub(super) fn counted(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        many => format!("{many} {noun}s"),
    }
}

fn names(program: &Program) -> impl Iterator<Item = &str> {
    program
        .relations
        .iter()
        .map(|relation| relation.name.as_str())
}

pub(super) fn find(program: &Program, name: &str) -> Result<RelationId, Report> {
    if name.is_empty() {
        return Err(
            Report::general("the name of a relation is missing").help("`:relations` lists them")
        );
    }
    program.find(name).ok_or_else(|| {
        let report = Report::general(format!("unknown relation `{name}`"));
        match nearest(name, names(program)) {
            Some(near) => report.suggest(Some(near)),
            None => report.help("`:relations` lists what there is"),
        }
    })
}

/// A meaning up to the full stop that ends its first sentence.
fn first_sentence(meaning: &str) -> &str {
    let ends = meaning.match_indices(". ").find(|(at, _)| {
        let next = meaning[at + 2..].chars().next();
        next.is_some_and(char::is_uppercase)
    });
    ends.map_or(meaning, |(at, _)| &meaning[..=at])
}

fn used_by(rule: &Rule) -> impl Iterator<Item = RelationId> {
    let relations = rule.body.iter().flat_map(|literal| literal.relations());
    relations.map(|(id, _, _)| id)
}

fn uses(rule: &Rule, id: RelationId) -> bool {
    used_by(rule).any(|used| used == id)
}

/// The names of relations, sorted, each once.
fn named(program: &Program, ids: impl IntoIterator<Item = RelationId>) -> String {
    let mut names: Vec<&str> = ids
        .into_iter()
        .map(|id| program.relation(id).name.as_str())
        .collect();
    names.sort_unstable();
    names.dedup();
    names.join(", ")
}

/// Where things stand, each place once.
fn places(knowledge: &Knowledge, spans: impl Iterator<Item = Span>) -> String {
    let mut places: Vec<String> = spans.map(|span| knowledge.sources().place(span)).collect();
    places.dedup();
    places.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::check;
    use crate::syntax::parse;
    use crate::text::Sources;

    #[test]
    fn a_meaning_is_cut_at_its_first_sentence() {
        assert_eq!(first_sentence("Names `e`. Each once."), "Names `e`.");
        assert_eq!(first_sentence("At 1. 2 or so"), "At 1. 2 or so");
    }

    #[test]
    fn numbers_agree_with_their_nouns() {
        assert_eq!(
            [0, 1, 2].map(|n| counted(n, "row")),
            ["0 rows", "1 row", "2 rows"]
        );
    }

    #[test]
    fn groups_are_named_with_who_runs_them_and_why() {
        let text = ".decl a(x: number)\n.decl b(x: number)\n.decl c(x: number)\n";
        let mut sources = Sources::default();
        let (items, _) = parse(sources.add("rules/a.dl", text), text);
        let (program, _) = check(items.iter(), &sources);
        let group = |names: &[&str], evaluator: Evaluator| RuleGroup {
            relations: names.iter().filter_map(|name| program.find(name)).collect(),
            evaluator,
        };
        let records = "crepe does not run records (rules/a.dl:7)".to_owned();
        let mixed = [
            group(&["c", "a"], Evaluator::Compiled),
            group(&["b"], Evaluator::Engine(records)),
        ];
        let said = |groups, only| evaluators(&program, groups, only);
        insta::assert_snapshot!(said(&mixed, None), @"
        in 2 groups
        //   crepe derives `a`, `c`
        //   the engine derives `b`: crepe does not run records (rules/a.dl:7)
        ");
        insta::assert_snapshot!(
            said(&mixed, program.find("b")),
            @"run by the engine: crepe does not run records (rules/a.dl:7)"
        );
        insta::assert_snapshot!(said(&mixed, program.find("c")), @"compiled by crepe");
        let compiled = [mixed[0].clone(), mixed[0].clone()];
        insta::assert_snapshot!(said(&compiled, None), @"compiled by crepe in 2 groups");
    }
}
