//! Statements: who said what, by which act.

use super::clauses::{Shape, VerbGroup};
use super::discourse::{Referent, Resolved};
use super::lexicon::{Lexicon, Sense};
use super::mention::Form;
use super::places::says_so;
use super::reader::Reader;
use super::subjects::{Clauses, agent};
use super::tokens::{Kind, Token, Words};

/// How far behind a source's name the comma may stand that closes what is said of them, in tokens.
const APPOSITION: usize = 12;

/// A statement found in a sentence.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Who made it.
    pub speaker: Referent,
    /// The act.
    pub act: &'static str,
    /// The words after the verb, or before an inverted one: bytes of the article.
    pub about: std::ops::Range<usize>,
    /// From 0 to 1.
    pub sure: f64,
}

impl Reader<'_> {
    /// The statements of a sentence: one for each act and speaker.
    pub fn statements(&self, clauses: &Clauses) -> Vec<Statement> {
        let mut found: Vec<Statement> = Vec::new();
        for (number, group) in clauses.groups.iter().enumerate() {
            // `il aimerait voir`, `elle aurait souhaité`
            let conditional = || {
                clauses.sentence[group.start..=group.verb]
                    .iter()
                    .any(|t| t.lower.ends_with("rait") || t.lower.ends_with("raient"))
            };
            let remote = group.shape == Shape::Modal;
            if group.negated || group.passive || remote && !conditional() {
                continue;
            }
            let subject = &clauses.subjects[number];
            // `C'est ce qu'a déclaré X`: what, stands in the sentence before.
            if subject.inverted && says_so(clauses.sentence, group.start) {
                continue;
            }
            // `Aussi appelle-t-il la population à …`: what he asks follows.
            let inverted = subject.inverted && group.start != 1;
            let sense = self.sense(clauses, group, inverted);
            let Some((sense, end)) = sense.or_else(|| self.sense_aside(clauses, group)) else {
                continue;
            };
            if remote && sense.act != "hope" {
                continue;
            }
            let about = if inverted {
                before(clauses, number)
            } else {
                after(self.lexicon, clauses, number, end)
            };
            // `X l'a annoncé lundi`: what, stands elsewhere.
            let object = clauses.sentence[group.start..group.verb]
                .iter()
                .any(|t| t.is("l'") || t.is("le"));
            if object
                && !subject.inverted
                && sense.noun.is_empty()
                && self.says_only_when(clauses, end)
            {
                continue;
            }
            let shape = match group.shape {
                Shape::Gerund => 0.95,
                _ if clauses.dependent[number] => 0.9,
                _ => 1.0,
            };
            for speaker in &subject.who.who {
                let speaks = match speaker {
                    Referent::Person(_) => 1.0,
                    // What a country says inside another's statement is a report of a report.
                    Referent::Body(..) | Referent::Country(_)
                        if clauses.dependent[number] && group.shape != Shape::Gerund =>
                    {
                        continue;
                    }
                    Referent::Body(..) | Referent::Country(_) => 0.95,
                };
                let sure = subject.who.sure * shape * speaks;
                add(
                    &mut found,
                    Statement {
                        speaker: speaker.clone(),
                        act: sense.act,
                        about: about.clone(),
                        sure,
                    },
                );
            }
        }
        for (number, group) in clauses.groups.iter().enumerate() {
            found.extend(self.passive_statements(clauses, number, group));
        }
        for statement in self.opened_statements(clauses) {
            add(&mut found, statement);
        }
        for (which, mention) in clauses.mentions.iter().enumerate() {
            if let Some(about) = self.according(clauses, mention.start, mention.end) {
                let Resolved { who, sure } = &clauses.resolved[which];
                for speaker in who {
                    let statement = Statement {
                        speaker: speaker.clone(),
                        act: "affirm",
                        about: about.clone(),
                        sure: sure * 0.9,
                    };
                    add(&mut found, statement);
                }
            }
        }
        for statement in self.by_their_account(clauses) {
            add(&mut found, statement);
        }
        found
    }

    /// `« … », a-t-il martelé`: whatever the verb, what stands behind a quotation so says who is quoted.
    fn sense_aside<'s>(
        &'s self,
        clauses: &Clauses,
        group: &VerbGroup,
    ) -> Option<(&'s Sense, usize)> {
        let mut before = clauses.sentence[..group.start].iter().rev();
        let behind_quotation = before
            .find(|t| !t.is(","))
            .is_some_and(|t| matches!(t.text, "»" | "”" | "\""));
        let aside = group.shape == Shape::Inverted && behind_quotation;
        let mut senses = self.lexicon.senses("dire").iter();
        let plain = senses.find(|sense| sense.noun.is_empty() && sense.tail.is_empty());
        plain.filter(|_| aside).map(|sense| (sense, group.verb + 1))
    }

    /// Whether nothing but a date follows up to the end of the clause.
    fn says_only_when(&self, clauses: &Clauses, end: usize) -> bool {
        let rest = clauses.sentence[end.min(clauses.sentence.len())..].iter();
        let mut rest = rest.take_while(|t| !t.is(".") && !t.is(","));
        rest.all(|t| {
            t.kind == Kind::Number
                || self.lexicon.weekday(t).is_some()
                || self.lexicon.month(t).is_some()
                || matches!(
                    t.lower.as_str(),
                    "hier" | "le" | "ce" | "matin" | "soir" | "dernier"
                )
        })
    }

    /// `Selon ses dires, …`, `…, à son avis`: a statement of whoever the text was speaking of.
    fn by_their_account(&self, clauses: &Clauses) -> Vec<Statement> {
        let sentence = clauses.sentence;
        let last = sentence
            .len()
            .saturating_sub(usize::from(sentence.last().is_some_and(|t| t.is("."))));
        let own = |at: usize| self.lexicon.own_accounts.longest(Words(&sentence[at..]));
        let about = match own(0) {
            Some((length, ())) => trim(sentence, length, sentence.len()),
            None => {
                let ends = (1..last).find(|&at| {
                    sentence[at - 1].is(",")
                        && own(at).is_some_and(|(length, ())| at + length == last)
                });
                ends.and_then(|at| trim(sentence, 0, at))
            }
        };
        let Some(about) = about else {
            return Vec::new();
        };
        let Resolved { who, sure } = &clauses.topic;
        let each = who.iter().map(|speaker| Statement {
            speaker: speaker.clone(),
            act: "affirm",
            about: about.clone(),
            sure: sure * 0.9,
        });
        each.collect()
    }

    /// `Ce travail a été salué par X`: praise and thanks of the agent, for the subject.
    fn passive_statements(
        &self,
        clauses: &Clauses,
        number: usize,
        group: &VerbGroup,
    ) -> Vec<Statement> {
        let courtesy = group
            .verbs
            .iter()
            .flat_map(|verb| self.lexicon.senses(verb))
            .find(|sense| sense.noun.is_empty() && sense.act == "praise");
        let real = group.passive && !group.negated && group.shape != Shape::Modal;
        let (Some(sense), true) = (courtesy, real && !clauses.dependent[number]) else {
            return Vec::new();
        };
        let Some(agent) = agent(clauses.sentence, &clauses.mentions, group) else {
            return Vec::new();
        };
        let about = trim(clauses.sentence, 0, group.start).unwrap_or(0..0);
        let Resolved { who, sure } = &clauses.resolved[agent];
        let each = who.iter().map(|speaker| Statement {
            speaker: speaker.clone(),
            act: sense.act,
            about: about.clone(),
            sure: sure * 0.9,
        });
        each.collect()
    }

    /// How many words before a mention say that it is the source: `selon`, `d'après`.
    pub(super) fn source_words(&self, sentence: &[Token], start: usize) -> Option<usize> {
        (1..=4.min(start)).find(|&length| {
            let words = Words(&sentence[start - length..start]);
            let found = self.lexicon.according.longest(words);
            found.is_some_and(|(used, ())| used == length)
        })
    }

    /// `Selon X, …`: the bytes of what is said, when a word of source stands before the mention.
    fn according(
        &self,
        clauses: &Clauses,
        start: usize,
        end: usize,
    ) -> Option<std::ops::Range<usize>> {
        let source = self.source_words(clauses.sentence, start)?;
        let opening = start - source;
        // `Pour X, tout va bien`, not `pour X` anywhere.
        let opens = opening == 0
            && clauses.sentence[end..]
                .iter()
                .take(APPOSITION)
                .any(|t| t.is(","));
        // `Pour la partie lao, X a signé`
        let side = clauses.sentence[start..end]
            .iter()
            .any(|t| matches!(t.lower.as_str(), "partie" | "côté" | "compte"));
        // `Pour l'Italie, X a signé`
        let others = clauses
            .mentions
            .iter()
            .any(|mention| mention.start == end + 1 && matches!(mention.form, Form::Named(..)));
        if clauses.sentence[opening].is("pour") && (!opens || side || others) {
            return None;
        }
        let before = trim(clauses.sentence, 0, opening);
        let after = trim(clauses.sentence, end + 1, clauses.sentence.len());
        let inserted = clauses.sentence.get(end).is_some_and(|t| t.is(","));
        let longer = before.as_ref().map_or(0, ExactSizeIterator::len)
            < after.as_ref().map_or(0, ExactSizeIterator::len);
        match opening < 2 || inserted && longer {
            true => after,
            false => before,
        }
    }
}

