//! French prose -> facts: the reader of articles.
//!
//! It says what is written: names, titles, statements, dates. What that means is for rules to say.
//! Each stage has a module of its own: tokens, then nouns, titles and names, then verbs and their
//! subjects, then who is meant, and only then the facts.

pub mod auxiliaries;
pub mod bodies;
pub mod census;
pub mod clauses;
pub mod compounds;
pub mod dates;
pub mod dating;
pub mod discourse;
pub mod events;
pub mod frames;
mod holds;
pub mod inflection;
#[cfg(test)]
mod language;
pub mod leads;
pub mod lexicon;
pub mod mention;
pub mod names;
pub mod nouns;
pub mod occasions;
pub mod offices;
pub mod pairs;
pub mod people;
pub mod phrases;
pub mod places;
pub mod reader;
pub mod reference;
pub mod speech;
pub mod subjects;
pub mod titles;
pub mod tokens;
pub mod words;

use std::ops::Range;

use crate::articles::Article;
use dates::Calendar;
use discourse::{Discourse, Referent};
pub use lexicon::Lexicon;
use reader::Reader;
use tokens::Token;

/// A fact that the reader found, with the words that show it.
#[derive(Clone, Debug, PartialEq)]
pub struct Extracted {
    /// The relation, from the vocabulary of facts.
    pub relation: &'static str,
    /// Its arguments, in order.
    pub args: Vec<String>,
    /// Bytes of the article's text, within one sentence.
    pub quote: Range<usize>,
    /// How many of a hundred facts found in the same way are right, over a hundred.
    pub confidence: f64,
}

/// The longest sentence that is read, in tokens: anything longer is no sentence.
const SENTENCE_TOKENS: usize = 600;

/// The facts of an article, in the order of its sentences within each relation. `published` (ISO
/// 8601: a year, month or day) dates the article when its own text does not.
pub fn extract(article: &Article, published: Option<&str>, lexicon: &Lexicon) -> Vec<Extracted> {
    let sentences: Vec<Vec<Token>> = article
        .sentences()
        .iter()
        .map(|range| tokens::tokens(article.text(), range.clone()))
        .filter(|s| s.len() <= SENTENCE_TOKENS)
        .collect();
    let reader = Reader::new(lexicon, &sentences);
    let introductions: Vec<_> = sentences
        .iter()
        .map(|sentence| reader.introductions(sentence))
        .collect();
    let mut people = reader.people(&sentences, &introductions);
    for (sentence, introductions) in sentences.iter().zip(&introductions) {
        for introduction in introductions {
            people.introduce(&reader, sentence, introduction);
        }
    }
    let mut discourse = Discourse::among(people);
    let mut calendar = Calendar::new(article.date().or(published));
    let mut statements = Vec::new();
    let mut events = Vec::new();
    for (sentence, introductions) in sentences.iter().zip(&introductions) {
        let mentions = reader.mentions(sentence, introductions, &discourse.people);
        let clauses = reader.clauses(sentence, mentions, &mut discourse);
        reader.give_offices(&clauses, &mut discourse);
        let (Some(first), Some(last)) = (sentence.first(), sentence.last()) else {
            continue;
        };
        for statement in reader.statements(&clauses) {
            let about = article.text()[statement.about].to_string();
            let args = vec![
                name(&discourse, &statement.speaker),
                statement.act.to_string(),
                about,
            ];
            let quote = first.range.start..last.range.end;
            statements.push(Extracted {
                relation: "said",
                args,
                quote,
                confidence: statement.sure,
            });
        }
        let dates = calendar.dates(sentence, lexicon);
        for event in reader.events(&clauses, &dates) {
            let id = format!("{}-{}", event.kind, events.len() + 1);
            events.push(occasions::facts(&event, &id, article.text(), |who| {
                name(&discourse, who)
            }));
        }
    }
    let mut all = holds::holds(&discourse);
    all.extend(statements);
    all.extend(events.into_iter().flatten());
    all
}

/// A referent as the vocabulary writes it.
fn name(discourse: &Discourse, who: &Referent) -> String {
    match who {
        Referent::Person(person) => discourse.people.all[*person].name.clone(),
        Referent::Body(name, Some(country)) => format!("{name} ({country})"),
        Referent::Body(name, None) => name.clone(),
        Referent::Country(name) => name.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::language::lexicon;
    use super::*;

    #[test]
    fn quotes_are_passages_of_the_text() {
        let text =
            "Le ministre lao de la Santé, Keo Bounma, a salué l’accord.\u{a0}Il a dit « oui ».";
        let article = Article::new("a", text);
        let facts = extract(&article, None, lexicon());
        assert_eq!(facts.len(), 3);
        for fact in facts {
            assert!(
                article.sentence_at(fact.quote.start) == article.sentence_at(fact.quote.end - 1)
            );
            assert!(fact.confidence > 0.0 && fact.confidence < 1.0);
        }
    }

    #[test]
    fn any_text_is_survived() {
        let hostile = [
            "",
            "\n",
            "Le",
            "a a a a été a",
            "« \" » ,, et et, puis",
            "Le ministre, le ministre, le ministre de la",
            "qui a dit que, a-t-il dit, selon",
            "le 31 février, du 31 au 99 mai 0000, la veille du même jour",
            "É\u{301}\u{301}lu e\u{301}lu son homologue",
            "M. M. S.E. Mme , (PPRL) (",
            "💥 Le 💥 ministre 💥 Keo 💥 Bounma 💥 a dit 💥",
        ];
        for text in hostile {
            for repeated in [1, 2, 300] {
                extract(
                    &Article::new("x", format!("{text} ").repeat(repeated)),
                    Some("zzzz-99"),
                    lexicon(),
                );
                extract(&Article::new("x", text.repeat(repeated)), None, lexicon());
            }
        }
    }
}
