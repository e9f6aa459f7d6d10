//! How a fact was read: the rule that found it, the form of the sentence that it rests on, and the words of the
//! lexicon that made the difference.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::noted::{Columns, Noted};
use super::{Reading, Text, ToRead, pieces};
use crate::engine::{self, Limits, Stopped};
use crate::extract::form::Relation;
use crate::facts::{Database, Word};
use crate::proofs::{Goal, Prover, Reason};
use crate::rules::{Const, Fact, RelationId, Type};

/// How a fact was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    /// The way of reading, as `facts/lexicon/confidence.dl` has it.
    pub pattern: String,
    /// The file and line of the rule that found it.
    pub rule: String,
    /// What the reader saw: what it takes the words for, and the words.
    pub form: Vec<(String, String)>,
    /// Facts of the lexicon, each with its file and line.
    pub words: Vec<(String, String)>,
}

/// A fact that was read before: its relation and arguments, and the bytes of the article that show it.
#[derive(Clone, Copy, Debug)]
pub struct WasRead<'a> {
    pub relation: &'a str,
    pub args: &'a [Const],
    pub quote: &'a Range<usize>,
}

/// The relations of the vocabulary, and where the rules put what they find of each.
const FOUND: [(&str, &[&str]); 9] = [
    ("holds", &["found_office"]),
    ("event", &["found_event"]),
    ("event_date", &["found_date"]),
    ("event_place", &["found_place", "found_site"]),
    ("participant", &["found_part"]),
    ("signed", &["found_signed"]),
    ("cooperates", &["found_cooperation"]),
    ("said", &["found_statement"]),
    ("gave", &["found_gift"]),
];

/// A fact that was given before the rules of reading ran.
struct Leaf {
    relation: RelationId,
    tuple: Vec<Word>,
}

impl Reading {
    /// How a fact about an article was read; none if the rules do not find it any more. The article is read again.
    pub fn evidence(
        &self,
        one: ToRead,
        fact: WasRead,
        limits: &Limits,
    ) -> Result<Option<Evidence>, Stopped> {
        for round in pieces::rounds(&[one]) {
            let mut sentences = round.iter().flat_map(|piece| piece.sentences.iter());
            if !sentences.any(|sentence| sentence.contains(&fact.quote.start)) {
                continue;
            }
            let mut database = self.blank.clone();
            let mut columns = Columns::default();
            let noted = Noted::into(&mut database, &mut columns);
            let (texts, _) = self.note(&[one], &round, noted, limits);
            let given: Vec<usize> = (self.program.ids())
                .map(|id| database.rows(id).len())
                .collect();
            engine::evaluate(&self.program, &mut database, limits)?;
            let Some((relation, row)) = self.found(&database, &texts, fact) else {
                return Ok(None);
            };
            let tuple = database.rows(relation).row(row).to_vec();
            let mut prover = Prover::new(&self.program, &mut database, &given, limits);
            let mut proofs = prover.prove(Goal::Row(relation, row), 0..1)?.proofs;
            let Some(proof) = proofs.pop() else {
                return Ok(None);
            };
            let rule = match &proof.conclusion().reason {
                Reason::Rule(application) => Some(application.span),
                Reason::Given | Reason::Forgotten => None,
            };
            let words = |value: &Const| database.values.find(value);
            let leaves = proof.leaves().into_iter().filter_map(|leaf| {
                let tuple = leaf.values.iter().map(words).collect::<Option<_>>()?;
                let relation = leaf.relation;
                Some(Leaf { relation, tuple })
            });
            let leaves: Vec<Leaf> = leaves.collect();
            let mut evidence = Evidence {
                pattern: self.pattern(&database, relation, &tuple).to_owned(),
                rule: rule.map_or(String::new(), |span| self.sources.place(span)),
                ..Evidence::default()
            };
            self.explain(&database, &texts, &leaves, &mut evidence);
            return Ok(Some(evidence));
        }
        Ok(None)
    }

    /// The column of a relation by its name.
    fn column(&self, relation: RelationId, name: &str) -> Option<usize> {
        let columns = &self.program.relation(relation).columns;
        columns.iter().position(|column| column.name == name)
    }