fn add(found: &mut Vec<Statement>, statement: Statement) {
    let same =
        |known: &&mut Statement| known.act == statement.act && known.speaker == statement.speaker;
    match found.iter_mut().find(same) {
        Some(known) => known.sure = known.sure.max(statement.sure),
        None => found.push(statement),
    }
}

/// The bytes of the tokens from `start` to `end`, if there are any.
fn bytes(sentence: &[Token], start: usize, end: usize) -> Option<std::ops::Range<usize>> {
    let tokens = sentence.get(start..end)?;
    Some(tokens.first()?.range.start..tokens.last()?.range.end)
}

/// What is said before an inverted verb; what comes after the speaker if nothing does.
fn before(clauses: &Clauses, number: usize) -> std::ops::Range<usize> {
    let sentence = clauses.sentence;
    let start = clauses.groups[number].start;
    // `Le Vietnam, a-t-il affirmé, restera …`: what comes after is the statement.
    let verb = clauses.groups[number].verb;
    let opening = start < 7
        && number == 0
        && !sentence[..start]
            .iter()
            .any(|t| matches!(t.lower.as_str(), "»" | "\"" | "”"));
    let rest = sentence[verb..]
        .iter()
        .position(|t| t.is(","))
        .map(|comma| verb + comma + 1);
    if let Some(rest) = rest
        .and_then(|rest| trim(sentence, rest, sentence.len()))
        .filter(|_| opening)
    {
        return rest;
    }
    let said = trim(sentence, 0, start);
    said.or_else(|| trim(sentence, clauses.groups[number].verb + 1, sentence.len()))
        .unwrap_or(0..0)
}

