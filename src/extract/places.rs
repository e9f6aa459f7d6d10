//! Where the subject of a verb stands: before it, after it, or in the clause before.

use std::ops::Range;

use super::clauses::{Shape, VerbGroup};
use super::dates::behind_date;
use super::inflection::Tense;
use super::lexicon::Frame;
use super::mention::{Form, Mention};
use super::reader::Reader;
use super::tokens::{Kind, Token, Words};

/// Where a subject is found.
#[derive(Clone, Debug)]
pub enum Place {
    /// One mention or more, before the verb or after it.
    Mentions {
        which: Range<usize>,
        sure: f64,
        inverted: bool,
    },
    /// The pronoun joined to the verb.
    Pronoun { gender: char, plural: bool },
    /// The subject of the main clause before, or after for a participle that opens the sentence.
    Main,
    /// Nobody who is named.
    Unknown,
}

/// How far behind its verb a subject may stand with an adjunct between, in tokens.
const ADJUNCT: usize = 12;

impl Place {
    /// Whether it stands after its verb.
    pub fn is_inverted(&self) -> bool {
        matches!(
            self,
            Place::Pronoun { .. } | Place::Mentions { inverted: true, .. }
        )
    }
}

/// Whether `ce que` stands before a verb: `C'est ce qu'a déclaré`, `Voilà ce que dit`.
pub(super) fn says_so(sentence: &[Token], verb: usize) -> bool {
    matches!(&sentence[..verb], [.., that, which] if that.is("ce") && (which.is("qu'") || which.is("que")))
}

/// Whether the noun is what papers quote: `une source`, `un communiqué`.
fn is_quoted(words: Words) -> bool {
    words.starts_with(&["source", "sources", "médias", "communiqué"])
}

/// Whether the noun says how somebody is related to another.
fn is_kin(noun: &Token) -> bool {
    matches!(
        noun.lower.as_str(),
        "épouse" | "époux" | "femme" | "mari" | "fils" | "fille" | "frère" | "sœur"
    )
}

/// How far from the head of its sentence the subject may stand that opens it, in tokens.
const OPENING: usize = 6;

