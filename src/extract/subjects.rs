//! Which mention is the subject of which verb.

use super::bodies::Body;
use super::clauses::{Shape, VerbGroup};
use super::discourse::{Discourse, Referent, Resolved};
use super::inflection::Tense;
use super::lexicon::BodyKind;
use super::mention::{Form, Mention};
use super::outline::Outline;
use super::places::Place;
use super::reader::Reader;
use super::reference::agrees;
use super::tokens::{Token, Words};

/// A sentence with its verbs, its mentions, and who is the subject of what.
pub struct Clauses<'t, 'a> {
    /// The tokens.
    pub sentence: &'t [Token<'a>],
    /// What may stand for someone, in order.
    pub mentions: Vec<Mention>,
    /// Whom each mention stands for.
    pub resolved: Vec<Resolved>,
    /// The verbs, in order.
    pub groups: Vec<VerbGroup<'t>>,
    /// The subject of each verb.
    pub subjects: Vec<Subject>,
    /// Whom the object pronoun of each verb stands for.
    pub objects: Vec<Resolved>,
    /// Whom the sentence before was about.
    pub topic: Resolved,
    /// Whether each verb stands in a clause that depends on another.
    pub dependent: Vec<bool>,
    /// Whom its possessives mean, if it has any.
    pub owners: Owners,
}

/// Whom possessives mean: `son` and `leurs`.
#[derive(Clone, Debug, Default)]
pub struct Owners {
    /// Those that have one owner.
    pub of_one: Resolved,
    /// Those that have several.
    pub of_many: Resolved,
}

/// The subject of a verb.
#[derive(Clone, Debug, Default)]
pub struct Subject {
    /// Who it is.
    pub who: Resolved,
    /// Whether it stands after its verb.
    pub inverted: bool,
}

/// How far behind its verb an agent may stand, in tokens.
const AGENT_REACH: usize = 6;

/// How far behind a verb the noun stands that makes it one of speech, in tokens.
const NOUN_REACH: usize = 5;

/// The gender of the noun that the sentence, or what stands behind its first comma, begins with: its subject, if nobody
/// else is.
fn subject_noun(reader: &Reader, sentence: &[Token], end: usize) -> Option<char> {
    let comma = sentence[..end]
        .iter()
        .position(|t| t.is(","))
        .map(|at| at + 1);
    let begins = |at: usize| {
        let article = matches!(
            sentence.get(at)?.lower.as_str(),
            "le" | "la" | "l'" | "un" | "une" | "ce" | "cet" | "cette"
        );
        let mut behind = sentence.get(at + 1..end)?.iter().take(2);
        let noun = behind.find(|t| !t.known().nouns.is_empty())?;
        // `Le nouveau chef de la police` is somebody.
        let someone = reader
            .lexicon
            .descriptions
            .longest(Words(&sentence[noun.at..]));
        let thing = article && someone.is_none();
        noun.known().nouns.first().filter(|_| thing)?.gender
    };
    begins(0).or_else(|| begins(comma?))
}

