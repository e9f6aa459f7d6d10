//! Bodies that the text names: ministries, parties, companies, international organisations.

use super::lexicon::BodyKind;
use super::nouns::{DEPTH, Keep, Phrase, push_all};
use super::reader::{Reader, Wording};
use super::tokens::{Kind, Token, Words};

/// Whose office or body something is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A party, by its name.
    Party(String),
    /// A company, front or international body, by its name.
    Body(String),
}

impl Owner {
    /// The name.
    pub fn name(&self) -> &str {
        match self {
            Owner::Party(name) | Owner::Body(name) => name,
        }
    }
}

/// A body that the text names.
#[derive(Clone, Debug)]
pub struct Body {
    /// How many tokens its name takes.
    pub used: usize,
    /// Its name, without its country where that is told apart.
    pub name: String,
    /// Whose body it is.
    pub kind: BodyKind,
    /// Its country, where the text gives it with the name.
    pub country: Option<String>,
    /// The party that it names as its own: `Bureau politique du PPRL`.
    pub owner: Option<Owner>,
    /// Whether the name is more than the noun it begins with.
    pub named: bool,
}

impl Body {
    /// A body of no country that the text calls by its name.
    pub(super) fn named(used: usize, name: String, kind: BodyKind) -> Self {
        Self {
            used,
            name,
            kind,
            country: None,
            owner: None,
            named: true,
        }
    }
}