/// What is said after a verb, up to the next verb of the same subject.
pub(super) fn after(
    lexicon: &Lexicon,
    clauses: &Clauses,
    number: usize,
    start: usize,
) -> std::ops::Range<usize> {
    let next = clauses.groups[number + 1..]
        .iter()
        .enumerate()
        .find(|(i, group)| {
            let follows = clauses.sentence[..group.start]
                .last()
                .is_some_and(|t| matches!(t.lower.as_str(), "et" | "," | "puis" | "mais" | "en"));
            let shares = !clauses.dependent[number + 1 + i]
                && matches!(group.shape, Shape::Shared | Shape::Finite | Shape::Gerund);
            follows
                && shares
                && clauses.subjects[number + 1 + i].who.who == clauses.subjects[number].who.who
        });
    let end = next.map_or(clauses.sentence.len(), |(_, group)| group.start);
    let end = other_says(lexicon, clauses, number).map_or(end, |other| end.min(other));
    let start = behind_date(lexicon, clauses.sentence, start);
    // `…, avant de remercier` says something else.
    let opened = clauses.sentence[start.min(end)..end]
        .windows(2)
        .position(|pair| pair[0].is(",") && pair[1].is("avant"));
    let end = opened.map_or(end, |comma| start + comma);
    // `X a affirmé que … ; Y a salué …`, but `a affirmé que … ; que …`
    let parted = clauses.sentence[start.min(end)..end]
        .windows(2)
        .position(|pair| {
            pair[0].is(";") && !matches!(pair[1].lower.as_str(), "que" | "qu'" | "et")
        });
    let end = parted.map_or(end, |mark| start + mark);
    let said = trim(clauses.sentence, start, end);
    // `a félicité et remercié ses hôtes`: both verbs have the same object.
    let shared = || {
        next.and_then(|(_, group)| trim(clauses.sentence, group.verb + 1, clauses.sentence.len()))
    };
    said.or_else(shared).unwrap_or(0..0)
}

