//! The prepositions that join a complement to a title or the name of a body.

use super::lexicon::TitleKind;
use super::nouns::Keep;
use super::reader::Reader;
use super::tokens::{Token, Words};

/// How a complement is joined to what it complements.
pub(super) struct Joint {
    /// How many tokens.
    pub(super) used: usize,
    /// Without an article, what follows is a proper name: `maire de Paris`.
    pub(super) bare: bool,
}

impl Reader<'_> {
    /// The preposition that opens a complement, with its article.
    pub(super) fn joint(&self, words: Words, keep: Keep) -> Option<Joint> {
        let first = words.first()?.lower.as_str();
        let article =
            |at: usize| usize::from(words.skip(at).starts_with(&["la", "l'", "le", "les"]));
        let joint = |used, bare| Some(Joint { used, bare });
        match first {
            "du" | "des" => joint(1, false),
            "de" | "d'" => joint(1 + article(1), article(1) == 0),
            "chargé" | "chargée" | "chargés" | "chargées"
                if words.skip(1).starts_with(&["de", "du", "des", "d'"]) =>
            {
                let inner = self.joint(words.skip(1), keep)?;
                joint(1 + inner.used, false)
            }
            "en" if words.skip(1).starts_with(&["charge"])
                && words.skip(2).starts_with(&["de", "du", "des", "d'"]) =>
            {
                let inner = self.joint(words.skip(2), keep)?;
                joint(2 + inner.used, false)
            }
            "contre" if keep.title.is_none() => joint(1 + article(1), false),
            "auprès" if matches!(keep.title, Some(TitleKind::Envoy | TitleKind::Office)) => {
                let inner = self.joint(words.skip(1), keep)?;
                joint(1 + inner.used, false)
            }
            "au" | "en" | "aux" | "à" if keep.title == Some(TitleKind::Envoy) => {
                let used = 1 + article(1);
                let place = words.skip(used);
                let named =
                    self.country(place).is_some() || self.lexicon.cities.longest(place).is_some();
                named.then_some(Joint { used, bare: true })
            }
            // `directrice de la recherche chez Nordex`
            "chez" if keep.title == Some(TitleKind::Office) => joint(1, true),
            // `procureur général près la Cour d'appel`
            "près" if keep.title.is_some() => {
                let used = 1 + article(1);
                (used == 2).then_some(Joint { used, bare: false })
            }
            "pour" if keep.title == Some(TitleKind::Envoy) => joint(1 + article(1), false),
            // `directrice des opérations pour l'Afrique de l'Ouest`
            "pour" if keep.title == Some(TitleKind::Office) => {
                let named = article(1) > 0
                    && words.skip(2).first().is_some_and(Token::is_capital)
                    && self.lexicon.bodies.longest(words.skip(2)).is_none();
                named.then_some(Joint {
                    used: 2,
                    bare: false,
                })
            }
            "à" | "au" | "aux" if keep.title == Some(TitleKind::Office) => {
                let used = 1 + article(1);
                let noun = words.skip(used);
                let named =
                    noun.first().is_some_and(Token::is_capital) && (first != "à" || used == 2);
                let place =
                    self.country(noun).is_some() || self.lexicon.cities.longest(noun).is_some();
                let event = self.lexicon.event_nouns.longest(noun).is_some();
                // `secrétaire d'État au ministère lao de l'Intérieur`
                let within = noun.starts_with(&["ministère", "secrétariat"])
                    && self.body_at(noun, 1).is_some_and(|body| body.named);
                // `l'assesseur aux transports`
                let task = first == "aux" && noun.first().is_some_and(Token::is_small);
                let fit = (named || task) && !place && !event;
                (fit || within).then_some(Joint { used, bare: false })
            }
            _ => None,
        }
    }

    /// `directrice de l'OIM au Niger, X`, `porte-parole du HCR à Genève, X`: the preposition before where somebody
    /// serves a body, if a name follows.
    pub(super) fn posted(&self, words: Words, keep: Keep) -> Option<Joint> {
        let serves = matches!(keep.title, Some(TitleKind::Office | TitleKind::Member));
        let joint = serves && words.starts_with(&["à", "au", "aux", "en"]);
        let used = if joint { 1 } else { return None };
        let place = words.skip(used);
        let country = self.country(place).map(|(length, _)| length);
        let town = || self.lexicon.cities.longest(place).map(|(length, _)| length);
        let behind = place.skip(country.or_else(town)?);
        let name = behind.skip(usize::from(behind.starts_with(&[","])));
        let named = self.name(self.civilities(name).0).is_some_and(|n| n > 1);
        named.then_some(Joint { used, bare: true })
    }

    /// `délégué à la sécurité`, `commissaire à l'énergie`: the preposition before a task in small letters.
    pub(super) fn assigned(&self, before: &[Token], words: Words, keep: Keep) -> Option<Joint> {
        let used = match words.first()?.lower.as_str() {
            "au" => 1,
            "à" if words.skip(1).starts_with(&["la", "l'"]) => 2,
            _ => return None,
        };
        let assigned = before
            .iter()
            .any(|t| self.lexicon.is_noun_kind(&t.lower, "assigned"));
        let noun = words.skip(used);
        let task = noun
            .first()
            .is_some_and(|t| t.is_small() && !t.known().nouns.is_empty())
            && (self.lexicon.event_nouns.longest(noun).is_none()
                || noun.skip(1).starts_with(&[","]));
        (keep.title.is_some() && assigned && task).then_some(Joint { used, bare: false })
    }

    /// `chercheur au Centre d'études`, `professeur à l'université de Genève`: how many words with the preposition, and
    /// the body that somebody works for.
    pub(super) fn employer(
        &self,
        before: &[Token],
        words: Words,
        keep: Keep,
    ) -> Option<(usize, String)> {
        let employed = before
            .iter()
            .any(|t| self.lexicon.is_noun_kind(&t.lower, "employed"));
        let used = match words.first()?.lower.as_str() {
            "au" | "chez" => 1,
            "à" if words.skip(1).starts_with(&["la", "l'"]) => 2,
            _ => return None,
        };
        if !employed || keep.title.is_none() {
            return None;
        }
        let rest = words.skip(used);
        let noun = usize::from(
            rest.first()
                .is_some_and(|t| self.lexicon.is_unnamed_body(t)),
        );
        if let Some(length) = self.proper_name(rest.skip(noun)) {
            let name = super::people::wording(&rest.0[noun..noun + length]);
            return Some((used + noun + length, name));
        }
        let body = self.body_or_abbreviation(rest).filter(|body| body.named)?;
        Some((used + body.used, body.name))
    }

    /// `Agence nationale pour la promotion de la pêche`, `Institut de formation en agronomie`: the preposition before
    /// what a body is for.
    pub(super) fn purpose(&self, before: &[Token], words: Words, keep: Keep) -> Option<Joint> {
        let prep = words.first()?.lower.as_str();
        if keep.title.is_some() || !matches!(prep, "pour" | "en") {
            return None;
        }
        let head = before.first()?;
        let plain = before[1..]
            .iter()
            .all(|token| !self.lexicon.is_function_word(token));
        let serves = |token: &Token| {
            let known = (token.lower.clone(), prep.to_owned());
            self.lexicon.purposes.contains(&known)
        };
        let serves = head.is_capital() && plain && serves(head)
            || before.len() > 1 && before[1..].iter().rev().take(2).any(serves);
        let used = match (prep, words.0.get(1)?.lower.as_str()) {
            ("pour", "le" | "la" | "l'" | "les") => 2,
            ("en", _) => 1,
            _ => return None,
        };
        let noun = words.skip(used);
        let first = noun.first()?;
        // `Centre d'études en Santé publique`, but `remercier la Fondation pour l'appui apporté`
        let spelt = first.is_small() || prep == "en";
        let task = spelt
            && !first.known().nouns.is_empty()
            && self.country(noun).is_none()
            && self.lexicon.cities.longest(noun).is_none()
            && self.lexicon.month(first).is_none()
            && !self.lexicon.is_noun_kind(&first.lower, "reason")
            && (before.len() > 1 || self.lexicon.event_nouns.longest(noun).is_none());
        (serves && task).then_some(Joint { used, bare: false })
    }
}