impl Reader<'_> {
    /// A body by its full name, or by an abbreviation that stands alone.
    pub(super) fn body_or_abbreviation(&self, words: Words) -> Option<Body> {
        let first = words.first()?;
        if !self.opens_body(first) && !self.is_abbreviated(first) {
            debug_assert!(self.body(words).is_none() && self.proper_name(words).is_none());
            return None;
        }
        if let Some(long) = self.abbreviation(first) {
            return Some(Body {
                country: long.country.clone(),
                ..Body::named(1, long.full.clone(), long.kind)
            });
        }
        // `Union syndicale suisse (USS)`
        if let Some((used, long)) = self.introduced(words)
            && matches!(
                long.kind,
                BodyKind::Whole | BodyKind::International | BodyKind::Party
            )
        {
            return Some(Body::named(used, long.full.clone(), long.kind));
        }
        if let Some(length) = self.foreign_name(words) {
            let name = super::people::wording(&words.0[..length]);
            return Some(Body::named(length, name, BodyKind::Whole));
        }
        // `l'ONG Terre verte`, and `Terre verte` alone
        let noun = usize::from(self.lexicon.is_unnamed_body(first));
        if let Some(length) = self.proper_name(words.skip(noun)) {
            // `hôpital Bach Mai` is called so.
            let from = usize::from(noun > 0 && !self.lexicon.is_noun_kind(&first.lower, "house"));
            return Some(Body::named(
                noun + length,
                super::people::wording(&words.0[from..noun + length]),
                BodyKind::Whole,
            ));
        }
        if let Some((length, ())) = self.lexicon.organisations.longest(words)
            && !self.is_national(words, length)
        {
            let name = super::people::wording(&words.0[..length]);
            return Some(Body::named(length, name, BodyKind::International));
        }
        self.body(words)
    }

    /// The body that is named at the start, its article left out.
    #[inline]
    pub fn body(&self, words: Words) -> Option<Body> {
        let begins = |first: &&Token| self.lexicon.bodies.may_begin(first);
        words.first().filter(begins)?;
        self.body_at(words, DEPTH - 1)
    }

    pub(super) fn body_at(&self, words: Words, depth: usize) -> Option<Body> {
        let (length, &kind) = self.lexicon.bodies.longest(words)?;
        // `le Parti de la province`: its committee there
        let there = words.skip(length + 2).first();
        if kind == BodyKind::Party
            && words.skip(length).starts_with(&["de"])
            && there.is_some_and(|t| t.is_small() && self.lexicon.is_place_noun(t))
        {
            return None;
        }
        // `la Région 2 de la Garde côtière`
        let closed = words
            .skip(length + 1)
            .first()
            .is_none_or(|t| t.kind == Kind::Mark || self.lexicon.is_function_word(t));
        let numbered = closed
            && length == 1
            && words.0[0].is_capital()
            && words
                .skip(length)
                .first()
                .is_some_and(|t| t.kind == Kind::Number && t.text.len() < 3);
        let length = length + usize::from(numbered);
        // `Institut Pasteur d'Algérie`: the name of its own, whatever country follows.
        let run = words.0[1..].iter().take_while(|t| t.is_capital()).count();
        let person = kind == BodyKind::Party || run > 1 && words.starts_with(&["comité"]);
        let proper = length == 1
            && !person
            && words
                .first()
                .is_some_and(|t| self.lexicon.takes_name(t) && t.is_capital())
            && words.skip(1).first().is_some_and(|t| {
                let adjective = !t.known().adjectives.is_empty();
                t.is_capital()
                    && !t.is_abbreviation()
                    && !adjective
                    && !self.lexicon.is_function_word(t)
            })
            && self.country(words.skip(1)).is_none();
        // `Institut français de Hanoï`
        let abroad = kind == BodyKind::State
            && words.first().is_some_and(|t| self.lexicon.takes_name(t))
            && words
                .0
                .get(length)
                .is_some_and(|t| self.country_of(t).is_some())
            && words.skip(length + 1).starts_with(&["de", "d'", "du"])
            && words.0.get(length + 2).is_some_and(Token::is_capital)
            && self.country(words.skip(length + 2)).is_none();
        // `Centre balte de preuves numériques`: of several countries
        let of_region = kind == BodyKind::State
            && words
                .0
                .get(length)
                .is_some_and(|t| t.is_small() && self.lexicon.is_noun_kind(&t.lower, "regional"));
        let kind = if proper || abroad || of_region {
            BodyKind::Whole
        } else {
            kind
        };
        let length = if proper {
            1 + words.0[1..]
                .iter()
                .take(3)
                .take_while(|t| t.is_capital())
                .count()
        } else {
            length
        };
        let read = |country: bool| {
            let mut phrase = Phrase {
                used: length,
                ..Phrase::default()
            };
            push_all(&mut phrase.wording, words, length);
            let keep = Keep {
                country,
                title: None,
            };
            self.extend_at(words, &mut phrase, keep, depth);
            (phrase, keep)
        };
        let whole = matches!(kind, BodyKind::Whole | BodyKind::Party);
        let (mut phrase, mut keep) = read(whole);
        // `la Croix-Rouge chinoise` is told apart by its country, `la Croix-Rouge de Chine` is a name.
        // `la Société tunisienne de l'électricité` is one, too.
        let adjective = words.0[length.max(phrase.used) - 1..phrase.used]
            .iter()
            .any(|token| token.is_small() && self.country_of(token).is_some());
        let named_after = words
            .skip(phrase.used)
            .first()
            .is_some_and(Token::is_capital);
        let national = kind == BodyKind::Whole && adjective && !named_after;
        if national {
            (phrase, keep) = read(false);
        }
        let kind = if national { BodyKind::State } else { kind };
        // `Groupe Vingroup`, `groupe sud-coréen Daewoo`: a company's name may follow its kind.
        let next = words.skip(phrase.used);
        let takes_name =
            kind == BodyKind::Whole || words.first().is_some_and(|t| self.lexicon.takes_name(t));
        let mut kind = kind;
        // `le secrétaire général du Parti X Y`
        let person =
            kind == BodyKind::Party && next.0.iter().take_while(|t| t.is_capital()).count() > 1;
        if takes_name && !person && next.first().is_some_and(Token::is_capital) {
            let small = words.first().is_some_and(Token::is_small);
            let simple = words.0[length..phrase.used]
                .iter()
                .all(|t| !self.lexicon.is_function_word(t));
            // `Hôpital militaire Mohammed V`
            let run = next.0.iter().take_while(|t| t.is_capital()).count();
            let numeral = next.0[..run].iter().any(|t| {
                t.text
                    .chars()
                    .all(|letter| matches!(letter, 'I' | 'V' | 'X'))
            });
            // `Université des sciences Mohamed-Boudiaf, Pr X`
            let after = next.skip(run);
            let named = after.skip(1);
            let addressed = self.civilities(named).0.0.len() < named.0.len();
            let person = || addressed || self.name(named).is_some_and(|length| length > 1);
            let apart = run < 3 && after.starts_with(&[","]) && person();
            // `Chambre de commerce de Lyon Métropole`
            let given = next.first();
            let given = given.is_some_and(|t| self.lexicon.given_names.contains(&t.lower));
            let of_town = run < 3
                && !given
                && phrase.used > 2
                && words.0[phrase.used - 1].is_capital()
                && words.0[phrase.used - 2].is("de")
                && next.first().is_some_and(|t| !t.known().nouns.is_empty());
            let closed = numeral || apart || of_town || after.starts_with(&["("]);
            if closed && !small && phrase.used > length && run < 4 {
                push_all(&mut phrase.wording, next, run);
                phrase.used += run;
                kind = BodyKind::Whole;
            }
            // `la région Île-de-France` keeps its noun, `la société Sonede` does not.
            let house = kind == BodyKind::Local
                || words
                    .first()
                    .is_some_and(|t| self.lexicon.is_noun_kind(&t.lower, "house"));
            let small = small && simple;
            if small && !house {
                phrase.wording = Wording::default();
            }
            if small || phrase.used == length {
                let run = next.0.iter().take_while(|t| t.is_capital()).count();
                let taken = run.min(if small && !house { 2 } else { 3 });
                push_all(&mut phrase.wording, next, taken);
                phrase.used += taken;
                // `l'hôpital Mustapha de Béjaïa`
                let of_town = self.town_behind(words.skip(phrase.used));
                if house && kind != BodyKind::Local && of_town > 0 {
                    push_all(&mut phrase.wording, words.skip(phrase.used), of_town);
                    phrase.used += of_town;
                }
            }
        }
        // `l'hôpital universitaire` is no name, `l'hôpital 108` is one.
        let names = |t: &Token| t.is_capital() || t.kind == Kind::Number;
        let common = kind == BodyKind::Whole
            && words.first().is_some_and(Token::is_small)
            && !words.0[..phrase.used].iter().any(names);
        let named = !common && phrase.used > length
            || length > 1
            || words.first().is_some_and(Token::is_abbreviation);
        let mut used = self.parenthesis(words, phrase.used);
        // `Assemblée nationale (AN) du Laos`
        if used > phrase.used && !keep.country {
            let mut after = Phrase {
                used,
                ..Phrase::default()
            };
            self.extend_at(words, &mut after, keep, 1);
            if after.country.is_some() && after.wording.text.is_empty() {
                used = after.used;
                phrase.country = phrase.country.take().or(after.country);
            }
        }
        Some(Body {
            used,
            name: phrase.wording.text,
            kind,
            country: phrase.country,
            owner: phrase.owner,
            named,
        })
    }

    /// `Commission de la CEMAC`, `Comité militaire de l'OTAN`: of the words that name a body, the part and whose it is.
    pub(super) fn part_of_organisation(&self, body: Words, keep: Keep) -> Option<(Body, Owner)> {
        (1..body.0.len()).rev().find_map(|at| {
            let joint = self.joint(body.skip(at), keep)?;
            let whose = body.skip(at + joint.used);
            let (used, owner) = self.owner(whose)?;
            let part = self.body_at(Words(&body.0[..at]), DEPTH)?;
            let whole = self.parenthesis(whose, used) == whose.0.len() && part.used == at;
            whole.then_some((part, owner))
        })
    }

    /// A party, company or international body at the start, and how many tokens its name takes.
    pub(super) fn owner(&self, words: Words) -> Option<(usize, Owner)> {
        let first = words.first()?;
        if let Some(long) = self.abbreviation(first) {
            let owner = match long.kind {
                BodyKind::Party => Owner::Party(long.full.clone()),
                BodyKind::Whole | BodyKind::International => Owner::Body(long.full.clone()),
                BodyKind::State | BodyKind::Local => return None,
            };
            return Some((1, owner));
        }
        if let Some(length) = self.proper_name(words).or_else(|| self.foreign_name(words)) {
            let name = super::people::wording(&words.0[..length]);
            return Some((length, Owner::Body(name)));
        }
        // An abbreviation that nothing explains is a body of its own: `de la CGT`.
        let unknown = first.is_abbreviation()
            && self.lexicon.bodies.longest(words).is_none()
            && (first.text.len() > 2
                || first.text.len() == 2 && !first.text.starts_with(['I', 'V', 'X']));
        let organisation = self.lexicon.organisations.longest(words).map(|f| f.0);
        if let Some(length) = organisation
            .filter(|&length| !self.is_national(words, length))
            .or(unknown.then_some(1))
        {
            let mut name = Wording::default();
            push_all(&mut name, words, length);
            return Some((length, Owner::Body(name.text)));
        }
        None
    }

    /// Whether an organisation's name of so many tokens is that of a country's own body here: `Conseil de
    /// sécurité de Russie`, `Conseil de sécurité russe`.
    fn is_national(&self, words: Words, length: usize) -> bool {
        let after = words.skip(length);
        let adjective = after
            .first()
            .is_some_and(|token| self.country_of(token).is_some());
        let joint = match after.first().map(|token| token.lower.as_str()) {
            Some("du") => 1,
            Some("de" | "d'") => {
                1 + usize::from(
                    after.skip(1).starts_with(&["la"]) || after.skip(1).starts_with(&["l'"]),
                )
            }
            _ => 0,
        };
        let complement = joint > 0 && self.country(after.skip(joint)).is_some();
        (adjective || complement) && self.lexicon.bodies.longest(words).is_some()
    }

    /// `Kuwait Investment Authority`, `Asian Institute of Technology`: how many tokens the name takes.
    fn foreign_name(&self, words: Words) -> Option<usize> {
        words.first().filter(|t| {
            t.is_capital() && !self.lexicon.is_unnamed_body(t) && !self.lexicon.is_function_word(t)
        })?;
        const LONGEST: usize = 8;
        let joins = |t: &Token| matches!(t.lower.as_str(), "of" | "for" | "and" | "&" | "in");
        let capital = |at: usize| words.0.get(at).is_some_and(Token::is_capital);
        let mut used = 0;
        while used < LONGEST {
            let joined = words.0.get(used).is_some_and(joins) && capital(used + 1);
            match (capital(used), joined && used > 0) {
                (true, _) => used += 1,
                (_, true) => used += 2,
                _ => break,
            }
        }
        let foreign = |t: &Token| self.lexicon.is_noun_kind(&t.lower, "foreign");
        let known = used > 1 && words.0[..used].iter().any(foreign);
        (known && self.lexicon.titles.longest(words).is_none()).then_some(used)
    }

    /// A company called after a country: `Vietnam Airlines`, and nothing after it.
    pub fn company(&self, words: Words) -> Option<usize> {
        let (length, _) = self.lexicon.countries.longest(words)?;
        let name = words
            .skip(length)
            .first()
            .is_some_and(|t| t.is_capital() && !self.lexicon.is_function_word(t));
        let after = words.skip(length + 1);
        let closed = after.first().is_none_or(|t| !t.is_capital());
        (name && closed).then_some(length + 1)
    }

    /// How many tokens there are with the abbreviation in brackets that may follow.
    pub(super) fn parenthesis(&self, words: Words, used: usize) -> usize {
        let rest = words.skip(used);
        let named = |t: &Token| t.is_abbreviation() || self.abbreviation(t).is_some();
        let short = rest.skip(1).first().is_some_and(named);
        if rest.starts_with(&["("]) && short && rest.skip(2).starts_with(&[")"]) {
            used + 3
        } else {
            used
        }
    }
}
