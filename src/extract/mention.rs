//! Mentions: where a sentence names or points to a person, a body or a country.

use std::rc::Rc;

use super::bodies::Body;
use super::inflection::Tense;
use super::lexicon::{BodyKind, Holder, TitleKind};
use super::names::Introduction;
use super::others::{Elsewhere, several};
use super::people::People;
use super::reader::Reader;
use super::titles::Title;
use super::tokens::{Kind, Token, Words};
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

/// How a mention points to whom it means.
#[derive(Clone, Debug)]
pub enum Form {
    /// By name. The introduction is kept for what it says.
    Named(Vec<usize>, Option<Rc<Introduction>>),
    /// By title: `le ministre lao`; `new` when it says `le nouveau ministre`.
    Titled {
        title: Title,
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
        let made = |used: usize, depends, form| {
            Some(Mention {
                start,
                end: start + used,
                depends,
                form,
            })
        };
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
                    title,
                    gender,
                    new: false,
                },
            );
        }
        if let Some((gender, plural)) = pronoun {
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
        if lead.used == 0 && !words.first()?.is_capital() && self.name(words).is_none() {
            return None;
        }
        let rest = words.skip(lead.used);
        // `les mêmes armées` are those of before, `leurs ministères` those of two sides.
        let same = usize::from(rest.starts_with(&["mêmes"]));
        let shared = words.starts_with(&["leurs"]);
        if let Some(count) = several(words, lead.used)
            && let Some(twins) = self.twins(rest.skip(1)).filter(|twins| twins.named)
        {
            let used = lead.used + 1 + twins.used;
            return made(used, lead.depends, Form::Several(twins, count));
        }
        if let Some((used, form)) = self.group_of(words, lead.used) {
            return made(used, lead.depends, form);
        }
        if words.starts_with(&["les", "des", "aux"])
            && let Some((used, names)) = self.each_of(rest)
        {
            return made(lead.used + used, lead.depends, Form::Each(names));
        }
        if lead.used > 0 {
            let two = usize::from(rest.starts_with(&["deux"]));
            let twins = self.twins(rest.skip(two));
            if let Some(twins) =
                twins.filter(|twins| twins.named || shared && twins.name != "ministère")
            {
                return made(
                    lead.used + two + twins.used,
                    lead.depends,
                    Form::Twins(twins),
                );
            }
        }
        // `les deux ministres`, but not `un don de deux millions`
        let known = !words.starts_with(&["de", "d'", "à"]);
        let paired = rest.starts_with(&["deux"]) || same == 1 && words.starts_with(&["les"]);
        let own = shared && rest.starts_with(&["ministères"]);
        if own {
            return made(
                lead.used + 1,
                lead.depends,
                Form::Pair("ministères".to_string()),
            );
        }
        if lead.used > 0 && known && paired && !is_time(rest.skip(1)) {
            let noun = rest
                .skip(1)
                .first()
                .filter(|token| token.is_small() || token.is_capital())?;
            let title = self
                .lexicon
                .titles
                .longest(rest.skip(1))
                .map_or(1, |(length, _)| length);
            // `les deux chefs d'État`, `les deux chefs de la diplomatie`
            let headed = rest.skip(2);
            let complement = match headed.first().map(|t| t.lower.as_str()) {
                Some("d'" | "de") if noun.is("chefs") && title == 1 => {
                    2 + usize::from(headed.skip(1).starts_with(&["la", "l'"]))
                }
                _ => 0,
            };
            let title = title + complement;
            let noun = if complement > 0 {
                noun.lower.clone()
            } else {
                plain_noun(noun, rest.skip(1), title)
            };
            if self.names_two(&noun) {
                // `les deux responsables policiers`
                let agreeing = rest.skip(1 + title).first().is_some_and(|t| {
                    let known = t.known();
                    t.is_small()
                        && t.lower.ends_with(['s', 'x'])
                        && !known.adjectives.is_empty()
                        && known.verbs.is_empty()
                        && self.lexicon.country_of(t).is_none()
                        && !self.lexicon.is_function_word(t)
                });
                let used = lead.used + 1 + title + usize::from(agreeing);
                return made(used, lead.depends, Form::Pair(noun));
            }
        }
        // `Les ministres ont signé`
        if words.starts_with(&["les"])
            && lead.used == 1
            && let Ok((after, title)) = self.title(rest)
            && title.plural
            && title.words == title.head
            && title.countries.is_empty()
            && title.owner.is_none()
            && title.kind != TitleKind::Member
            && after.first().is_some_and(|t| {
                self.lexicon.is_class(t, "auxiliary") || self.lexicon.is_class(t, "clitic")
            })
        {
            let used = words.0.len() - after.0.len();
            return made(used, false, Form::Group(title.head, 0));
        }
        let indefinite = words.starts_with(&["un", "une", "d'"]);
        let article = words.starts_with(&["le", "la", "l'"]);
        if let Some(country) = self.native(rest).filter(|_| article && lead.used == 1) {
            let form = Form::Described {
                holder: Holder::Last,
                country,
                owner: None,
                gender: lead.gender,
            };
            return made(2, false, form);
        }
        if lead.used > 0 && !indefinite {
            let described = self.described(rest, lead.gender, lead.possessive);
            let title = self.title(rest).ok();
            let used_by_title = title
                .as_ref()
                .map_or(0, |(after, _)| rest.0.len() - after.0.len());
            if let Some((used, form)) = described.filter(|(used, _)| *used >= used_by_title) {
                return made(lead.used + used, lead.depends, form);
            }
            if let Some((_, title)) =
                title.filter(|(_, title)| !title.plural && title.kind != TitleKind::Member)
            {
                let gender = lead.gender;
                let new = rest
                    .first()
                    .is_some_and(|token| token.plain.starts_with("nouve"));
                // `son président` is someone else's.
                if lead.possessive {
                    return None;
                }
                return made(
                    lead.used + used_by_title,
                    lead.depends,
                    Form::Titled { title, gender, new },
                );
            }
        }
        if let Some(used) = self.company(rest).filter(|_| lead.used == 0) {
            let name = super::people::wording(&rest.0[..used]);
            let body = Body::named(used, name, super::lexicon::BodyKind::Whole);
            return made(used, false, Form::Body(body));
        }
        if let Some((length, country)) = self.country(rest) {
            return made(lead.used + length, lead.depends, Form::Country(country));
        }
        let named_noun = rest
            .first()
            .is_some_and(|t| self.lexicon.is_unnamed_body(t));
        let more = if named_noun {
            self.more_of(rest.skip(1))
        } else {
            0
        };
        let alone = rest.skip(1 + more).first().is_none_or(|t| {
            t.kind == Kind::Mark
                || self.lexicon.is_function_word(t)
                    && !matches!(t.lower.as_str(), "de" | "du" | "d'" | "des")
                || self.has_tense(t, Tense::Finite) && !self.lexicon.is_adjective(t)
        });
        let by_name = || {
            self.body_or_abbreviation(rest)
                .is_some_and(|body| body.named)
        };
        if lead.used > 0 && !indefinite && alone && named_noun && !by_name() {
            let noun = rest.first()?.lower.clone();
            return made(lead.used + 1 + more, lead.depends, Form::Unnamed(noun));
        }
        // `sous la présidence du ministre` names no body.
        let office = preceding.is_some_and(|t| t.is("sous"))
            && rest.starts_with(&["présidence", "direction", "conduite", "autorité"]);
        if office {
            return None;
        }
        if let Some((used, long)) = self.introduced(rest).filter(|_| lead.used > 0) {
            let longer = self
                .body_or_abbreviation(rest)
                .is_none_or(|body| body.used < used);
            if longer && matches!(long.kind, BodyKind::Whole | BodyKind::International) {
                let body = Body::named(used, long.full.clone(), long.kind);
                return made(lead.used + used, lead.depends, Form::Body(body));
            }
        }
        let abbreviation = rest.first().is_some_and(Token::is_abbreviation);
        if let Some(body) = self.body_or_abbreviation(rest).filter(|body| {
            // `Médecins sans frontières` needs no article.
            let long = body.kind == BodyKind::International && body.used > 1;
            lead.used > 0 || abbreviation || long || self.proper_name(rest).is_some()
        }) {
            return made(lead.used + body.used, lead.depends, Form::Body(body));
        }
        if lead.used == 0 {
            let length = self.name(words)?;
            let person = people.find(&sentence[..length])?;
            return made(length, false, Form::Named(vec![person], None));
        }
        None
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

/// The noun after `deux`, as it is looked up: a title in the singular, else the word itself.
fn plain_noun(noun: &Token, words: Words, length: usize) -> String {
    if length > 1 {
        super::people::wording(&words.0[..length])
    } else {
        noun.lower.clone()
    }
}

/// `les deux jours` are no pair that the text has named.
fn is_time(words: Words) -> bool {
    let word = words.first().map(|token| token.lower.as_str());
    matches!(
        word,
        Some(
            "jours" | "journées" | "semaines" | "mois" | "ans" | "années" | "heures" | "semestres"
        )
    )
}