    fn pattern<'d>(&self, database: &'d Database, relation: RelationId, row: &[Word]) -> &'d str {
        let column = self.column(relation, "Pattern");
        column.map_or("", |column| database.values.text(row[column]))
    }

    /// The row in which the rules found a fact: with its texts, and its quotation. Of several, the surest.
    fn found(
        &self,
        database: &Database,
        texts: &[Text],
        fact: WasRead,
    ) -> Option<(RelationId, usize)> {
        let (_, names) = FOUND.iter().find(|(name, _)| *name == fact.relation)?;
        let relations = names.iter().filter_map(|name| self.program.find(name));
        let rows = relations.flat_map(|relation| {
            let rows = 0..database.rows(relation).len();
            rows.map(move |row| (relation, row))
        });
        let fits = |&(relation, number): &(RelationId, usize)| {
            let row = database.rows(relation).row(number);
            let columns = self.program.relation(relation).columns.iter().zip(row);
            let said = columns.filter(|(c, _)| c.ty == Type::Symbol && c.name != "Pattern");
            let is_said = |text: &str| {
                let mut args = fact.args.iter();
                args.any(|arg| matches!(arg, Const::Symbol(arg) if arg == text))
            };
            let quote = self.column(relation, "QFrom").and_then(|from| {
                let place = |at: usize| usize::try_from(database.values.integer(row[at])).ok();
                bytes(texts, (place(from)?, place(from + 1)?))
            });
            quote.as_ref() == Some(fact.quote)
                && said
                    .into_iter()
                    .all(|(_, &word)| is_said(database.values.text(word)))
        };
        rows.filter(fits).max_by_key(|&(relation, row)| {
            let row = database.rows(relation).row(row);
            let percent = self.percent(self.pattern(database, relation, row));
            (percent, std::cmp::Reverse(row.to_vec()))
        })
    }

    /// How often a way of reading is right, in a hundred times.
    fn percent(&self, pattern: &str) -> i64 {
        let known = self.program.find("reading_confidence");
        let fact = self.program.facts.iter().find(|fact| {
            Some(fact.relation) == known
                && matches!(&fact.values[0], Const::Symbol(name) if name == pattern)
        });
        match fact.map(|fact| &fact.values[1]) {
            Some(Const::Number(percent)) => *percent,
            _ => 0,
        }
    }

    /// Sorts what a proof ends at into words of the article and facts of the lexicon.
    fn explain(
        &self,
        database: &Database,
        texts: &[Text],
        leaves: &[Leaf],
        evidence: &mut Evidence,
    ) {
        let mut seen = FxHashSet::default();
        let mut facts: Vec<&Fact> = Vec::new();
        for leaf in leaves {
            let Some(form) = self.form.iter().position(|id| *id == leaf.relation) else {
                let values = self.values(database, leaf);
                facts.extend(
                    self.stated(|fact| fact.relation == leaf.relation && fact.values == values),
                );
                continue;
            };
            let form = Relation::ALL[form].0;
            facts.extend(self.lexical(database, form, leaf));
            let number = |at: usize| usize::try_from(database.values.integer(leaf.tuple[at])).ok();
            let text = |at: usize| database.values.text(leaf.tuple[at]);
            let (what, from) = match form {
                Relation::Verb => ("verb", 2),
                Relation::Chunk => (text(4), 2),
                Relation::Office => ("title", 4),
                Relation::Statement => ("statement", 3),
                _ => continue,
            };
            let span = number(from).zip(number(from + 1));
            let words = span.and_then(|span| {
                let bytes = bytes(texts, span)?;
                Some(texts.first()?.article.text()[bytes].to_owned())
            });
            if let Some(words) = words
                && seen.insert((what, words.clone()))
            {
                evidence.form.push((what.to_owned(), words));
            }
        }
        let mut shown = FxHashSet::default();
        for fact in facts {
            let place = self.sources.place(fact.span);
            if shown.insert(place.clone()) {
                let values: Vec<String> = fact.values.iter().map(Const::written).collect();
                let name = &self.program.relation(fact.relation).name;
                evidence
                    .words
                    .push((format!("{name}({})", values.join(", ")), place));
            }
        }
    }

    fn values(&self, database: &Database, leaf: &Leaf) -> Vec<Const> {
        let columns = &self.program.relation(leaf.relation).columns;
        let words = leaf.tuple.iter().zip(columns);
        words
            .map(|(&word, column)| database.values.meaning(word, column.ty))
            .collect()
    }

    /// The facts of the lexicon that are such.
    fn stated(&self, is_such: impl Fn(&Fact) -> bool) -> Vec<&Fact> {
        let facts = self.program.facts.iter();
        facts.filter(|fact| is_such(fact)).collect()
    }

    /// The facts of the lexicon by which the reader itself took words for what it says they are.
    fn lexical(&self, database: &Database, form: Relation, leaf: &Leaf) -> Vec<&Fact> {
        let text = |at: usize| database.values.text(leaf.tuple[at]);
        match form {
            Relation::EventNoun => {
                let nouns = self.texts_of(database, "noun", 1, leaf.tuple[0]);
                self.words("lex_event_noun", |args| {
                    nouns.iter().any(|noun| args[0] == *noun) && args[1] == text(1)
                })
            }
            Relation::Statement => {
                let verbs = self.verbs_of(database, leaf.tuple[0]);
                self.words("lex_speech", |args| {
                    verbs.iter().any(|verb| args[0] == *verb) && args[2] == text(2)
                })
            }
            Relation::Office => {
                let title = text(2).to_lowercase();
                let begins = |head: &str| {
                    let rest = title.strip_prefix(head);
                    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '-']))
                };
                let heads = self.words("lex_title", |args| begins(args[0]));
                let longest = heads.into_iter().max_by_key(|fact| match &fact.values[0] {
                    Const::Symbol(head) => head.len(),
                    _ => 0,
                });
                longest.into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    /// The facts of a relation of the lexicon whose texts are such.
    fn words(&self, relation: &str, is_such: impl Fn(&[&str]) -> bool) -> Vec<&Fact> {
        let relation = self.program.find(relation);
        self.stated(|fact| {
            let texts: Vec<&str> = fact.values.iter().filter_map(Const::text).collect();
            Some(fact.relation) == relation && is_such(&texts)
        })
    }

    /// What a relation of the form says in one column of what stands in its first.
    fn texts_of<'d>(
        &self,
        database: &'d Database,
        relation: &str,
        column: usize,
        of: Word,
    ) -> Vec<&'d str> {
        let relation = self.program.find(relation);
        let rows = relation.map(|id| database.rows(id).iter());
        let rows = rows.into_iter().flatten().filter(|row| row[0] == of);
        rows.map(|row| database.values.text(row[column])).collect()
    }

    /// The infinitives of the verbs of a sentence.
    fn verbs_of<'d>(&self, database: &'d Database, sentence: Word) -> Vec<&'d str> {
        let verb = self.program.find("verb");
        let rows = verb.map(|id| database.rows(id).iter());
        let rows = rows.into_iter().flatten().filter(|row| row[1] == sentence);
        rows.flat_map(|row| self.texts_of(database, "lemma", 1, row[0]))
            .collect()
    }
}

