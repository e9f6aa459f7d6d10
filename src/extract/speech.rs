//! Statements: who said what, by which act.

use super::clauses::{Shape, VerbGroup};
use super::discourse::{Referent, Resolved};
use super::lexicon::{Frame, Sense};
use super::reader::Reader;
use super::subjects::Clauses;
use super::tokens::{Token, Words};

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

/// How far the noun of `exprimer le souhait` may stand from its verb, in tokens.
const NOUN_REACH: usize = 7;

/// How far what is asked may stand from `appeler`, in tokens.
const REQUEST_REACH: usize = 30;

impl Reader<'_> {
    /// The statements of a sentence: one for each act and speaker.
    pub fn statements(&self, clauses: &Clauses) -> Vec<Statement> {
        let mut found: Vec<Statement> = Vec::new();
        for (number, group) in clauses.groups.iter().enumerate() {
            if group.negated || group.passive || group.shape == Shape::Modal {
                continue;
            }
            let subject = &clauses.subjects[number];
            let Some((sense, end)) = self.sense(clauses, group, subject.inverted) else { continue };
            let about = if subject.inverted { before(clauses, number) } else { after(clauses, number, end) };
            let shape = match group.shape {
                Shape::Gerund => 0.95,
                _ if clauses.dependent[number] => 0.9,
                _ => 1.0,
            };
            for speaker in &subject.who.who {
                let speaks = match speaker {
                    Referent::Person(_) => 1.0,
                    // What a country says inside another's statement is a report of a report.
                    Referent::Body(..) | Referent::Country(_) if clauses.dependent[number] => continue,
                    Referent::Body(..) | Referent::Country(_) => 0.95,
                };
                let sure = subject.who.sure * shape * speaks;
                add(&mut found, Statement { speaker: speaker.clone(), act: sense.act, about: about.clone(), sure });
            }
        }
        for (which, mention) in clauses.mentions.iter().enumerate() {
            if let Some(about) = self.according(clauses, mention.start, mention.end) {
                let Resolved { who, sure } = &clauses.resolved[which];
                for speaker in who {
                    let statement = Statement { speaker: speaker.clone(), act: "affirm", about: about.clone(), sure: sure * 0.9 };
                    add(&mut found, statement);
                }
            }
        }
        found
    }

    /// The sense in which the verb is speech here, and the token after verb and noun.
    fn sense(&self, clauses: &Clauses, group: &VerbGroup, inverted: bool) -> Option<(&Sense, usize)> {
        let senses = || group.verbs.iter().flat_map(|verb| self.lexicon.senses(verb));
        let with_noun = senses().filter(|sense| !sense.noun.is_empty());
        let plain = senses().filter(|sense| sense.noun.is_empty());
        with_noun.chain(plain).find_map(|sense| {
            let words = Words(clauses.sentence).skip(group.verb + 1);
            let tail = words.0.iter().take(sense.tail.len()).map(|token| &token.lower).eq(&sense.tail);
            if !tail {
                return None;
            }
            let words = words.skip(sense.tail.len());
            let end = match sense.noun.as_str() {
                "" => words.first().map_or(clauses.sentence.len(), |t| t.at),
                noun => self.noun_after(words, noun)? + 1,
            };
            self.is_framed(clauses, group, sense, end, inverted).then_some((sense, end))
        })
    }

    /// Where the noun stands that a verb like `exprimer` needs, with only articles and adjectives
    /// before it.
    fn noun_after(&self, words: Words, noun: &str) -> Option<usize> {
        for token in words.0.iter().take(NOUN_REACH) {
            if token.plain == noun {
                return Some(token.at);
            }
            let stops = self.lexicon.is_class(token, "relative") || token.is_capital() || token.is("à") || token.is(".");
            if stops {
                return None;
            }
        }
        None
    }

    fn is_framed(&self, clauses: &Clauses, group: &VerbGroup, sense: &Sense, end: usize, inverted: bool) -> bool {
        let rest = self.skip_adverbials(Words(clauses.sentence).skip(end));
        let quotes = rest.starts_with(&["«", "\"", "“", ":"]);
        let clause = rest.starts_with(&["que", "qu'"]);
        match sense.frame {
            Frame::Say => true,
            Frame::Clause => {
                let direct = rest.starts_with(&["n'", "ne", "avoir", "être", "n'avoir"]);
                inverted || clause || quotes || direct || (sense.noun.is_empty() && group.shape == Shape::Gerund && clause)
            }
            Frame::Quote => inverted || quotes,
            Frame::Whom => !inverted,
            Frame::Urge => !inverted && self.asks(rest),
        }
    }

    /// Whether `à`, `de` or `que` and what is asked follow: not an invitation to a visit.
    fn asks(&self, words: Words) -> bool {
        let tokens = &words.0[..words.0.len().min(REQUEST_REACH)];
        tokens.windows(2).find_map(|pair| {
            let [joint, verb] = pair else { return None };
            let infinitive = verb.is_small() && ["er", "ir", "re"].iter().any(|end| verb.lower.ends_with(end)) && !self.lexicon.is_function_word(verb);
            match joint.lower.as_str() {
                "à" if infinitive || verb.is("ne") || verb.is("s'") || verb.is("se") || verb.is("y") => {
                    Some(!matches!(verb.lower.as_str(), "effectuer" | "visiter" | "se" | "participer" | "assister"))
                }
                "à" | "au" | "aux" if joint.at == words.first().map_or(0, |t| t.at) => Some(!self.is_visit(words.skip(1))),
                "à" | "au" if verb.is("une") || verb.is("la") || verb.is("l'") || verb.is("plus") || joint.is("au") => {
                    let noun = words.skip(verb.at - words.0[0].at + usize::from(!joint.is("au")));
                    Some(self.lexicon.event_nouns.longest(noun).is_none() && noun.first().is_some_and(Token::is_small))
                }
                "." | ";" => Some(false),
                _ => None,
            }
        }).unwrap_or(false)
    }

    fn is_visit(&self, words: Words) -> bool {
        self.lexicon.event_nouns.longest(words).is_some_and(|(_, kind)| *kind == "visit")
    }

    /// `Selon X, …`: the bytes of what is said, when a word of source stands before the mention.
    fn according(&self, clauses: &Clauses, start: usize, end: usize) -> Option<std::ops::Range<usize>> {
        let source = (1..=4.min(start)).find(|&length| {
            let words = Words(&clauses.sentence[start - length..start]);
            self.lexicon.according.longest(words).is_some_and(|(used, ())| used == length)
        })?;
        let opening = start - source;
        let whole = bytes(clauses.sentence, 0, clauses.sentence.len())?;
        let said = if opening < 2 {
            clauses.sentence.get(end + 1)?.range.start..whole.end
        } else {
            whole.start..clauses.sentence[opening - 1].range.end
        };
        Some(said)
    }
}

