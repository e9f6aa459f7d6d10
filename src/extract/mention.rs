//! Mentions: where a sentence names or points to a person, a body or a country.

use std::rc::Rc;

use super::bodies::Body;
use super::lexicon::Holder;
use super::names::Introduction;
use super::others::Elsewhere;
use super::people::People;
use super::reader::Reader;
use super::titles::Title;
use super::tokens::{Token, Words};
use super::twins::Twins;

/// A noun phrase or pronoun that may stand for someone.
#[derive(Clone, Debug)]
pub struct Mention {
    /// The first token.
    pub start: usize,
    /// The token after the last.
    pub end: usize,
    /// Whether a preposition makes it depend on something else, so that it is no subject.
    pub depends: bool,
    /// How it points.
    pub form: Form,
}

impl Mention {
    /// A mention of so many tokens.
    pub(super) fn of(start: usize, used: usize, depends: bool, form: Form) -> Mention {
        Mention {
            start,
            end: start + used,
            depends,
            form,
        }
    }
}

/// How a mention points to whom it means.
#[derive(Clone, Debug)]
pub enum Form {
    /// By name. The introduction is kept for what it says.
    Named(Vec<usize>, Option<Rc<Introduction>>),
    /// By title: `le ministre lao`; `new` when it says `le nouveau ministre`.
    Titled {
        title: Box<Title>,
        gender: Option<char>,
        new: bool,
    },
    /// By a noun: `le dirigeant vietnamien`, `son hôte`.
    Described {
        holder: Holder,
        country: Option<String>,
        owner: Option<String>,
        gender: Option<char>,
    },
    /// `les deux ministres`, by the noun in the plural.
    Pair(String),
    /// `il`, `elle`, `ils`, `elles`.
    Pronoun { gender: char, plural: bool },
    /// `lui` behind a preposition: not the subject.
    Oblique(char),
    /// `le premier` or, if so, `le second` of two who were listed.
    Listed(bool),
    /// `l'organisation`: a body named before, by the noun.
    Unnamed(String),
    /// A body, by its name.
    Body(Body),
    /// Bodies of one name.
    Twins(Twins),
    /// Bodies of one kind in several places, or the places: `les mairies de A et de B`, `les villes de A et de B`.
    Each(Vec<String>),
    /// As many bodies of one name: `les trois ministères de la Santé`.
    Several(Twins, usize),
    /// `les trois ministres`: so many people who hold such an office, or any if there is no word for it; 0 of
    /// `les ministres`.
    Group(String, usize),
    /// A body of another country or place: `celle du Laos`, `ceux de Lang Son`.
    Like(Elsewhere),
    /// A country, by its short name.
    Country(String),
}

