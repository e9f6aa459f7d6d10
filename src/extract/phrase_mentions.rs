//! Mentions by more than a pronoun: a noun or a name, with its article or without one.

use super::bodies::Body;
use super::inflection::Tense;
use super::leads::Lead;
use super::lexicon::{BodyKind, Holder, TitleKind};
use super::mention::{Form, Mention};
use super::others::several;
use super::people::People;
use super::reader::Reader;
use super::tokens::{Kind, Token, Words};

/// How far behind `les deux` the words `de l'époque` may stand, in tokens.
const BYGONE: usize = 9;

impl Reader<'_> {
    /// The mention that is more than a pronoun and the like, with the article that it begins with, if any.
    pub(super) fn phrase(
        &self,
        words: Words,
        lead: &Lead,
        preceding: Option<&Token>,
        people: &People,
    ) -> Option<Mention> {
        let start = words.first()?.at;
        let made = |used, depends, form| Some(Mention::of(start, used, depends, form));
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
            // `les deux ministres de la Défense de l'époque` are others.
            let bygone = rest.0.iter().take(BYGONE).take_while(|t| !t.is(","));
            if bygone.into_iter().any(|t| t.is("époque")) {
                return None;
            }
            if self.names_two(&noun) {
                // `les deux responsables policiers`
                let agreeing = rest.skip(1 + title).first().is_some_and(|t| {
                    let known = t.known();
                    t.is_small()
                        && t.lower.ends_with(['s', 'x'])
                        && !known.adjectives.is_empty()
                        && known.verbs.is_empty()
                        && self.country_of(t).is_none()
                        && !self.lexicon.is_function_word(t)
                });
                let used = lead.used + 1 + title + usize::from(agreeing);
                return made(used, lead.depends, Form::Pair(noun));
            }
        }
        // `Les ministres ont signé`, `les ministres de la Défense ont signé`
        if words.starts_with(&["les"])
            && lead.used == 1
            && let Ok((after, title)) = self.title(rest)
            && title.plural
            && title.countries.is_empty()
            && title.owner.is_none()
            && title.kind != TitleKind::Member
            && after.first().is_some_and(|t| {
                self.lexicon.is_class(t, "auxiliary") || self.lexicon.is_class(t, "clitic")
            })
        {
            let used = words.0.len() - after.0.len();
            return made(used, false, Form::Group(title.words, 0));
        }
        // `Les parties ont convenu`: the two of whom the text has spoken
        if words.starts_with(&["les"])
            && lead.used == 1
            && rest.starts_with(&["parties", "interlocuteurs", "interlocutrices"])
            && rest.skip(1).first().is_some_and(|t| {
                self.lexicon.is_class(t, "auxiliary") || self.lexicon.is_class(t, "clitic")
            })
        {
            return made(2, false, Form::Pair(rest.first()?.lower.clone()));
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
            // `le chef d'état-major algérien` is no chief of any kind.
            let known = |length: Option<usize>| length.unwrap_or_default();
            let title_known = known(self.lexicon.titles.longest(rest).map(|(length, _)| length));
            let description = self.lexicon.descriptions.longest(rest);
            let says_more = title_known > known(description.map(|(length, _)| length));
            let describes =
                |used: usize| used > used_by_title || used == used_by_title && !says_more;
            if let Some((used, form)) = described.filter(|(used, _)| describes(*used)) {
                return made(lead.used + used, lead.depends, form);
            }
            // `le chef du Sénat`: by the body, or by the words behind
            let chief = title.as_ref().filter(|(_, title)| {
                title.kind == TitleKind::Member && !title.plural && title.owner.is_some()
            });
            if let (Some((_, title)), Some((_, Form::Described { holder, .. }))) =
                (chief, &self.described(rest, lead.gender, lead.possessive))
            {
                let form = Form::Described {
                    holder: holder.clone(),
                    country: title.countries.first().cloned(),
                    owner: title.owner.as_ref().map(|owner| owner.name().to_string()),
                    gender: lead.gender,
                };
                return made(lead.used + used_by_title, lead.depends, form);
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
                    Form::Titled {
                        title: Box::new(title),
                        gender,
                        new,
                    },
                );
            }
        }
        if let Some(used) = self.company(rest).filter(|_| lead.used == 0) {
            let name = super::people::wording(&rest.0[..used]);
            let body = Body::named(used, name, super::lexicon::BodyKind::Whole);
            return made(used, false, Form::Body(body));
        }
        if let Some((length, country)) = self.country(rest) {
            let form = Form::Country(country.to_string());
            return made(lead.used + length, lead.depends, form);
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
        let short = |t: &Token| t.is_abbreviation() || self.abbreviation(t).is_some();
        let abbreviation = rest.first().is_some_and(short);
        if let Some(body) = self.body_or_abbreviation(rest).filter(|body| {
            // `Médecins sans frontières` needs no article.
            let long = body.kind == BodyKind::International && body.used > 1;
            lead.used > 0 || abbreviation || long || self.proper_name(rest).is_some()
        }) {
            return made(lead.used + body.used, lead.depends, Form::Body(body));
        }
        if lead.used == 0 {
            let length = self.name(words)?;
            let person = people.find(&words.0[..length])?;
            return made(length, false, Form::Named(vec![person], None));
        }
        None
    }
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
