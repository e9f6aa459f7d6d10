//! Whether a verb is speech where it stands: the noun it needs, and what must follow it.

use std::cell::OnceCell;

use super::clauses::VerbGroup;
use super::inflection::Tense;
use super::lexicon::{Frame, Sense};
use super::reader::Reader;
use super::subjects::Clauses;
use super::tokens::{Kind, Token, Words};

/// How far the noun of `exprimer le souhait` may stand from its verb, in tokens.
const NOUN_REACH: usize = 7;

/// How far a quotation may stand from a verb whose object is before it, in tokens.
const QUOTE_REACH: usize = 8;

/// How far the noun may stand where a possessive ties it to the speaker, in tokens.
const POSSESSED_REACH: usize = 32;

/// How many words a tail like `savoir` of `faire savoir` seldom has more of.
const TAIL: usize = 3;

/// How far what is said may stand from a verb that says to whom, in tokens.
const LISTENER_REACH: usize = 16;

/// How far what is asked may stand from `appeler`, in tokens.
const REQUEST_REACH: usize = 30;

impl Reader<'_> {
    /// The sense in which the verb is speech here, and the token after verb and noun.
    pub(super) fn sense<'s>(
        &'s self,
        clauses: &Clauses,
        group: &VerbGroup,
        inverted: bool,
    ) -> Option<(&'s Sense, usize)> {
        let senses = || {
            group
                .verbs
                .iter()
                .flat_map(|verb| self.lexicon.senses(verb))
        };
        // A bit for each word that the noun may be, by its plain letters: most nouns are told from all of them.
        let bit = |hash: u64| 1_u64 << (hash % 64);
        let behind = clauses.sentence[group.verb + 1..].iter();
        let behind = behind.take(TAIL + POSSESSED_REACH + 1);
        let near = OnceCell::new();
        let near =
            || near.get_or_init(|| behind.clone().fold(0, |near, t| near | bit(t.plain_hash)));
        let with_noun = senses().filter(|sense| {
            !sense.noun.is_empty()
                && (near() & bit(sense.noun_hash) != 0 || sense.tail.len() > TAIL)
        });
        // `dire espérer` before `dire` with whatever follows
        let tailed = senses().filter(|sense| sense.noun.is_empty() && !sense.tail.is_empty());
        let plain = senses().filter(|sense| sense.noun.is_empty() && sense.tail.is_empty());
        let framed = |sense: &'s Sense| {
            let words = Words(clauses.sentence).skip(group.verb + 1);
            let tail = words
                .0
                .iter()
                .take(sense.tail.len())
                .map(|token| &token.lower)
                .eq(&sense.tail);
            if !tail {
                return None;
            }
            let words = words.skip(sense.tail.len());
            let end = match sense.noun.as_str() {
                "" => words.first().map_or(clauses.sentence.len(), |t| t.at),
                _ => self.noun_after(words, sense)? + 1,
            };
            // `souhaiter la bienvenue`, `répondre aux questions`
            let object = words
                .0
                .iter()
                .take(4)
                .take_while(|t| !t.is("que") && !t.is("qu'"));
            let verb = group.verbs.first().map_or("", |verb| verb);
            let said = |t: &Token| self.lexicon.is_unspoken(verb, &t.lower);
            if sense.noun.is_empty() && object.into_iter().any(said) {
                return None;
            }
            self.is_framed(clauses, sense, end, inverted)
                .then_some((sense, end))
        };
        // `exprimer sa gratitude pour son soutien`: the noun that stands nearest.
        let nearest = with_noun.filter_map(framed).min_by_key(|(_, end)| *end);
        let found = nearest.or_else(|| tailed.chain(plain).find_map(framed));
        // `se dire convaincu que`: what is said begins with the word.
        found.map(|(sense, end)| match sense.frame {
            Frame::Being => (sense, group.verb + 1 + sense.tail.len()),
            _ => (sense, end),
        })
    }

    /// Where the noun stands that a verb like `exprimer` needs, with only articles and adjectives
    /// before it.
    fn noun_after(&self, words: Words, sense: &Sense) -> Option<usize> {
        let is_noun = |t: &Token| t.plain_hash == sense.noun_hash && t.plain == sense.noun;
        // `a fait part dimanche à son hôte, X, de sa satisfaction`
        let theirs = words.0.windows(2).take(POSSESSED_REACH).find(|pair| {
            is_noun(&pair[1])
                && matches!(
                    pair[0].lower.as_str(),
                    "sa" | "son" | "ses" | "leur" | "leurs"
                )
        });
        if let Some([_, noun]) = theirs {
            return Some(noun.at);
        }
        for token in words.0.iter().take(NOUN_REACH) {
            if is_noun(token) {
                return Some(token.at);
            }
            let stops = self.lexicon.is_class(token, "relative")
                || token.is_capital()
                || token.is("à")
                || token.is(".");
            if stops {
                return None;
            }
        }
        None
    }

    fn is_framed(&self, clauses: &Clauses, sense: &Sense, end: usize, inverted: bool) -> bool {
        let rest = self.skip_adverbials(Words(clauses.sentence).skip(end));
        let quotes = rest.starts_with(&["«", "\"", "“", ":"]);
        let dated = |t: &&Token| {
            let (lexicon, number) = (self.lexicon, t.kind == Kind::Number);
            number || lexicon.weekday(t).is_some() || lexicon.month(t).is_some()
        };
        let listener = rest.skip(rest.0.iter().take_while(dated).count());
        let clause = rest.starts_with(&["que", "qu'"]) || told_somebody(listener);
        match sense.frame {
            Frame::Say | Frame::Being => true,
            Frame::Clause => {
                let direct = rest.starts_with(&["n'", "ne"])
                    || rest
                        .first()
                        .is_some_and(|t| self.has_tense(t, Tense::Infinitive));
                // `a jugé inacceptable cette mesure`
                let judged = rest
                    .first()
                    .is_some_and(|t| t.is_small() && self.lexicon.is_adjective(t));
                // `juge le projet « absurde »`
                let near = rest.0.iter().take(QUOTE_REACH);
                let quoted = near.clone().any(|t| matches!(t.text, "«" | "\"" | "“"));
                inverted || clause || quotes || direct || judged || quoted
            }
            Frame::Quote => inverted || quotes || clause,
            Frame::Deny => inverted || quotes,
            // `a demandé à X si Y viendrait` calls for nothing.
            Frame::Whom => !inverted && !rest.0.iter().take(REQUEST_REACH).any(|t| t.is("si")),
            Frame::Urge => !inverted && self.asks(rest),
        }
    }

    /// Whether `à`, `de` or `que` and what is asked follow: not an invitation to a visit.
    fn asks(&self, words: Words) -> bool {
        let tokens = &words.0[..words.0.len().min(REQUEST_REACH)];
        tokens
            .windows(2)
            .find_map(|pair| {
                let [joint, verb] = pair else { return None };
                // `appelé les deux parties à "ne pas renoncer"`
                let quoted = matches!(verb.text, "\"" | "«" | "“");
                let verb = if quoted {
                    words.0.get(verb.at + 1 - words.0[0].at)?
                } else {
                    verb
                };
                let infinitive = verb.is_small()
                    && ["er", "ir", "re"]
                        .iter()
                        .any(|end| verb.lower.ends_with(end))
                    && !self.lexicon.is_function_word(verb);
                match joint.lower.as_str() {
                    "à" if infinitive
                        || verb.is("ne")
                        || verb.is("s'")
                        || verb.is("se")
                        || verb.is("y") =>
                    {
                        let goes = |t: &Token| {
                            matches!(
                                t.lower.as_str(),
                                "effectuer" | "visiter" | "participer" | "assister"
                            )
                        };
                        // `invité à se rendre à Rome`
                        let after = words.0.get(verb.at + 1 - words.0[0].at);
                        let travels = verb.is("se")
                            && after.is_none_or(|t| {
                                matches!(
                                    t.lower.as_str(),
                                    "rendre" | "déplacer" | "joindre" | "retrouver" | "réunir"
                                )
                            });
                        Some(!goes(verb) && !travels)
                    }
                    "à" | "au" | "aux" if joint.at == words.first().map_or(0, |t| t.at) => {
                        Some(!self.is_visit(words.skip(1)))
                    }
                    "à" | "au"
                        if verb.is("une")
                            || verb.is("la")
                            || verb.is("l'")
                            || verb.is("plus")
                            || joint.is("au") =>
                    {
                        let noun =
                            words.skip(verb.at - words.0[0].at + usize::from(!joint.is("au")));
                        Some(
                            self.lexicon.event_nouns.longest(noun).is_none()
                                && noun.first().is_some_and(Token::is_small),
                        )
                    }
                    "." | ";" => Some(false),
                    _ => None,
                }
            })
            .unwrap_or(false)
    }

    fn is_visit(&self, words: Words) -> bool {
        self.lexicon
            .event_nouns
            .longest(words)
            .is_some_and(|(_, kind)| *kind == "visit")
    }
}

/// Whether it is said to somebody, and what is said follows: `a dit au ministre X que …`.
fn told_somebody(words: Words) -> bool {
    let within = |t: &&Token| {
        !matches!(
            t.lower.as_str(),
            "," | ";" | "." | ":" | "«" | "\"" | "qui" | "dont"
        )
    };
    let listener = words.0.iter().take(LISTENER_REACH).take_while(within);
    words.starts_with(&["à", "au", "aux"])
        && listener.into_iter().any(|t| t.is("que") || t.is("qu'"))
}
