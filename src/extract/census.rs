//! Who is named in the article at all: names with titles, and names where a person must stand.

use std::rc::Rc;

use super::bodies::Body;
use super::employers::with_article;
use super::inflection::Tense;
use super::lexicon::BodyKind;
use super::names::Introduction;
use super::nouns::push_all;
use super::people::People;
use super::reader::{Reader, Wording};
use super::tokens::{Token, Words};

impl Reader<'_> {
    /// Everyone whom the sentences introduce, and everyone else named where a person must stand.
    pub fn people(
        &self,
        sentences: &[&[Token]],
        introductions: &[Vec<Rc<Introduction>>],
    ) -> People {
        let mut people = People::default();
        let mut names: Vec<&[Token]> = Vec::new();
        let mut bare: Vec<&[Token]> = Vec::new();
        for (sentence, introductions) in sentences.iter().zip(introductions) {
            names.extend(
                introductions
                    .iter()
                    .flat_map(|i| &i.names)
                    .map(|name| &sentence[name.clone()]),
            );
            for name in self.bare_names(sentence) {
                if self.has_place_of_person(sentence, &name) {
                    names.push(&sentence[name.clone()]);
                }
                bare.push(&sentence[name]);
            }
        }
        // Full names first, so that short ones find their owners.
        names.sort_by_key(|name| usize::MAX - name.len());
        for name in names {
            people.find_or_add(name);
        }
        for name in bare {
            if let Some(person) = people.find(name) {
                people.learn(person, name);
            }
        }
        people
    }

    /// The body that was named last, with its words as a complement (`de l'Assemblée nationale`).
    pub(super) fn body_before(&self, sentence: &[Token]) -> Option<(String, Body)> {
        let begins = |at: usize| {
            let body = self.body(Words(&sentence[at..]));
            body.filter(|body| body.named).is_some()
        };
        (0..sentence.len()).rev().find_map(|at| {
            let body = self
                .body_or_abbreviation(Words(&sentence[at..]))
                .filter(|body| body.named)?;
            if matches!(
                body.kind,
                BodyKind::Whole | BodyKind::International | BodyKind::Party
            ) {
                // `Parti du travail`: not what its name ends with.
                let longer = (at.saturating_sub(3)..at).any(begins);
                return (!longer).then_some((String::new(), body));
            }
            // `la Police de la ville de Hué`: not the town.
            let outer = (at.saturating_sub(5)..at).find_map(|start| {
                let whole = self.body(Words(&sentence[start..]))?;
                let covers = whole.named && start + whole.used >= at + body.used;
                covers.then_some((start, whole))
            });
            let (at, body) = outer.unwrap_or((at, body));
            let lead = (1..=2.min(at))
                .rev()
                .map(|length| Words(&sentence[at - length..at]))
                .find(|words| {
                    let lead = self.lead(*words);
                    lead.depends && lead.used == words.0.len()
                });
            let Some(lead) = lead else {
                return Some((with_article(&sentence[..at], &body.name)?, body));
            };
            let mut words = Wording::default();
            push_all(&mut words, lead, lead.0.len());
            words.push_words(sentence[at].range.clone(), &body.name);
            Some((words.text, body))
        })
    }

    /// The same, if it stands right before `dont` at the end of the words.
    pub(super) fn body_at_end(&self, words: &[Token]) -> Option<(String, Body)> {
        let end = words.len().checked_sub(1)?;
        let end = end - usize::from(end > 0 && words[end - 1].is(","));
        (0..end).find_map(|at| {
            let whole = self.body_or_abbreviation(Words(&words[at..end]));
            whole.filter(|body| body.named && at + body.used == end)?;
            self.body_before(&words[..end])
        })
    }

    /// Runs of two capitals and more that may be the name of a person.
    fn bare_names<'s>(
        &'s self,
        sentence: &'s [Token],
    ) -> impl Iterator<Item = std::ops::Range<usize>> + 's {
        let mut at = 0;
        std::iter::from_fn(move || {
            while at < sentence.len() {
                let start = at;
                let length = sentence[start]
                    .is_capital()
                    .then(|| self.name(Words(&sentence[start..])))
                    .flatten();
                at += length.unwrap_or(1);
                if length.is_some_and(|length| length > 1) {
                    return Some(start..at);
                }
            }
            None
        })
    }

    /// Whether the name is where only a person is named without a title: the subject of a verb
    /// before it or after it, or the one appointed.
    fn has_place_of_person(&self, sentence: &[Token], name: &std::ops::Range<usize>) -> bool {
        let before = name.start.checked_sub(1).map(|before| &sentence[before]);
        let is_participle = |token: &Token| {
            let forms = self.lexicon.forms_of(token);
            forms.iter().any(|form| form.tense == Tense::Participle)
        };
        let inverted = before.is_some_and(|token| is_participle(token) || token.is("selon"));
        let article = before.is_some_and(|token| {
            self.lexicon.is_class(token, "determiner")
                || self.lexicon.is_class(token, "contraction")
                || token.is_capital()
        });
        let after = self.skip_adverbials(Words(&sentence[name.end..]));
        let verb = after.first().is_some_and(|token| {
            matches!(token.lower.as_str(), "a" | "avait" | "est" | "s'" | "était")
                || token.is_small() && self.has_tense(token, Tense::Finite)
        });
        let named = Words(&sentence[name.end..]);
        // `X, son homologue lao`
        let described = named.skip(1).starts_with(&["son", "sa", "leur"]);
        let appointed = named.starts_with(&[","])
            && (described || named.skip(1).first().is_some_and(is_participle));
        let post =
            named.starts_with(&["au", "aux"]) && named.skip(1).starts_with(&["poste", "fonctions"]);
        // `l'exercice Tempête Rouge, placé sous …`
        let called = before.is_some_and(|token| self.may_be_named(token));
        inverted || (verb || appointed) && !article && !called || post && !article
    }
}