impl Reader<'_> {
    /// Reads the clauses of the next sentence, and gives people the offices that these say they hold.
    pub fn clauses<'t, 'a>(
        &self,
        outline: Outline<'t, 'a>,
        discourse: &mut Discourse,
    ) -> Clauses<'t, 'a> {
        let Outline {
            sentence,
            mentions,
            groups,
            places,
            dependent,
        } = outline;
        let spoken_of = Resolved {
            who: discourse.subject.clone(),
            sure: 0.85,
        };
        discourse.ahead = self.announced(sentence, &mentions);
        discourse.begin_sentence();
        if let Some((one, other)) = self.pair_in(sentence) {
            discourse.name_pair(Referent::Country(one), Referent::Country(other));
        }
        let mut resolved: Vec<Resolved> = Vec::with_capacity(mentions.len());
        let mut subjects: Vec<Subject> = Vec::with_capacity(groups.len());
        let mut objects: Vec<Resolved> = Vec::with_capacity(groups.len());
        // The verb whose subject that of the main clause is.
        let mut main: Option<usize> = None;
        let mut next = 0;
        for (number, group) in groups.iter().enumerate() {
            let last = match &places[number] {
                Place::Mentions { which, .. } => which.end,
                _ => 0,
            };
            // `X a été salué par Y : elle a …` goes on about Y.
            let before = number.checked_sub(1);
            let topic = before
                .filter(|&before| groups[before].passive && subjects[before].who.who.is_empty())
                .and_then(|before| agent(sentence, &mentions, &groups[before]));
            while next < mentions.len() && (next < last || mentions[next].start < group.start) {
                let mut one = discourse.resolve(self, &mentions[next], sentence);
                share_country(sentence, &mentions, &resolved, &mut one);
                self.joined(sentence, &mentions, &resolved, next, &one, discourse);
                if topic == Some(next) {
                    discourse.set_subject(&one.who);
                }
                resolved.push(one);
                next += 1;
            }
            self.doubt_pronoun(
                sentence,
                group,
                &places[number],
                &mentions,
                &mut resolved,
                discourse,
            );
            let (who, inverted) = match &places[number] {
                Place::Mentions {
                    which,
                    sure,
                    inverted,
                } => {
                    let each = which.clone().filter_map(|m| resolved.get(m));
                    let sure = each.clone().map(|r| r.sure).fold(*sure, f64::min);
                    (
                        Resolved {
                            who: each.flat_map(|r| &r.who).cloned().collect(),
                            sure,
                        },
                        *inverted,
                    )
                }
                Place::Pronoun { gender, plural } => {
                    let pronoun = Form::Pronoun {
                        gender: *gender,
                        plural: *plural,
                    };
                    let mention = Mention {
                        start: group.start,
                        end: group.start,
                        depends: false,
                        form: pronoun,
                    };
                    (discourse.resolve(self, &mention, sentence), true)
                }
                Place::Main => {
                    let of_main = main.map(|main| subjects[main].who.clone());
                    let mut who = of_main.unwrap_or_default();
                    who.sure *= 0.97;
                    (who, false)
                }
                Place::Unknown => (Resolved::default(), false),
            };
            if !dependent[number] && !who.who.is_empty() {
                discourse.set_subject(&who.who);
                discourse.thing = None;
                main = Some(number);
            } else if !dependent[number]
                && matches!(places[number], Place::Unknown)
                && group.shape != Shape::Gerund
            {
                main = None;
                discourse.thing = subject_noun(self, sentence, group.start).or(discourse.thing);
            }
            let words = &sentence[group.start..group.verb + 1];
            objects.push(discourse.object_of(words, &who.who, &spoken_of.who));
            subjects.push(Subject { who, inverted });
        }
        for mention in &mentions[next..] {
            let mut one = discourse.resolve(self, mention, sentence);
            share_country(sentence, &mentions, &resolved, &mut one);
            self.joined(
                sentence,
                &mentions,
                &resolved,
                resolved.len(),
                &one,
                discourse,
            );
            resolved.push(one);
        }
        let last = groups.len().checked_sub(1);
        let topic = last
            .filter(|&last| groups[last].passive && subjects[last].who.who.is_empty())
            .and_then(|last| agent(sentence, &mentions, &groups[last]));
        if let Some(one) = topic.and_then(|topic| resolved.get(topic)) {
            discourse.set_subject(&one.who);
        }
        // `Les secours avancent, selon X`: the text goes on about X.
        let is_source = |mention: &&Mention| {
            let source = self.source_words(sentence, mention.start);
            source.is_some_and(|length| !sentence[mention.start - length].is("pour"))
        };
        let mut told = mentions.iter().zip(&resolved).filter(|_| !discourse.fresh);
        if let Some((_, one)) = told.find(|(mention, _)| is_source(mention))
            && let [Referent::Person(_)] = one.who.as_slice()
        {
            discourse.set_subject(&one.who);
        }
        if let Some(two) = self.pair_of_places(sentence) {
            discourse.places = two.map(|name| Referent::Body(name, None)).to_vec();
        }
        discourse.told_of = told_of(&groups, &places, &dependent, &subjects, &discourse.subject);
        // A participle that opens the sentence has the subject of the verb after it.
        let main = (0..groups.len()).find(|&g| {
            groups[g].shape != Shape::Gerund && !dependent[g] && !subjects[g].who.who.is_empty()
        });
        let first = main.map(|g| subjects[g].clone());
        for (number, group) in groups.iter().enumerate() {
            if group.shape != Shape::Gerund {
                break;
            }
            if let Some(first) = &first {
                subjects[number] = Subject {
                    who: Resolved {
                        sure: first.who.sure * 0.9,
                        ..first.who.clone()
                    },
                    inverted: false,
                };
            }
        }
        let mut clauses = Clauses {
            sentence,
            mentions,
            resolved,
            groups,
            subjects,
            objects,
            topic: spoken_of,
            dependent,
            owners: Owners::default(),
        };
        self.give_offices(&clauses, discourse);
        let possessive = |token: &Token| self.lexicon.is_class(token, "possessive");
        if sentence.iter().any(possessive) {
            clauses.owners = Owners {
                of_one: discourse.owner(false),
                of_many: discourse.owner(true),
            };
        }
        clauses
    }

    /// `La mission est arrivée. Elle a été reçue`: the pronoun stands for what the sentence before is about, unless it
    /// speaks.
    fn doubt_pronoun(
        &self,
        sentence: &[Token],
        group: &VerbGroup,
        place: &Place,
        mentions: &[Mention],
        resolved: &mut [Resolved],
        discourse: &Discourse,
    ) {
        let Place::Mentions { which, .. } = place else {
            return;
        };
        let only = which.start;
        if which.len() > 1 {
            return;
        }
        let Form::Pronoun {
            gender,
            plural: false,
        } = mentions[only].form
        else {
            return;
        };
        // `Elle a pris part` is no speech, `elle a pris l'engagement` is.
        let behind = &sentence[group.verb + 1..sentence.len().min(group.verb + NOUN_REACH)];
        let said = |noun: &str| noun.is_empty() || behind.iter().any(|t| t.plain == noun);
        let speaks = group.verbs.iter().any(|verb| {
            let mut senses = self.lexicon.senses(verb).iter();
            senses.any(|sense| said(&sense.noun))
        });
        if discourse.thing == Some(gender) && !speaks {
            resolved[only] = Resolved::default();
        }
        // `X ira à Rome, a dit son porte-parole. Il rencontrera Y`: X
        if let Some(person) = discourse.told_of
            && !speaks
            && agrees(discourse.people.all[person].gender, Some(gender))
        {
            resolved[only] = discourse.one(Some(person), 0.8);
        }
    }

    /// Two countries that the words put side by side: `Algérie-Tunisie`, `hôpitaux algériens et tunisiens`.
    fn pair_in(&self, sentence: &[Token]) -> Option<(String, String)> {
        let compound = sentence
            .iter()
            .find_map(|token| self.countries_of_pair(token));
        let adjectives = sentence.windows(3).find_map(|three| {
            let [one, and, other] = three else {
                return None;
            };
            if !and.is("et") {
                return None;
            }
            let a = self.country_of(one)?;
            let b = self.country_of(other)?;
            (a != b).then(|| (a.to_string(), b.to_string()))
        });
        compound.or(adjectives)
    }

    /// Two towns or regions that are listed: `Caen et Hanoï`, `les villes de Caen et de Hanoï`.
    fn pair_of_places(&self, sentence: &[Token]) -> Option<[String; 2]> {
        (0..sentence.len()).rev().find_map(|at| {
            let words = Words(&sentence[at..]);
            let and = words.starts_with(&["et"]).then(|| words.skip(1))?;
            let other = and.skip(super::shares::of(and));
            let length = self.place_run(other)?;
            let from = (1..4).rev().find(|&length| {
                at.checked_sub(length)
                    .is_some_and(|from| self.place_run(Words(&sentence[from..at])) == Some(length))
            })?;
            let one = Words(&sentence[at - from..at]);
            let known = |words: Words| {
                self.lexicon
                    .cities
                    .longest(words)
                    .is_some_and(|(_, of)| !of.is_empty())
            };
            let named = |words: &[Token]| super::people::wording(words);
            let both = known(one) || known(other);
            both.then(|| [named(one.0), named(&other.0[..length])])
        })
    }

    /// Whom the words are about that open the sentence: `Invité par son homologue, X, le ministre Y a …`, `À
    /// l'invitation de son homologue, X, le ministre Y …`.
    pub(super) fn announced(&self, sentence: &[Token], mentions: &[Mention]) -> Option<usize> {
        let first = sentence.first()?;
        let counterpart = |mention: &Mention| match &mention.form {
            Form::Named(_, Some(introduction)) => introduction.counterpart.is_some(),
            _ => false,
        };
        let opens = self.has_tense(first, Tense::Participle)
            || self.lexicon.is_class(first, "preposition")
                && mentions
                    .iter()
                    .find(|mention| matches!(mention.form, Form::Named(..)))
                    .is_some_and(counterpart);
        let main = |mention: &&Mention| {
            let apart = mention
                .start
                .checked_sub(1)
                .is_some_and(|before| sentence[before].is(","));
            opens && apart && !mention.depends
        };
        let mut named = mentions
            .iter()
            .filter(main)
            .filter_map(|mention| match &mention.form {
                Form::Named(people, introduction) => {
                    let titled = introduction
                        .as_ref()
                        .is_none_or(|i| i.counterpart.is_none() && !i.possessive);
                    people
                        .first()
                        .copied()
                        .filter(|_| titled && people.len() == 1)
                }
                _ => None,
            });
        named.next()
    }

    /// Tells the discourse of two bodies or countries joined by `et` or a dash.
    fn joined(
        &self,
        sentence: &[Token],
        mentions: &[Mention],
        resolved: &[Resolved],
        number: usize,
        one: &Resolved,
        discourse: &mut Discourse,
    ) {
        let Some(before) = number.checked_sub(1) else {
            return;
        };
        let between = &sentence[mentions[before].end..mentions[number].start];
        let joint = matches!(between, [t] if matches!(t.lower.as_str(), "et" | "-" | "–" | "—"))
            || matches!(between, [comma, t] if comma.is(",") && t.is("et"));
        let dash = matches!(between, [t] if matches!(t.lower.as_str(), "-" | "–" | "—"));
        // `des experts du Mali et du Tchad` are no pair where the article is about another.
        let of = |number: usize| {
            let first = &sentence[mentions[number].start];
            let before = mentions[number]
                .start
                .checked_sub(1)
                .map(|at| &sentence[at]);
            let joint = |t: &Token| matches!(t.lower.as_str(), "de" | "d'" | "du" | "des");
            joint(first) || before.is_some_and(joint)
        };
        let aside = !discourse.countries.is_empty() && of(before) && of(number);
        if let ([a], [b], true) = (resolved[before].who.as_slice(), one.who.as_slice(), joint) {
            match (a, b) {
                (Referent::Country(_), Referent::Country(_)) if aside => {}
                (Referent::Country(_), Referent::Country(_)) if dash => {
                    discourse.name_pair(a.clone(), b.clone());
                }
                _ => discourse.join(a, b),
            }
        }
    }
}