/// The bytes from one place up to another, in the text that they stand in.
fn bytes(texts: &[Text], (from, to): (usize, usize)) -> Option<Range<usize>> {
    let text = texts.iter().rfind(|text| text.first <= from)?;
    let places = text
        .places
        .get(from.checked_sub(text.first)?..to.checked_sub(text.first)?)?;
    Some(places.first()?.start..places.last()?.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::articles::Article;
    use crate::facts::shipped;

    #[test]
    fn a_fact_leads_back_to_rule_words_and_lexicon() {
        let reading = Reading::new(&shipped())
            .map_err(|(reports, _)| reports)
            .unwrap();
        let text = "Il pleut. Le général Tô Lâm, ministre de la Défense du Vietnam, a affirmé mardi que \
            la coopération progresse.";
        let article = Article::new("a", text);
        let one = ToRead {
            article: &article,
            published: None,
        };
        let limits = Limits::default();
        let read = reading.read(&[one], &limits).unwrap().remove(0);
        assert!(!read.facts.is_empty());
        let mut shown = String::new();
        for fact in &read.facts {
            let args: Vec<Const> = fact.args.iter().cloned().map(Const::Symbol).collect();
            let was = WasRead {
                relation: fact.relation,
                args: &args,
                quote: &fact.quote,
            };
            let evidence = reading.evidence(one, was, &limits).unwrap();
            let evidence = evidence.expect("what was read is found again");
            assert!(evidence.rule.starts_with("rules/reading/"), "{evidence:?}");
            assert!(
                !evidence.form.is_empty() && !evidence.words.is_empty(),
                "{evidence:?}"
            );
            for (_, words) in &evidence.form {
                assert!(text.contains(words.as_str()));
            }
            for (fact, place) in &evidence.words {
                shown.push_str(&format!("{fact} {}\n", place.split(':').next().unwrap()));
            }
        }
        assert!(shown.contains("lex_title(\"ministre\", "), "{shown}");
        assert!(shown.contains("lex_speech(\"affirmer\", "), "{shown}");
        let other = [Const::Symbol("X".into())];
        let unknown = WasRead {
            relation: "holds",
            args: &other,
            quote: &(0..9),
        };
        assert_eq!(reading.evidence(one, unknown, &limits).unwrap(), None);
    }
}