fn add(found: &mut Vec<Statement>, statement: Statement) {
    let same = |known: &&mut Statement| known.act == statement.act && known.speaker == statement.speaker;
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
    let opening = start < 7 && !sentence[..start].iter().any(|t| matches!(t.lower.as_str(), "»" | "\"" | "”"));
    let rest = sentence[verb..].iter().position(|t| t.is(",")).map(|comma| verb + comma + 1);
    if let Some(rest) = rest.and_then(|rest| trim(sentence, rest, sentence.len())).filter(|_| opening) {
        return rest;
    }
    let said = trim(sentence, dateline(sentence, start), start);
    said.or_else(|| trim(sentence, clauses.groups[number].verb + 1, sentence.len())).unwrap_or(0..0)
}

/// What is said after a verb, up to the next verb of the same subject.
fn after(clauses: &Clauses, number: usize, start: usize) -> std::ops::Range<usize> {
    let next = clauses.groups[number + 1..].iter().enumerate().find(|(i, group)| {
        let follows = clauses.sentence[..group.start].last().is_some_and(|t| matches!(t.lower.as_str(), "et" | "," | "puis" | "mais" | "en"));
        let shares = !clauses.dependent[number + 1 + i] && matches!(group.shape, Shape::Shared | Shape::Finite | Shape::Gerund);
        follows && shares && clauses.subjects[number + 1 + i].who.who == clauses.subjects[number].who.who
    });
    let end = next.map_or(clauses.sentence.len(), |(_, group)| group.start);
    let said = trim(clauses.sentence, start, end);
    // `a félicité et remercié ses hôtes`: both verbs have the same object.
    let shared = || next.and_then(|(_, group)| trim(clauses.sentence, group.verb + 1, clauses.sentence.len()));
    said.or_else(shared).unwrap_or(0..0)
}

/// Where the text begins after a dateline: `Hanoï (VNA) – `.
fn dateline(sentence: &[Token], end: usize) -> usize {
    let dash = sentence[..end.min(8)].iter().position(|t| matches!(t.lower.as_str(), "–" | "—" | "-"));
    dash.map_or(0, |dash| dash + 1)
}

/// The bytes from `start` to `end` without marks and conjunctions at either end.
fn trim(sentence: &[Token], mut start: usize, mut end: usize) -> Option<std::ops::Range<usize>> {
    let loose = |t: &Token| matches!(t.lower.as_str(), "," | "." | ";" | ":" | "-" | "–" | "—" | "«" | "»" | "\"" | "“" | "”");
    while end > start && (loose(&sentence[end - 1]) || matches!(sentence[end - 1].lower.as_str(), "et" | "puis" | "mais" | "tout" | "en")) {
        end -= 1;
    }
    while start < end && loose(&sentence[start]) {
        start += 1;
    }
    bytes(sentence, start, end)
}