/// The person who is the subject of what somebody else is told to have said.
fn told_of(
    groups: &[VerbGroup],
    places: &[Place],
    dependent: &[bool],
    subjects: &[Subject],
    speaker: &[Referent],
) -> Option<usize> {
    let speech = places.iter().rposition(Place::is_inverted)?;
    let first = (0..speech).find(|&number| groups[number].shape != Shape::Gerund)?;
    let named = matches!(places[first], Place::Mentions { .. }) && dependent[first];
    match subjects[first].who.who.as_slice() {
        [one @ Referent::Person(person)] if named && !speaker.contains(one) => Some(*person),
        _ => None,
    }
}

/// The mention that names the agent of a passive verb: `a été salué hier par X`.
pub(super) fn agent(sentence: &[Token], mentions: &[Mention], group: &VerbGroup) -> Option<usize> {
    let by = (group.verb + 1..sentence.len().min(group.verb + AGENT_REACH))
        .find(|&at| sentence[at].is("par"))?;
    mentions.iter().position(|mention| mention.start == by + 1)
}

/// `le ministère lao de la Défense et le ministère de la Santé`: the second is of the same country.
fn share_country(
    sentence: &[Token],
    mentions: &[Mention],
    resolved: &[Resolved],
    one: &mut Resolved,
) {
    let (Some(before), Some(mention)) = (resolved.last(), mentions.get(resolved.len())) else {
        return;
    };
    let Form::Body(body @ Body { country: None, .. }) = &mention.form else {
        return;
    };
    let between = &sentence[mentions[resolved.len() - 1].end..mention.start];
    let listed = matches!(between, [t] if t.is(",") || t.is("et"));
    if let (
        [Referent::Body(_, Some(country))],
        [Referent::Body(_, of @ None)],
        BodyKind::State,
        true,
    ) = (
        before.who.as_slice(),
        one.who.as_mut_slice(),
        body.kind,
        listed,
    ) {
        *of = Some(country.clone());
    }
}
