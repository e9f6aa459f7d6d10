//! Noun phrases inside titles and names of bodies: `de la Sécurité publique`, `du Comité populaire
//! de la province de Lang Son`, and the country, party or company that they belong to.

use super::adjectives::is_capital_adjective;
use super::bodies::{Body, Owner};
use super::employers::with_own_article;
use super::lexicon::{BodyKind, TitleKind};
use super::numbers::is_number_word;
use super::reader::{Reader, Wording};
use super::tokens::{Kind, Token, Words};

/// A noun phrase as far as it has been read.
#[derive(Clone, Debug, Default)]
pub struct Phrase {
    /// How many tokens it takes.
    pub used: usize,
    /// Its words, without the country and the owner.
    pub wording: Wording,
    /// The party or body that it names as its owner.
    pub owner: Option<Owner>,
    /// The country that it names.
    pub country: Option<String>,
}

/// How deep complements may stand in complements.
pub(super) const DEPTH: usize = 4;

/// Adjectives that stand before their nouns.
const PREPOSED: [&str; 10] = [
    "haut",
    "haute",
    "hauts",
    "hautes",
    "grand",
    "grande",
    "grands",
    "grandes",
    "nouvelles",
    "jeunes",
];

impl Reader<'_> {
    /// Reads the complements and adjectives that follow the head of a title or body.
    pub fn extend(&self, words: Words, phrase: &mut Phrase, keep: Keep) {
        self.extend_at(words, phrase, keep, DEPTH);
    }

    pub(super) fn extend_at(&self, words: Words, phrase: &mut Phrase, keep: Keep, depth: usize) {
        loop {
            let rest = words.skip(phrase.used);
            let Some(token) = rest.first() else { return };
            // `leurs ministres des Transports respectifs`
            if rest.starts_with(&["respectifs", "respectives"]) {
                return;
            }
            if let Some(country) = self.country_of(token) {
                if phrase.country.is_none() {
                    phrase.country = Some(country.to_string());
                }
                if keep.country {
                    phrase.wording.push(token);
                }
                phrase.used += 1;
            } else if self.lexicon.is_adjective(token)
                || self.is_only_adjective(token)
                || keep.title.is_some() && self.closes_task(words, phrase.used)
                || self.is_pair_of_countries(token)
                || self.is_pair_adjective(token)
                || is_capital_adjective(token, words.skip(phrase.used + 1).first())
                || keep.title.is_none() && self.is_strange_adjective(token)
                || keep.title.is_none() && self.describes_plural(words, phrase.used)
            {
                phrase.wording.push(token);
                phrase.used += 1;
            } else if let Some(region) = self.lexicon.region_of(token) {
                // `le gouvernement vaudois`, `le ministre de la Santé bavarois`
                match keep.title {
                    Some(_) => {
                        phrase.owner.get_or_insert(Owner::Body(region.clone()));
                    }
                    None => phrase.wording.push(token),
                }
                phrase.used += 1;
            } else if token.is("et") && self.joins_adjectives(words, phrase.used) {
                push_all(&mut phrase.wording, rest, 2);
                phrase.used += 2;
            } else if let Some(length) = self
                .lexicon
                .title_qualifiers
                .longest(rest)
                .map(|f| f.0)
                .filter(|_| token.is_small() && keep.title.is_some())
            {
                push_all(&mut phrase.wording, rest, length);
                phrase.used += length;
            } else if let Some(length) = self.number_of_house(words, phrase.used) {
                push_all(&mut phrase.wording, rest, length);
                phrase.used += length;
            } else if depth == 0 || !self.complement(words, phrase, keep, depth) {
                return;
            }
        }
    }

    /// Reads one complement into the phrase; false if there is none.
    fn complement(&self, words: Words, phrase: &mut Phrase, keep: Keep, depth: usize) -> bool {
        let start = words.skip(phrase.used);
        if start.starts_with(&["des", "du"]) && self.is_whole(&words.0[..phrase.used], start) {
            return false;
        }
        if let Some((used, name)) = self.employer(&words.0[..phrase.used], start, keep) {
            phrase.owner.get_or_insert(Owner::Body(name));
            phrase.used += used;
            return true;
        }
        let Some(joint) = self
            .joint(start, keep)
            .or_else(|| self.assigned(&words.0[..phrase.used], start, keep))
            .or_else(|| self.purpose(&words.0[..phrase.used], start, keep))
            .or_else(|| self.posted(start, keep).filter(|_| phrase.owner.is_some()))
        else {
            return false;
        };
        let rest = start.skip(joint.used);
        let mut inner = Phrase::default();
        if let Some(length) = self.company(rest).filter(|_| joint.bare) {
            let mut name = Wording::default();
            push_all(&mut name, rest, length);
            phrase.owner.get_or_insert(Owner::Body(name.text));
            phrase.used += joint.used + length;
            return true;
        }
        if keep.title.is_some()
            && let Some((length, long)) = self.introduced(rest)
        {
            let name = || long.full.clone();
            let owner = match long.kind {
                BodyKind::Party => Some(Owner::Party(name())),
                BodyKind::Whole | BodyKind::International => Some(Owner::Body(name())),
                BodyKind::State | BodyKind::Local => None,
            };
            let shorter = |body: Body| body.used < length;
            let state =
                long.kind == BodyKind::State && self.body_at(rest, depth - 1).is_none_or(shorter);
            if state {
                push_all(&mut phrase.wording, start, joint.used);
                phrase.wording.push_words(span(rest, length), &long.full);
                phrase.country = phrase.country.take().or(long.country.clone());
            }
            if state || owner.is_some() {
                phrase.owner = phrase.owner.take().or(owner);
                phrase.used += joint.used + length;
                return true;
            }
        }
        if let Some((length, country)) = self.country(rest) {
            let own = keep.country || start.starts_with(&["au", "en", "aux", "à", "pour"]);
            if own {
                push_all(&mut phrase.wording, start, joint.used + length);
            } else {
                phrase.country.get_or_insert_with(|| country.to_string());
            }
            phrase.used += joint.used + length;
            return true;
        }
        // `fondatrice de la start-up Kumulus`, `de l'entreprise publique lao Mekong Plus`
        let common = rest
            .first()
            .is_some_and(|t| self.lexicon.is_unnamed_body(t));
        let qualified = |t: &&Token| {
            t.is_small() && (self.country_of(t).is_some() || self.lexicon.is_adjective(t))
        };
        let adjectives = rest.skip(1).0.iter().take(2).take_while(qualified).count();
        if common
            && keep.title.is_some()
            && let Some(length) = self.proper_name(rest.skip(1 + adjectives))
        {
            let house = self.lexicon.is_noun_kind(&rest.0[0].lower, "house");
            let from = if house { 0 } else { 1 + adjectives };
            let name = super::people::wording(&rest.0[from..=adjectives + length]);
            phrase.owner.get_or_insert(Owner::Body(name));
            phrase.used += joint.used + 1 + adjectives + length;
            return true;
        }
        if let Some((length, owner)) = self.owner(rest) {
            // A body of another body is named with it; only a party is told apart.
            let inside = keep.title.is_none() && !matches!(owner, Owner::Party(_));
            if keep.country || inside || start.starts_with(&["auprès"]) {
                push_all(&mut phrase.wording, start, joint.used + length);
            } else {
                phrase.owner.get_or_insert(owner);
            }
            phrase.used += joint.used + self.parenthesis(rest, length);
            return true;
        }
        let Some(first) = rest.first() else {
            return false;
        };
        // `le ministère d'avoir envoyé` goes on with a verb.
        if first.is("avoir") || first.is("être") {
            return false;
        }
        if let Some(long) = self.abbreviation(first) {
            // `directrice de fedpol`, of the `Office fédéral de la police`
            phrase.country = phrase.country.take().or(long.country.clone());
            let of = start.starts_with(&["de", "du", "d'", "des"]);
            match with_own_article(&long.full).filter(|_| of) {
                Some(name) => phrase
                    .wording
                    .push_words(span(start, joint.used + 1), &name),
                None => {
                    push_all(&mut phrase.wording, start, joint.used);
                    phrase.wording.push_words(first.range.clone(), &long.full);
                }
            }
            phrase.used += joint.used + 1;
            return true;
        }
        if let Some(body) = self.body_at(rest, depth - 1) {
            let owns = body.named && matches!(body.kind, BodyKind::Whole | BodyKind::Party);
            let party = body.kind == BodyKind::Party;
            // `le Comité central de l'Union des femmes` is a name of its own, but `présidente du Comité central de …`
            if owns && !keep.country && (party || keep.title.is_some()) {
                let owner = if party {
                    Owner::Party(body.name)
                } else {
                    Owner::Body(body.name)
                };
                phrase.owner.get_or_insert(owner);
            } else if keep.title.is_some()
                && let Some((part, owner)) =
                    self.part_of_organisation(Words(&rest.0[..body.used]), keep)
            {
                push_all(&mut phrase.wording, start, joint.used);
                phrase.wording.push_words(span(rest, part.used), &part.name);
                phrase.owner = phrase.owner.take().or(Some(owner));
            } else {
                push_all(&mut phrase.wording, start, joint.used);
                phrase.wording.push_words(span(rest, body.used), &body.name);
                phrase.country = phrase.country.take().or(body.country);
                phrase.owner = phrase.owner.take().or(body.owner);
            }
            phrase.used += joint.used + body.used;
            return true;
        }
        // `chef du district de Sing`
        let area = || {
            let before = phrase.used.checked_sub(1).map(|at| &words.0[at]);
            before.is_some_and(|t| self.lexicon.is_place_noun(t))
        };
        if joint.bare
            && first.is_capital()
            && matches!(keep.title, Some(TitleKind::Office | TitleKind::Member))
            && !area()
        {
            // `PDG de Vinamilk`: what is no town is a company.
            if self.lexicon.cities.longest(rest).is_none()
                && self.lexicon.titles.longest(rest).is_none()
            {
                let run = rest.0.iter().take_while(|token| token.is_capital()).count();
                let mut name = Wording::default();
                push_all(&mut name, rest, run);
                phrase.owner.get_or_insert(Owner::Body(name.text));
                phrase.used += joint.used + run;
                return true;
            }
        }
        if joint.bare && first.is_capital() {
            // `l'Université d'Alger 2`
            let place = self.place(rest);
            let numbered = phrase.used == 1 && self.numbered(rest.skip(place));
            inner.used = place + usize::from(numbered && keep.title.is_none());
            push_all(&mut inner.wording, rest, inner.used);
        } else if first.kind == Kind::Number
            && first.text.ends_with(char::is_alphabetic)
            && rest.0.get(1).is_some_and(|noun| self.is_noun(noun))
        {
            // `la 4e région militaire`, not `le comité … de 2 000 tentes`
            inner.used = 2;
            push_all(&mut inner.wording, rest, 2);
        } else if first.lower.ends_with("ième")
            && rest.0.get(1).is_some_and(|noun| self.is_noun(noun))
        {
            // `la Cinquième flotte`
            inner.used = 2;
            push_all(&mut inner.wording, rest, 2);
        } else if let Some((length, _)) = self.lexicon.titles.longest(rest).filter(|(length, _)| {
            let beside = joint.used == 1 || start.starts_with(&["auprès"]);
            keep.title.is_some() && *length > 1 && beside
        }) {
            // `directeur de cabinet du Premier ministre`, `ministre délégué auprès du Premier ministre`
            inner.used = length;
            push_all(&mut inner.wording, rest, length);
        } else if self.is_noun(first) {
            let place = rest.skip(1);
            let known = self
                .lexicon
                .cities
                .longest(place)
                .map(|(length, _)| length)
                .filter(|_| place.first().is_some_and(Token::is_capital));
            // `l'océan Indien`, `les îles Loyauté`
            let water = || first.is_small() && self.lexicon.is_noun_kind(&first.lower, "water");
            let named =
                self.lexicon.takes_name(first) && (first.is_small() || known.is_some()) || water();
            // `la Région 2 de la Garde côtière`, `la région 4 des gardes-frontières`
            let numbered = self.numbered(rest.skip(1));
            // `Parc de haute technologie`
            let preposed = PREPOSED.contains(&first.lower.as_str())
                && rest.skip(1).first().is_some_and(|noun| {
                    self.is_noun(noun)
                        && noun.is_capital() <= first.is_capital()
                        && !noun.known().nouns.is_empty()
                });
            // `l'Ordre du Dok Champa`
            let strange = first.is_capital() && first.known().nouns.is_empty() && !joint.bare;
            inner.used = if preposed {
                2
            } else if named || strange {
                let run = || rest.0[1..].iter().take_while(|t| t.is_capital()).count();
                1 + known.unwrap_or_else(run)
            } else if numbered {
                2
            } else {
                1
            };
            push_all(&mut inner.wording, rest, inner.used);
        } else {
            return false;
        }
        self.extend_at(rest, &mut inner, keep, depth - 1);
        self.coordinate(rest, &mut inner, keep, depth - 1);
        // `l'Agence pour la promotion et le développement de l'artisanat`
        let second = rest.skip(inner.used);
        let noun = second.skip(2);
        let purpose = start.starts_with(&["pour"])
            && second.starts_with(&["et"])
            && second.skip(1).starts_with(&["la", "l'", "le", "les"])
            && noun
                .first()
                .is_some_and(|t| t.is_small() && self.is_noun(t))
            && self.lexicon.bodies.longest(noun).is_none()
            && self.lexicon.titles.longest(noun).is_none();
        if purpose {
            push_all(&mut inner.wording, second, 3);
            inner.used += 3;
            self.extend_at(rest, &mut inner, keep, depth - 1);
        }
        push_all(&mut phrase.wording, start, joint.used);
        phrase
            .wording
            .push_words(span(rest, inner.used), &inner.wording.text);
        phrase.used += joint.used + inner.used;
        phrase.owner = phrase.owner.take().or(inner.owner);
        phrase.country = phrase.country.take().or(inner.country);
        true
    }

    /// Whether a body is named in full, so that what follows is what it is given: `a fourni à l'armée malienne des
    /// hélicoptères`, `a remis au ministère de la Santé du matériel`.
    fn is_whole(&self, body: &[Token], behind: Words) -> bool {
        let small = behind.skip(1).first().is_some_and(Token::is_small);
        let national = body.len() > 1 && self.lexicon.is_noun_kind(&body[0].lower, "national");
        let field = |t: &Token| t.is_capital() && self.lexicon.is_noun_kind(&t.lower, "portfolio");
        small && (national || body.iter().any(field))
    }

    /// `et des Mines`, `, des Sports et du Tourisme`: nouns under one head.
    fn coordinate(&self, words: Words, phrase: &mut Phrase, keep: Keep, depth: usize) {
        let first_capital = words.first().is_some_and(Token::is_capital);
        // `l'association de Hanoï et la fédération …`
        let town = first_capital && self.lexicon.cities.longest(words).is_some();
        if town && !self.portfolio_behind(words.skip(phrase.used), keep) {
            return;
        }
        loop {
            let rest = words.skip(phrase.used);
            let comma = rest.starts_with(&[","]);
            if !rest.starts_with(&["et", "&", ","]) {
                return;
            }
            let after = rest.skip(1);
            let joint = self
                .joint(after, keep)
                .filter(|_| after.starts_with(&["de", "du", "des", "d'"]));
            let joint_used = joint.map_or(0, |joint| joint.used);
            let noun = after.skip(joint_used);
            // `ministre de l'Action humanitaire, Solidarité et Réconciliation`
            let listed = comma
                && first_capital
                && joint_used == 0
                && noun
                    .first()
                    .is_some_and(|t| t.is_capital() && !t.known().nouns.is_empty())
                && noun.skip(1).starts_with(&["et", ",", "de", "du"]);
            // `l'Université des sciences et technologies`
            let several = |t: Option<&Token>| {
                t.is_some_and(|t| {
                    t.is_small() && t.lower.ends_with('s') && !t.known().nouns.is_empty()
                })
            };
            let alike = joint_used == 0
                && !comma
                && keep.title.is_none()
                && several(words.first())
                && several(noun.first());
            let fits = noun.first().is_some_and(|token| {
                self.is_noun(token)
                    && self.lexicon.titles.longest(noun).is_none()
                    && self.country(noun).is_none()
                    && token.is_capital() == first_capital
                    // Two capitals without an article are `Commerce et Industrie`, or a person.
                    && (joint_used > 0 || listed || alike || (first_capital && !comma && !noun.skip(1).first().is_some_and(Token::is_capital)))
                    && (!comma || first_capital)
            });
            // `ministère des Finances et de la Banque d'État`: two bodies
            let apart = keep.title.is_none()
                && noun
                    .first()
                    .is_some_and(|t| self.lexicon.is_unnamed_body(t))
                && self.lexicon.bodies.longest(noun).is_some();
            if !fits || apart {
                return;
            }
            let taken = 1 + joint_used + 1;
            push_all(&mut phrase.wording, rest, taken);
            phrase.used += taken;
            self.extend_at(words, phrase, keep, depth.min(1));
        }
    }

    /// `ministre de l'Europe et des Affaires étrangères`: another portfolio follows.
    fn portfolio_behind(&self, words: Words, keep: Keep) -> bool {
        let behind = words.skip(1);
        let noun = self
            .joint(behind, keep)
            .map(|joint| behind.skip(joint.used));
        let is_portfolio = |t: &Token| self.lexicon.is_noun_kind(&t.lower, "portfolio");
        words.starts_with(&["et"])
            && matches!(keep.title, Some(TitleKind::Office))
            && noun.is_some_and(|noun| noun.first().is_some_and(is_portfolio))
    }

    fn is_noun(&self, token: &Token) -> bool {
        token.kind == Kind::Word
            && !self.lexicon.is_function_word(token)
            && !is_number_word(&token.lower)
    }
}

/// What stays in the words of a phrase, and what it complements.
#[derive(Clone, Copy, Debug)]
pub struct Keep {
    /// Whether the country is part of the name.
    pub country: bool,
    /// The kind of title that is being read, if it is one.
    pub title: Option<TitleKind>,
}

/// Adds the first `count` tokens to the wording.
pub fn push_all(wording: &mut Wording, words: Words, count: usize) {
    wording.text.reserve(span(words, count).len() + 1);
    for token in words.0.iter().take(count) {
        wording.push(token);
    }
}

/// The bytes from the first to the last of `count` tokens.
pub fn span(words: Words, count: usize) -> std::ops::Range<usize> {
    match (
        words.first(),
        words.0.get(count.saturating_sub(1)).or(words.0.last()),
    ) {
        (Some(first), Some(last)) => first.range.start..last.range.end,
        _ => 0..0,
    }
}