/// Where somebody else begins who says something, too: `X a salué l'accord, Y a appelé au calme`.
fn other_says(lexicon: &Lexicon, clauses: &Clauses, number: usize) -> Option<usize> {
    let begins = |group: &VerbGroup| {
        let says = group
            .verbs
            .iter()
            .any(|verb| !lexicon.senses(verb).is_empty());
        let mut mentions = clauses.mentions.iter();
        let speaker = mentions.find(|m| m.end == group.start && !m.depends)?;
        let before = clauses.sentence.get(speaker.start.checked_sub(1)?)?;
        let apart = matches!(before.lower.as_str(), "," | ";" | "et");
        (says && apart && group.shape == Shape::Finite).then_some(speaker.start)
    };
    let groups = clauses.groups.iter().enumerate().skip(number + 1);
    groups
        .filter(|&(other, _)| !clauses.dependent[other] && !clauses.subjects[other].inverted)
        .find_map(|(_, group)| begins(group))
}

/// Where what is said begins if a date stands before its `que`: `a annoncé jeudi 3 mars que …`.
fn behind_date(lexicon: &Lexicon, sentence: &[Token], start: usize) -> usize {
    const DATE: usize = 7;
    let behind = sentence[start..].iter().take(DATE);
    let que = behind.clone().position(|t| t.is("que") || t.is("qu'"));
    let is_date = |t: &Token| {
        t.kind == Kind::Number
            || lexicon.weekday(t).is_some()
            || lexicon.month(t).is_some()
            || matches!(
                t.lower.as_str(),
                "hier" | "le" | "ce" | "matin" | "soir" | "dernier" | ","
            )
    };
    start
        + que
            .filter(|&que| behind.take(que).all(is_date))
            .unwrap_or(0)
}

/// The bytes from `start` to `end` without marks and conjunctions at either end.
pub(super) fn trim(
    sentence: &[Token],
    mut start: usize,
    mut end: usize,
) -> Option<std::ops::Range<usize>> {
    let loose = |t: &Token| {
        matches!(
            t.lower.as_str(),
            "," | "." | ";" | ":" | "-" | "–" | "—" | "«" | "»" | "\"" | "“" | "”"
        )
    };
    while end > start
        && (loose(&sentence[end - 1])
            || matches!(
                sentence[end - 1].lower.as_str(),
                "et" | "puis" | "mais" | "tout" | "en"
            ))
    {
        end -= 1;
    }
    while start < end && loose(&sentence[start]) {
        start += 1;
    }
    bytes(sentence, start, end)
}

#[cfg(test)]
mod tests {
    use super::super::language::facts;

    /// Speaker, act and words of each statement.
    fn said(text: &str) -> Vec<String> {
        facts("said", text)
    }

    #[test]
    fn a_verb_of_speech_has_a_subject() {
        assert_eq!(
            said(
                "Keo Bounma a vivement remercié le Vietnam et promis de revenir, rappelant que tout va bien."
            ),
            [
                "Keo Bounma | thank | le Vietnam",
                "Keo Bounma | pledge | de revenir",
                "Keo Bounma | stress | que tout va bien"
            ]
        );
    }

    #[test]
    fn the_subject_may_follow() {
        assert_eq!(
            said("Keo Bounma est là. « Oui », a-t-il dit."),
            ["Keo Bounma | affirm | Oui"]
        );
        assert_eq!(
            said("« Oui », a conclu Keo Bounma, qui a salué l'accord."),
            [
                "Keo Bounma | affirm | Oui",
                "Keo Bounma | praise | l'accord"
            ]
        );
        assert_eq!(
            said("Selon Keo Bounma, tout va bien."),
            ["Keo Bounma | affirm | tout va bien"]
        );
    }

    #[test]
    fn two_who_agree_are_two() {
        assert_eq!(
            said("Le Laos et le Vietnam sont convenus de coopérer."),
            [
                "Laos | agree | de coopérer",
                "Vietnam | agree | de coopérer"
            ]
        );
    }

    #[test]
    fn what_is_denied_passive_or_to_come_is_not_said() {
        for text in [
            "Keo Bounma n'a pas confirmé que tout va bien.",
            "Keo Bounma a été félicité.",
            "Pour le Laos, Keo Bounma a signé l'accord.",
            "Keo Bounma devrait annoncer un accord.",
            "Un accord a été annoncé.",
            "Keo Bounma a invité Le Van Hai à une visite.",
        ] {
            assert_eq!(said(text), [""; 0], "{text}");
        }
    }
}
