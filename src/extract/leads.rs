//! Names of people, and the small words that come before them: articles and forms of address.

use super::lexicon::Asked;
use super::reader::Reader;
use super::tokens::{Token, Words};

/// The words before a title or name that belong to its phrase.
#[derive(Clone, Debug, Default)]
pub struct Lead {
    /// How many tokens.
    pub used: usize,
    /// The gender that they show.
    pub gender: Option<char>,
    /// Whether they have a preposition in them, like `du`.
    pub depends: bool,
    /// Whether they have a possessive in them.
    pub possessive: bool,
}

/// The most words that a person's name has.
const NAME_WORDS: usize = 7;

/// Whether the word may lead to a title or name: an article, contraction, preposition or possessive.
pub(super) fn is_lead(token: &Token) -> bool {
    matches!(
        token.lower.as_str(),
        "le" | "la"
            | "l'"
            | "les"
            | "un"
            | "une"
            | "du"
            | "des"
            | "au"
            | "aux"
            | "de"
            | "d'"
            | "à"
            | "son"
            | "sa"
            | "ses"
            | "leur"
            | "leurs"
    )
}

impl Reader<'_> {
    /// How many tokens at the start are the name of a person.
    pub fn name(&self, words: Words) -> Option<usize> {
        let length = self.name_run(words)?;
        self.is_of_person(words, length).then_some(length)
    }

    /// How many tokens at the start are written as names are: also of places and bodies.
    pub(super) fn name_run(&self, words: Words) -> Option<usize> {
        if !words.first().is_some_and(|t| self.opens_name(t)) {
            return None;
        }
        let mut length = 0;
        while let Some(token) = words.0.get(length).filter(|_| length < NAME_WORDS) {
            // `a nommé Awa Diop Première ministre`
            let office = length > 1
                && token.is_capital()
                && self
                    .lexicon
                    .titles
                    .longest(words.skip(length))
                    .is_some_and(|(used, _)| used > 1);
            if office {
                break;
            }
            // `Hamed Ben Cheikha`
            let within = length > 0
                && token.is_capital()
                && self
                    .lexicon
                    .name_particles
                    .contains(&words.0[length - 1].lower);
            if self.in_name(token) || within {
                length += 1;
                continue;
            }
            let particles = self.particles(words.skip(length));
            let joined = words
                .0
                .get(length + particles)
                .filter(|_| particles > 0)
                .is_some_and(Token::is_capital);
            let article = matches!(
                token.lower.as_str(),
                "de" | "d'" | "du" | "la" | "le" | "des"
            );
            let named =
                !article || length > 0 && !self.is_known_name(words.skip(length + particles));
            if !(joined && named) || length == 0 && token.is("e") {
                break;
            }
            length += particles;
        }
        (length > 0).then_some(length)
    }

    /// Whether what is written as a name is that of a person, as far as the lexicon tells.
    fn is_of_person(&self, words: Words, length: usize) -> bool {
        // `le secrétaire d'État X`: no name begins with that.
        let Some(first) = words.first().filter(|first| {
            first.plain != "etat"
                && !(length == 1 && self.lexicon.is_noun_kind(&first.lower, "direction"))
        }) else {
            return false;
        };
        let run = Words(&words.0[..length]);
        // `la vedette Lao-07`
        let numbered = run
            .0
            .iter()
            .any(|t| t.text.ends_with(|c: char| c.is_ascii_digit()));
        let whole = |found: Option<usize>| found.is_some_and(|found| found >= length);
        let place = || {
            whole(self.lexicon.cities.longest(run).map(|f| f.0))
                || self.country(words).is_some()
                || self.is_pair_of_countries(first)
        };
        let body = || {
            self.lexicon.bodies.longest(run).is_some()
                || self.lexicon.organisations.longest(run).is_some()
                || self.abbreviation(first).is_some()
                || self.proper_name(words).is_some()
        };
        let opening = || {
            self.lexicon.is_function_word(first)
                && (first.at == 0 || length == 1 || {
                    let after = Words(&run.0[1..]);
                    self.country(after).is_some() || self.lexicon.bodies.longest(after).is_some()
                })
        };
        !numbered && !place() && !body() && !opening()
    }

    /// How many of the small words at the start may stand inside a name.
    fn particles(&self, words: Words) -> usize {
        let particle = |t: &&Token| self.lexicon.is_name_particle(t);
        words.0.iter().take(3).take_while(particle).count()
    }

    /// Whether a country, a city or a body is named at the start.
    fn is_known_name(&self, words: Words) -> bool {
        self.country(words).is_some()
            || self.lexicon.cities.longest(words).is_some()
            || self.lexicon.bodies.longest(words).is_some()
            || self.lexicon.organisations.longest(words).is_some()
    }

    pub(super) fn in_name(&self, token: &Token) -> bool {
        self.lexicon
            .asked(token, Asked::NamePart, || self.may_be_in_name(token))
    }

    fn may_be_in_name(&self, token: &Token) -> bool {
        // `el-Khazen`, `al-Sabah`
        let joined = token
            .text
            .split_once(['-', '‑'])
            .is_some_and(|(first, rest)| {
                self.lexicon.name_particles.contains(first) && rest.starts_with(char::is_uppercase)
            });
        if joined {
            return true;
        }
        let initial = token.text.len() == 2 && token.text.ends_with('.');
        token.is_capital()
            && (initial || !token.is_abbreviation())
            && self.lexicon.civility(token).is_none()
    }

    /// The article, contraction or possessive before a title or name.
    pub fn lead(&self, words: Words) -> Lead {
        let leads = |t: &&Token| self.lexicon.asked(t, Asked::Lead, || is_lead(t));
        let Some(first) = words.first().filter(leads) else {
            return Lead::default();
        };
        // `Sa Majesté le roi X`, `Son Excellence M. X`
        let honour = words.starts_with(&["sa", "son", "leurs"])
            && words.skip(1).first().is_some_and(|t| {
                t.is_capital()
                    && matches!(
                        t.plain.as_str(),
                        "majeste" | "excellence" | "altesse" | "saintete" | "eminence" | "honneur"
                    )
            });
        if honour {
            let royal =
                usize::from(
                    words
                        .skip(2)
                        .starts_with(&["royale", "impériale", "sérénissime"]),
                );
            let inner = self.lead(words.skip(2 + royal));
            return Lead {
                used: 2 + royal + inner.used,
                depends: false,
                possessive: false,
                ..inner
            };
        }
        // In the middle of a sentence, a capital article begins a name: `Le Trong Hiep`.
        let article = |token: &&Token| {
            token.at == 0
                || token.is_small()
                || self.name(words).is_none_or(|length| length < 2)
                || self.lexicon.titles.longest(words.skip(1)).is_some()
        };
        if !article(&first) {
            return Lead::default();
        }
        let gender = |word: &str| match word {
            "la" | "une" => Some('f'),
            "le" | "du" | "au" | "un" => Some('m'),
            _ => None,
        };
        match first.lower.as_str() {
            "le" | "la" | "l'" | "les" | "un" | "une" => Lead {
                used: 1,
                gender: gender(&first.lower),
                ..Lead::default()
            },
            "du" | "des" | "au" | "aux" => Lead {
                used: 1,
                gender: gender(&first.lower),
                depends: first.lower != "des",
                possessive: false,
            },
            "de" | "à" if words.skip(1).starts_with(&["la", "l'"]) => Lead {
                used: 2,
                gender: gender(&words.0[1].lower),
                depends: true,
                possessive: false,
            },
            "d'" | "de" => Lead {
                used: 1,
                depends: true,
                ..Lead::default()
            },
            "son" | "sa" | "ses" | "leur" | "leurs" => Lead {
                used: 1,
                possessive: true,
                ..Lead::default()
            },
            _ => Lead::default(),
        }
    }

    /// Forms of address at the start (`S.E. M.`), skipped, with the gender they show.
    pub(super) fn civilities<'t, 'a>(&self, words: Words<'t, 'a>) -> (Words<'t, 'a>, Option<char>) {
        let mut rest = words;
        let mut gender = None;
        if is_sheikh(rest) {
            (rest, gender) = (rest.skip(1), Some('m'));
        }
        while let Some(shown) = rest.first().and_then(|token| self.lexicon.civility(token)) {
            gender = gender.or(shown.chars().next());
            rest = rest.skip(1);
            rest = rest.skip(usize::from(rest.starts_with(&["."])));
        }
        (rest, gender)
    }

    /// `depuis 2022` between a title and a comma.
    pub(super) fn skip_since<'t, 'a>(&self, words: Words<'t, 'a>) -> Words<'t, 'a> {
        // `la représentante de l'OMS dans le pays, X`
        let there = ["pays", "région", "zone", "place"];
        let there = words.starts_with(&["dans", "sur"])
            && words
                .0
                .iter()
                .take(3)
                .any(|t| there.contains(&t.lower.as_str()));
        let since = words.starts_with(&["depuis"]) || there;
        let comma = words.0.iter().take(6).position(|t| t.is(","));
        if since {
            words.skip(comma.unwrap_or(0))
        } else {
            words
        }
    }

    /// `(gauche)`, or `, 61 ans` before another comma, after a name.
    pub(super) fn skip_aside<'t, 'a>(&self, words: Words<'t, 'a>) -> Words<'t, 'a> {
        let close = words.0.iter().take(8).position(|t| t.is(")"));
        let aged = words.starts_with(&[","]) && words.skip(2).begins(&["ans", ","]);
        match close {
            Some(at) if words.starts_with(&["("]) => words.skip(at + 1),
            _ if aged => words.skip(3),
            _ => words,
        }
    }
}
/// `Cheikh Khalifa Al-Murrani`, `Cheikh Mohammed ben Rachid`: a form of address, where `Cheikh Diop` has a given name.
fn is_sheikh(words: Words) -> bool {
    let particle = |t: &Token| matches!(t.lower.as_str(), "ben" | "bin" | "ibn" | "bint");
    let name = words.skip(1).0.iter();
    let mut name = name.take_while(|t| t.is_capital() || particle(t));
    let family = |t: &Token| particle(t) || t.lower == "al" || t.lower.starts_with("al-");
    words.starts_with(&["cheikh"]) && name.any(family)
}