impl Reader<'_> {
    /// Where the subject of a verb stands.
    pub(super) fn place_of_subject(
        &self,
        sentence: &[Token],
        mentions: &[Mention],
        group: &VerbGroup,
    ) -> Place {
        match group.shape {
            Shape::Inverted => {
                let word = sentence[group.start..=group.verb]
                    .iter()
                    .find(|t| t.lower.contains('-'))
                    .map_or("", |t| t.lower.as_str());
                let gender = if word.contains("-elle") { 'f' } else { 'm' };
                Place::Pronoun {
                    gender,
                    plural: word.ends_with("ils") || word.ends_with("elles"),
                }
            }
            Shape::Gerund | Shape::Shared => Place::Main,
            Shape::Finite | Shape::Modal => self
                .after_verb(sentence, mentions, group)
                .unwrap_or_else(|| self.before_verb(sentence, mentions, group)),
        }
    }

    /// `…, a déclaré le ministre lao`: the subject of a verb of saying after what is said.
    fn after_verb(
        &self,
        sentence: &[Token],
        mentions: &[Mention],
        group: &VerbGroup,
    ) -> Option<Place> {
        let before = group.start.checked_sub(1).map(|before| &sentence[before]);
        let apart = before.is_none_or(|t| {
            matches!(
                t.lower.as_str(),
                "," | "»" | "\"" | "”" | "-" | "–" | "—" | "?" | "!"
            )
        });
        // `C'est ce qu'a déclaré lundi le ministre`
        let apart = apart || says_so(sentence, group.start);
        if !apart && !self.runs_on(sentence, group) {
            return None;
        }
        let says = group
            .verbs
            .iter()
            .flat_map(|verb| self.lexicon.senses(verb))
            .any(|sense| !matches!(sense.frame, Frame::Whom | Frame::Urge));
        if !says {
            return None;
        }
        let tail = group
            .verbs
            .iter()
            .flat_map(|verb| self.lexicon.senses(verb))
            .map(|sense| &sense.tail)
            .find(|tail| {
                !tail.is_empty()
                    && sentence[group.verb + 1..]
                        .iter()
                        .map(|t| &t.lower)
                        .take(tail.len())
                        .eq(tail.iter())
            });
        let start = group.verb + 1 + tail.map_or(0, Vec::len);
        let behind = Words(&sentence[start.min(sentence.len())..]);
        // `a annoncé mardi 10 mars la porte-parole`
        let rest = self.skip_adverbials(behind_date(behind, self.lexicon));
        let at = rest.first()?.at;
        // `…, indique un communiqué`: nobody who is named.
        let simple = group.verb == group.start
            && rest.starts_with(&["un", "une", "le", "la", "l'", "des", "son", "sa"]);
        // `la présidente, X, dénonce une dérive`
        let named = mentions
            .iter()
            .any(|m| m.end + 1 == group.start && is_closed_name(m));
        // `X a reçu Y, indique un communiqué`, but `X, Y, a annoncé une société mixte`
        let behind = rest.skip(1);
        let unnamed = rest.starts_with(&["un", "une", "des"])
            && (is_quoted(behind) || !named && self.may_speak(behind));
        let closes = before.is_some() && !named && self.ends_with_speaker(rest);
        if apart && (unnamed || closes && !mentions.iter().any(|m| m.start == at)) {
            return Some(Place::Unknown);
        }
        // `Le président, X, a appelé mardi son homologue`: what opens the sentence is the subject.
        let opens = mentions.iter().any(|m| {
            let quoted = sentence[..m.start]
                .iter()
                .any(|t| matches!(t.text, "\"" | "»" | "”"));
            m.end + 1 == group.start && is_closed_name(m) && m.start <= OPENING && !quoted
        });
        if opens {
            return None;
        }
        if simple && apart && !named && before.is_some() && !mentions.iter().any(|m| m.start == at)
        {
            return Some(Place::Unknown);
        }
        let which = mentions
            .iter()
            .position(|m| m.start == at && !m.depends)
            .or_else(|| self.behind_adjunct(rest, mentions).filter(|_| apart))?;
        // `lui a déclaré ce dernier`
        let person = !matches!(
            mentions[which].form,
            Form::Pronoun {
                gender: 'm' | 'f',
                ..
            }
        );
        person.then(|| {
            let mut last = which;
            while group.plural && last + 1 < mentions.len() {
                let between = &sentence[mentions[last].end..mentions[last + 1].start];
                if !matches!(between, [t] if t.is("et")) {
                    break;
                }
                last += 1;
            }
            Place::Mentions {
                which: which..last + 1,
                sure: 0.95,
                inverted: true,
            }
        })
    }

    /// Whether the sentence ends with the words, and they may be who speaks, whom nobody has named: `…, ont annoncé
    /// leurs services`, `…, a annoncé Affaires mondiales Canada`.
    fn ends_with_speaker(&self, words: Words) -> bool {
        const LONGEST: usize = 6;
        let Some(stop) = words.0.iter().take(LONGEST).position(|t| t.is(".")) else {
            return false;
        };
        let phrase = &words.0[..stop];
        let theirs = words.starts_with(&["leurs", "leur", "ses", "son", "sa"]);
        let speaker = words.skip(1);
        let speaks = speaker.starts_with(&["services"]) || self.may_speak(speaker);
        let in_name = |t: &Token| t.is_capital() || !t.known().adjectives.is_empty();
        let name = phrase.len() > 1 && phrase[0].is_capital() && phrase.iter().all(in_name);
        theirs && speaks || name
    }

    /// Whether the noun stands for somebody: `une ONG`, `un responsable`.
    fn may_speak(&self, words: Words) -> bool {
        let body = |noun: &Token| self.lexicon.is_unnamed_body(noun);
        self.lexicon.descriptions.longest(words).is_some()
            || self.lexicon.titles.longest(words).is_some()
            || words.first().is_some_and(body)
    }

    /// `Cela se poursuivra a déclaré le ministre`: a verb that only says something, with no comma behind a clause that has
    /// a verb of its own.
    fn runs_on(&self, sentence: &[Token], group: &VerbGroup) -> bool {
        let finite = |t: &Token| {
            t.is_small() && (self.has_tense(t, Tense::Finite) || self.has_tense(t, Tense::Future))
        };
        group.verbs.iter().any(|verb| self.lexicon.only_says(verb))
            && sentence[..group.start].iter().any(finite)
    }

    /// `a déclaré à la presse le ministre`: the person behind where, to whom or when it is said.
    fn behind_adjunct(&self, words: Words, mentions: &[Mention]) -> Option<usize> {
        let opens = |t: &&Token| {
            self.lexicon.is_class(t, "preposition") || self.lexicon.is_class(t, "contraction")
        };
        let from = words.first().filter(opens)?.at;
        let ends = |t: &Token| {
            t.kind == Kind::Mark
                || self.lexicon.is_class(t, "relative")
                || self.lexicon.is_class(t, "conjunction")
        };
        let reach = words
            .0
            .iter()
            .take(ADJUNCT)
            .take_while(|t| !ends(t))
            .count();
        // `a affirmé, mercredi à Rabat, le commissaire X`
        let comma = words.0.get(reach).filter(|t| t.is(",")).map(|t| t.at);
        mentions.iter().position(|mention| {
            let near = mention.start < from + reach || comma == Some(mention.start.max(1) - 1);
            mention.start > from
                && near
                && !mention.depends
                && matches!(
                    mention.form,
                    Form::Named(..) | Form::Titled { .. } | Form::Described { .. }
                )
        })
    }

    fn before_verb(&self, sentence: &[Token], mentions: &[Mention], group: &VerbGroup) -> Place {
        let ends = |at: usize| mentions.iter().position(|m| m.end == at);
        let mut at = group.start;
        let mut comma = false;
        while at > 0 {
            if let Some(which) = ends(at).filter(|&m| !mentions[m].depends) {
                // `La Chine, a dit X, offrira …`
                let said = self.speech_around(sentence, mentions[which].start);
                if let Some(comma) = said.filter(|_| comma) {
                    return match ends(comma).filter(|&m| !mentions[m].depends) {
                        Some(outer) => {
                            self.with_others(sentence, mentions, outer, group.plural, 0.9)
                        }
                        None => Place::Unknown,
                    };
                }
                // `la fondation, que préside X, a donné`
                let outer = self
                    .relative_around(sentence, mentions[which].start)
                    .filter(|_| comma)
                    .and_then(|at| ends(at).filter(|&m| !mentions[m].depends));
                if let Some(outer) = outer {
                    return self.with_others(sentence, mentions, outer, group.plural, 0.85);
                }
                let sure = if comma && !is_closed_name(&mentions[which]) {
                    0.8
                } else {
                    1.0
                };
                return self.with_others(sentence, mentions, which, group.plural, sure);
            }
            let token = &sentence[at - 1];
            match token.lower.as_str() {
                "qui" | "lequel" | "laquelle" | "lesquels" | "lesquelles" => {
                    let before = if at > 1 && sentence[at - 2].is(",") {
                        at - 2
                    } else {
                        at - 1
                    };
                    return match ends(before) {
                        Some(which) => {
                            self.with_others(sentence, mentions, which, group.plural, 0.9)
                        }
                        None => Place::Unknown,
                    };
                }
                "et" | "puis" | "mais" | "ou" => return Place::Main,
                "," if !comma => (at, comma) = (at - 1, true),
                // `X (Floride) a dit`
                ")" => match sentence[at.saturating_sub(9)..at]
                    .iter()
                    .rposition(|t| t.is("("))
                {
                    Some(open) => at = at.saturating_sub(9) + open,
                    None => return Place::Unknown,
                },
                _ => match self.adverbial_before(sentence, at) {
                    Some(length) => at -= length,
                    None if comma => return self.before_insertion(sentence, mentions, at, group),
                    None => return Place::Unknown,
                },
            }
        }
        Place::Unknown
    }

    /// The subject with those joined to it before it, when the verb is plural.
    pub(super) fn with_others(
        &self,
        sentence: &[Token],
        mentions: &[Mention],
        which: usize,
        plural: bool,
        sure: f64,
    ) -> Place {
        let mut first = which;
        while plural && first > 0 {
            let between = &sentence[mentions[first - 1].end..mentions[first].start];
            let joint = match between {
                [a] => matches!(a.lower.as_str(), "et" | ","),
                [a, b] => a.is(",") && b.is("et") || a.is("ainsi") && b.is("que"),
                // `X et son épouse Y`
                [and, own, kin] if and.is("et") && (own.is("son") || own.is("sa")) => is_kin(kin),
                [comma, a, b] => comma.is(",") && a.is("ainsi") && b.is("que"),
                _ => false,
            };
            if !joint
                || mentions[first - 1].depends != mentions[which].depends
                    && mentions[first - 1].depends
            {
                break;
            }
            first -= 1;
        }
        Place::Mentions {
            which: first..which + 1,
            sure,
            inverted: false,
        }
    }

    fn adverbial_before(&self, sentence: &[Token], at: usize) -> Option<usize> {
        (1..=4.min(at)).find(|&length| {
            self.lexicon.adverbial(Words(&sentence[at - length..at])) == Some(length)
        })
    }

    /// Whether a conjunction before the subject makes the clause part of another.
    pub(super) fn is_dependent(
        &self,
        sentence: &[Token],
        mentions: &[Mention],
        group: &VerbGroup,
        place: &Place,
    ) -> bool {
        let from = match place {
            Place::Mentions { inverted: true, .. } | Place::Pronoun { .. } | Place::Main => {
                return false;
            }
            Place::Mentions { which, .. } => mentions[which.start].start,
            Place::Unknown => group.start,
        };
        if group.start > 0 && sentence[..group.start].last().is_some_and(|t| t.is("qui")) {
            return true;
        }
        let clause = sentence[..from]
            .iter()
            .rposition(|t| matches!(t.lower.as_str(), ";" | ":"))
            .map_or(0, |at| at + 1);
        sentence[clause..from].iter().enumerate().any(|(i, t)| {
            let than = i > 0
                && matches!(
                    sentence[clause + i - 1].lower.as_str(),
                    "ainsi" | "tandis" | "alors"
                );
            self.lexicon.is_class(t, "subordinator")
                && !than
                && !self.is_closed(sentence, clause + i, from)
        })
    }

    /// Whether the clause that a word other than `que` opens has its verb, and a comma behind it, before `to`:
    /// `dont le pays préside l'union, X a …`.
    fn is_closed(&self, sentence: &[Token], at: usize, to: usize) -> bool {
        // `Notant que la route est ouverte, X a …`
        let opens = at < 3 && self.has_tense(&sentence[0], Tense::Gerund);
        let reports = matches!(sentence[at].lower.as_str(), "que" | "qu'")
            && !opens
            && !at
                .checked_sub(1)
                .is_some_and(|before| sentence[before].is(","));
        if reports || !sentence[to - 1].is(",") {
            return false;
        }
        let finite = |t: &Token| {
            self.lexicon.is_class(t, "auxiliary")
                || self.has_tense(t, Tense::Finite) && t.is_small()
        };
        sentence[at + 1..to - 1].iter().any(finite)
    }
}

/// A name with titles after it is closed by a comma that does not part it from its verb.
fn is_closed_name(mention: &Mention) -> bool {
    matches!(&mention.form, Form::Named(_, Some(introduction)) if !introduction.titles.is_empty())
}