impl Reader<'_> {
    /// The mentions of a sentence, in order. They do not overlap.
    pub fn mentions(
        &self,
        sentence: &[Token],
        introductions: &[Rc<Introduction>],
        people: &People,
    ) -> Vec<Mention> {
        let mut found: Vec<Mention> = Vec::with_capacity(sentence.len() / 8 + 1);
        let mut introductions = introductions.iter().peekable();
        let mut at = 0;
        while at < sentence.len() {
            while introductions.next_if(|i| i.start < at).is_some() {}
            let mention = match introductions.peek().filter(|i| i.start == at) {
                Some(introduction) => introduced(sentence, introduction, people),
                None => {
                    // A mention must not swallow the beginning of an introduction.
                    let end = introductions.peek().map_or(sentence.len(), |i| i.start);
                    let before = at.checked_sub(1).map(|before| &sentence[before]);
                    let mention = || self.mention(&sentence[at..end], before, people);
                    let opens = self.opens_mention(&sentence[at]);
                    debug_assert!(opens || mention().is_none(), "{:?}", sentence[at]);
                    opens.then(mention).flatten()
                }
            };
            match mention {
                Some(mut mention) => {
                    let before = at.checked_sub(1).map(|before| &sentence[before]);
                    mention.depends |=
                        before.is_some_and(|token| self.lexicon.is_class(token, "preposition"));
                    let free = found.last().map_or(0, |last| last.end);
                    self.take_in_noun(sentence, free, &mut mention);
                    // `les ministres de la Défense des deux pays`
                    let of_both = matches!(mention.form, Form::Pair(_) | Form::Twins(_))
                        && sentence[at].is("des");
                    mention.depends |= of_both
                        && before.is_some_and(|t| !t.known().nouns.is_empty() || t.is_capital());
                    at = mention.end;
                    found.push(mention);
                }
                None => {
                    // The name of a town is not cut for somebody who is called like its last word.
                    let end = introductions.peek().map_or(sentence.len(), |i| i.start);
                    let words = Words(&sentence[at..end.max(at)]);
                    let town = words.first().filter(|t| t.is_capital());
                    let town = town.and_then(|_| self.lexicon.cities.longest(words));
                    at += town.map_or(1, |(length, _)| length);
                }
            }
        }
        found
    }

    /// The mention at the start of these tokens, with the token before them.
    fn mention(
        &self,
        sentence: &[Token],
        preceding: Option<&Token>,
        people: &People,
    ) -> Option<Mention> {
        let words = Words(sentence);
        let start = words.first()?.at;
        let made = |used, depends, form| Some(Mention::of(start, used, depends, form));
        let pronoun = match words.first()?.lower.as_str() {
            // `il y a trois jours`: nobody.
            "il" if words.skip(1).starts_with(&["y"])
                && words.skip(2).starts_with(&["a"])
                && !self.has_done(words.skip(3)) =>
            {
                None
            }
            "il" => Some(('m', false)),
            "elle" => Some(('f', false)),
            "ils" => Some(('m', true)),
            "elles" => Some(('f', true)),
            "celui-ci" | "celle-ci" => {
                let gender = if words.starts_with(&["celui-ci"]) {
                    'm'
                } else {
                    'f'
                };
                let form = Form::Described {
                    holder: Holder::Last,
                    country: None,
                    owner: None,
                    gender: Some(gender),
                };
                return made(1, false, form);
            }
            "ce" if words.skip(1).starts_with(&["dernier"]) => {
                return made(
                    2,
                    false,
                    Form::Pronoun {
                        gender: 'l',
                        plural: false,
                    },
                );
            }
            "cette" if words.skip(1).starts_with(&["dernière"]) => {
                return made(
                    2,
                    false,
                    Form::Pronoun {
                        gender: 'l',
                        plural: false,
                    },
                );
            }
            _ => None,
        };
        let behind = |preposition: &[&str]| {
            preceding.is_some_and(|t| preposition.iter().any(|word| t.is(word)))
        };
        if words.starts_with(&["lui"]) && behind(&["selon", "après"]) {
            return made(
                1,
                true,
                Form::Pronoun {
                    gender: 'm',
                    plural: false,
                },
            );
        }
        if words.starts_with(&["lui", "elle"]) && behind(&["avec", "par", "chez", "pour"]) {
            let gender = if words.starts_with(&["lui"]) {
                'm'
            } else {
                'f'
            };
            return made(1, true, Form::Oblique(gender));
        }
        if let Some(second) = self.one_of_two(words) {
            return made(2, false, Form::Listed(second));
        }
        if let Some((used, country)) = self.side(words) {
            return made(used, false, Form::Country(country));
        }
        if let Some((used, elsewhere)) = self.like(words) {
            return made(used, false, Form::Like(elsewhere));
        }
        // `Tous deux se sont rencontrés`, `Les deux ont salué …`, `Chacun a salué …`
        let acts = |used: usize| {
            words.skip(used).first().is_some_and(|t| {
                self.lexicon.is_class(t, "auxiliary") || self.lexicon.is_class(t, "clitic")
            })
        };
        let both = words.begins(&["tous", "deux"])
            || words.begins(&["toutes", "deux"])
            || words.starts_with(&["les"]) && words.skip(1).starts_with(&["deux"]) && acts(2);
        if both || words.starts_with(&["chacun"]) && acts(1) {
            let used = if both { 2 } else { 1 };
            return made(used, false, Form::Pair("interlocuteurs".to_string()));
        }
        // `Mme la ministre`, `M. le président`
        let (address, gender) = self.civilities(words);
        let addressed = words.0.len() - address.0.len();
        if addressed > 0
            && address.starts_with(&["le", "la"])
            && let Ok((after, title)) = self.title(address.skip(1))
            && !title.plural
        {
            let used = words.0.len() - after.0.len();
            return made(
                used,
                false,
                Form::Titled {
                    title: Box::new(title),
                    gender,
                    new: false,
                },
            );
        }
        // `La France, elle, a livré`: whoever stands before.
        let stressed = behind(&[","]) && words.skip(1).starts_with(&[","]);
        if let Some((gender, plural)) = pronoun.filter(|_| !stressed) {
            return made(1, false, Form::Pronoun { gender, plural });
        }
        let mut lead = self.lead(words);
        // `ces deux forces`
        if words.begins(&["ces", "deux"]) {
            lead.used = 1;
        }
        // `selon cette responsable`, `ce diplomate`
        if lead.used == 0
            && words.starts_with(&["ce", "cet", "cette"])
            && let Some((used, form)) = self.described(words.skip(1), None, false)
        {
            return made(1 + used, lead.depends, form);
        }
        // All but names begin with a capital or an article.
        let small = !words.first()?.is_capital() && self.abbreviation(words.first()?).is_none();
        if lead.used == 0 && small && self.name(words).is_none() {
            return None;
        }
        let opens = lead.used == 0
            || words
                .skip(lead.used)
                .first()
                .is_some_and(|t| self.opens_behind_article(t));
        let phrase = || self.phrase(words, &lead, preceding, people);
        debug_assert!(opens || phrase().is_none(), "{words:?}");
        opens.then(phrase).flatten()
    }
}

fn introduced(
    sentence: &[Token],
    introduction: &Rc<Introduction>,
    people: &People,
) -> Option<Mention> {
    let known: Vec<usize> = introduction
        .names
        .iter()
        .filter_map(|name| people.find(&sentence[name.clone()]))
        .collect();
    (!known.is_empty()).then(|| Mention {
        start: introduction.start,
        end: introduction.end,
        depends: introduction.depends,
        form: Form::Named(known, Some(Rc::clone(introduction))),
    })
}