impl Reader<'_> {
    /// The capitals that make the name of a place.
    pub(super) fn place(&self, words: Words) -> usize {
        let run = words
            .0
            .iter()
            .take_while(|token| token.is_capital())
            .count();
        let known = self.lexicon.cities.longest(words).map(|(length, _)| length);
        let used = known.unwrap_or(run.max(1));
        // `Afrique de l'Ouest`, `Europe du Nord`
        let side = words.skip(used);
        let joint = match side.first().map(|t| t.lower.as_str()) {
            Some("du") => 1,
            Some("de") if side.skip(1).starts_with(&["l'"]) => 2,
            _ => return used,
        };
        let direction = side
            .skip(joint)
            .first()
            .is_some_and(|t| t.is_capital() && self.lexicon.is_noun_kind(&t.lower, "direction"));
        used + if direction { joint + 1 } else { 0 }
    }

    /// How many tokens `de Béjaïa` has here, of a town or of what may be one.
    pub(super) fn town_behind(&self, words: Words) -> usize {
        let town = words.skip(1);
        let opens = words.starts_with(&["de", "d'"]) && town.first().is_some_and(Token::is_capital);
        match opens && self.country(town).is_none() && self.abbreviation(&town.0[0]).is_none() {
            true => 1 + self.place(town),
            false => 0,
        }
    }
}
