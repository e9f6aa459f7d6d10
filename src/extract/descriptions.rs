//! Nouns that point to somebody: `le dirigeant vietnamien`, `l'élu indépendantiste`, `la Valaisanne`.

use super::inflection::Tense;
use super::lexicon::Holder;
use super::mention::{Form, Mention};
use super::reader::Reader;
use super::tokens::{Kind, Token, Words};

impl Reader<'_> {
    /// Skips what a description ends with: `européenne`, `de l'UE`.
    pub(super) fn skip_complement<'t, 'a>(&self, words: Words<'t, 'a>) -> Words<'t, 'a> {
        let adjective = words
            .first()
            .is_some_and(|t| t.is_small() && self.lexicon.is_adjective(t));
        if adjective {
            return words.skip(1);
        }
        if !words.starts_with(&["du", "de", "d'", "des"]) {
            return words;
        }
        let article = usize::from(words.skip(1).starts_with(&["la", "l'", "les"]));
        let name = words.skip(1 + article);
        let country = self.country(name).map(|(length, _)| length);
        let length = country
            .or_else(|| self.body_or_abbreviation(name).map(|body| body.used))
            .or_else(|| self.owner(name).map(|(length, _)| length));
        // `patron de Nordex, X`
        let strange = || {
            let run = name.0.iter().take_while(|t| t.is_capital()).count();
            let closed = run > 0 && article == 0 && name.skip(run).starts_with(&[","]);
            closed.then_some(run)
        };
        let length = length.or_else(strange);
        length.map_or(words, |length| name.skip(length))
    }

    /// `patron de la police sierra-léonaise` behind a name: the country.
    pub(super) fn country_described(&self, words: Words) -> Option<String> {
        const REACH: usize = 7;
        self.lexicon.descriptions.longest(words)?;
        let phrase = words
            .0
            .iter()
            .take(REACH)
            .take_while(|t| t.kind == Kind::Word);
        phrase
            .clone()
            .find_map(|t| self.country_of(t))
            .map(str::to_string)
    }

    /// `le docteur vietnamien X`: the words behind the adjective of a country after a form of address, and the country.
    pub(super) fn nation_behind<'t, 'a>(
        &self,
        words: Words<'t, 'a>,
        addressed: bool,
    ) -> (Words<'t, 'a>, Option<String>) {
        let nation = words.first().filter(|_| addressed);
        let nation = nation.and_then(|t| self.country_of(t));
        (
            words.skip(usize::from(nation.is_some())),
            nation.map(str::to_string),
        )
    }

    /// Whether the word before a name is a noun for what may be called after somebody: a street, a school.
    pub(super) fn may_be_named(&self, token: &Token) -> bool {
        let word = Words(std::slice::from_ref(token));
        let known = token.known();
        // `le sonneur X`, `la pompière Y`
        let trade = [
            "eur", "euse", "iste", "ier", "ière", "ien", "ienne", "logue", "trice",
        ];
        token.kind == Kind::Word
            && !trade.iter().any(|ending| token.lower.ends_with(ending))
            && !known.nouns.is_empty()
            && known.verbs.is_empty()
            && self.country_of(token).is_none()
            && !self.lexicon.is_function_word(token)
            && self.lexicon.descriptions.longest(word).is_none()
            && self.lexicon.civility(token).is_none()
    }

    /// `l'ancien international X`, `le constructeur chinois Y`: a mention by name takes in the noun before it, with
    /// its article, from this token on.
    pub(super) fn take_in_noun(&self, sentence: &[Token], free: usize, mention: &mut Mention) {
        let person = match &mention.form {
            Form::Named(_, introduction) => introduction.as_ref().is_none_or(|i| {
                i.titles.is_empty() && i.names.first().is_some_and(|n| n.start == mention.start)
            }),
            Form::Body(_) => false,
            _ => return,
        };
        let named = matches!(mention.form, Form::Body(_)) || person;
        if !named || !sentence[mention.start].is_capital() {
            return;
        }
        let small = |at: usize| {
            let token = &sentence[at];
            let small = token.is_small() || self.lexicon.is_unnamed_body(token);
            token.kind == Kind::Word && small && !self.lexicon.is_function_word(token)
        };
        let mut at = mention.start;
        let mut noun = false;
        while at > free && mention.start - at < 4 && small(at - 1) {
            at -= 1;
            let token = &sentence[at];
            let of_body = self.lexicon.takes_name(token) || self.lexicon.is_unnamed_body(token);
            let event = self.lexicon.event_nouns.longest(Words(&sentence[at..]));
            if event.is_some() {
                return;
            }
            noun |= of_body || person && !token.known().nouns.is_empty();
            if !noun && token.known().adjectives.is_empty() && self.country_of(token).is_none() {
                return;
            }
        }
        let article = at.checked_sub(1).filter(|&i| i >= free && noun);
        let Some(article) = article else { return };
        let of = article > free && matches!(sentence[article - 1].lower.as_str(), "de" | "à");
        match sentence[article].lower.as_str() {
            "le" | "la" | "l'" | "un" | "une" => {
                mention.start = article - usize::from(of && !sentence[article].is("un"));
                mention.depends = of;
            }
            "du" | "au" => {
                mention.start = article;
                mention.depends = true;
            }
            _ => {}
        }
    }

    /// Whether the name begins with one that people are given: `Karl Weiss`.
    pub(super) fn begins_as_person(&self, words: Words) -> bool {
        const LONGEST: usize = 4;
        let given = words
            .first()
            .is_some_and(|t| self.lexicon.given_names.contains(&t.lower));
        let run = words.0.iter().take_while(|t| t.is_capital()).count();
        given && run <= LONGEST
    }

    /// `dirigeant vietnamien`, `leader du PCV`, `chef du gouvernement lao`, `hôte`.
    pub(super) fn described(
        &self,
        words: Words,
        gender: Option<char>,
        possessive: bool,
    ) -> Option<(usize, Form)> {
        let prefix = words
            .0
            .iter()
            .take_while(|t| self.lexicon.is_title_prefix(t))
            .count();
        let rest = words.skip(prefix);
        let (length, holder) = self.lexicon.descriptions.longest(rest)?;
        let mut used = prefix + length;
        let mut country = None;
        let mut owner = None;
        let nation = words
            .skip(used)
            .first()
            .is_some_and(|t| self.country_of(t).is_some());
        if !nation {
            used += self.more_of(words.skip(used));
        }
        let after = words.skip(used);
        if let Some(adjective) = after.first().and_then(|token| self.country_of(token)) {
            country = Some(adjective.to_string());
            used += 1;
        } else if after.starts_with(&["du", "de", "d'", "des"]) {
            let article = usize::from(after.skip(1).starts_with(&["la", "l'", "les"]));
            let name = after.skip(1 + article);
            if let Some((length, name)) = self.country(name) {
                country = Some(name.to_string());
                used += 1 + article + length;
            } else if let Some(body) = self.body_or_abbreviation(name).filter(|body| body.named) {
                country = body.country;
                owner = Some(body.name);
                used += 1 + article + body.used;
            }
        }
        // `l'élue`
        let noun = &rest.0[0].known().nouns;
        let shown = || {
            noun.first()
                .and_then(|n| n.gender)
                .filter(|_| noun.len() == 1)
        };
        let gender = gender.or_else(shown);
        // `leur hôte`, `son hôte`; `l'hôte` alone is nobody yet named.
        // `L'ouvrier de 47 ans` is someone of whom the text has spoken.
        let aged = words.0[..used].last().is_some_and(|t| t.is("ans"));
        let holder = if aged && *holder == Holder::Nobody {
            &Holder::Any
        } else {
            holder
        };
        if *holder == Holder::Nobody {
            return None;
        }
        let other = *holder == Holder::Other;
        // `L'invitée a promis`: no participle
        let acts =
            |t: &Token| self.lexicon.is_class(t, "auxiliary") || self.lexicon.is_class(t, "clitic");
        let guest = rest.starts_with(&["visiteur", "visiteuse"])
            || rest.starts_with(&["invité", "invitée"]) && after.first().is_some_and(acts);
        // `l'hôtesse a invité …`: who receives
        let host = rest.starts_with(&["hôte", "hôtesse"]) && !possessive && length == 1;
        if host && used == prefix + length {
            let form = Form::Described {
                holder: Holder::Any,
                country,
                owner,
                gender,
            };
            return Some((used, form));
        }
        (possessive || !other || country.is_some() || length > 1 || guest).then(|| {
            (
                used,
                Form::Described {
                    holder: holder.clone(),
                    country,
                    owner,
                    gender,
                },
            )
        })
    }

    /// What else a description says: `l'élu indépendantiste`, `le technicien de 51 ans`.
    pub(super) fn more_of(&self, words: Words) -> usize {
        let adjectives = words.0.iter().take(2).take_while(|t| {
            t.is_small()
                && !t.known().adjectives.is_empty()
                && t.known().verbs.is_empty()
                && !self.lexicon.is_function_word(t)
        });
        let adjectives = adjectives.count();
        let age = words.skip(adjectives);
        let old = age.starts_with(&["de"]) && age.skip(2).starts_with(&["ans"]);
        adjectives + if old { 3 } else { 0 }
    }

    /// `Tanzanien X`, `Vaudoise Anne Duval`: whoever is from there, before the name, and the country if it is one. Of a
    /// region that the lexicon does not know, the name begins with one that people are given.
    pub(super) fn native_before_name(&self, words: Words) -> Option<Option<String>> {
        let first = words.first()?;
        let name = words.skip(1);
        let given = |t: &Token| self.lexicon.given_names.contains(&t.lower);
        let region = || first.is_capital() && is_regional_form(&first.lower) && !given(first);
        let named = || self.name(name).is_some_and(|length| length > 1);
        match self.lexicon.citizen_of(first) {
            Some(country) => named().then(|| Some(country.to_string())),
            None => (region() && name.first().is_some_and(given) && named()).then_some(None),
        }
    }

    /// `la Valaisanne`, `le Béninois`: someone by where they are from, and the country if it is one.
    pub(super) fn native(&self, words: Words) -> Option<Option<String>> {
        let first = words
            .first()
            .filter(|t| t.is_capital() && !t.is_abbreviation())?;
        let after = words.skip(1).first();
        let alone = after.is_none_or(|t| {
            t.kind == Kind::Mark
                || self.lexicon.is_class(t, "auxiliary")
                || self.lexicon.is_class(t, "clitic")
                || self.has_tense(t, Tense::Finite)
                || self.has_tense(t, Tense::Future)
        });
        if !alone || self.country(words).is_some() {
            return None;
        }
        match self.lexicon.citizen_of(first) {
            Some(country) => Some(Some(country.to_string())),
            None => {
                let place = self.lexicon.cities.longest(words).is_some()
                    || self.lexicon.bodies.longest(words).is_some();
                (!place && is_regional_form(&first.lower)).then_some(None)
            }
        }
    }
}

/// Whether a word is made as those for people of a town or region are: `Liégeois`, `Valaisanne`.
fn is_regional_form(word: &str) -> bool {
    let endings = [
        "ois", "oise", "ais", "aise", "ien", "ienne", "ain", "aine", "an", "anne",
    ];
    word.len() > 5 && endings.iter().any(|end| word.ends_with(end))
}
