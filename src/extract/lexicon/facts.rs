//! Building the lexicon from facts, one relation at a time.

use super::Lexicon;
use super::checks::{
    self, ACTS, EVENT_KINDS, PARTS, body_kind, one_of, problem, title_kind, within,
};
use super::words::{EventVerb, Frame, Holder, Sense, TitleHead, TitleKind, VerbForm};
use crate::extract::inflection::{self, Tense};
use crate::extract::spellings::hash_of;
use crate::extract::tokens::{lower, plain};

impl Lexicon {
    /// Takes in one fact.
    pub(super) fn add(&mut self, relation: &str, args: &[&str]) -> Result<(), String> {
        match (relation, args) {
            ("lex_country", &[name, adjective, demonym]) => {
                self.countries.insert(name, name.to_string());
                for form in [adjective, demonym]
                    .into_iter()
                    .filter(|a| !a.is_empty())
                    .flat_map(inflection::adjective_forms)
                {
                    self.country_adjectives
                        .entry(form)
                        .or_insert_with(|| name.to_string());
                }
            }
            ("lex_country_form", &[form, name]) => {
                self.country_adjectives
                    .insert(form.to_string(), name.to_string());
            }
            ("lex_country_shared", &[name, other]) => {
                let pair = (name.to_string(), other.to_string());
                self.shared_adjectives.push(pair);
            }
            ("lex_country_alias", &[alias, name]) => self.countries.insert(alias, name.to_string()),
            ("lex_city", &[city, country]) => self.cities.insert(city, country.to_string()),
            ("lex_region", &[name]) => self.cities.insert(name, String::new()),
            ("lex_title", &[head, kind]) => self.add_title(head, title_kind(kind)?),
            ("lex_title_qualifier", &[words]) => {
                self.title_qualifiers.insert(words, ());
                self.title_qualifiers
                    .insert(&inflection::title_plural(words), ());
            }
            ("lex_title_prefix", &[word]) => {
                self.title_prefixes.insert(lower(word));
            }
            ("lex_title_link", &[words]) => self.title_links.insert(words, ()),
            ("lex_name_particle", &[word]) => {
                self.name_particles.insert(lower(word));
            }
            ("lex_given_name", &[name]) => {
                // Short ones are other words without their marks.
                let unmarked = Some(plain(name)).filter(|name| name.len() > 4);
                self.given_names
                    .extend(unmarked.into_iter().chain([lower(name)]));
            }
            ("lex_civility", &[word, gender @ ("m" | "f" | "")]) => {
                let small = word.starts_with(char::is_lowercase);
                let known = self.civilities.entry(lower(word)).or_default();
                *known = (gender.to_string(), small || known.1);
            }
            ("lex_compound", &[noun]) => {
                self.compounds.insert(lower(noun));
            }
            ("lex_pair_noun", &[noun, sort]) => {
                self.pair_nouns
                    .insert(lower(noun), one_of(sort, checks::PAIRS)?);
            }
            ("lex_region_adjective", &[adjective, region]) => {
                for form in inflection::adjective_forms(adjective) {
                    self.region_adjectives.insert(form, region.to_string());
                }
            }
            ("lex_union_adjective", &[adjective, union]) => {
                for form in inflection::adjective_forms(adjective) {
                    self.union_adjectives.insert(form, union.to_string());
                }
            }
            ("lex_abbreviation", &[short, full]) => {
                // Of two full names of one, the last counts.
                for known in self.known_abbreviations.values_mut() {
                    known.retain(|other| other != short);
                }
                let known = self.known_abbreviations.entry(full.to_string());
                known.or_default().push(short.to_string());
            }
            ("lex_unnamed_body", &[noun]) => {
                self.unnamed_bodies.insert(lower(noun));
            }
            ("lex_noun_kind", &[noun, kind]) => {
                let kind = one_of(kind, checks::NOUN_KINDS)?;
                self.noun_kinds.entry(lower(noun)).or_default().push(kind);
            }
            ("lex_description", &[words, holder]) => self.add_description(words, holder),
            ("lex_body", &[head, kind]) => self.bodies.insert(head, body_kind(kind)?),
            ("lex_organisation", &[name]) => self.organisations.insert(name, ()),
            ("lex_adjective", &[word]) => {
                self.adjectives.insert(lower(word));
            }
            ("lex_named_noun", &[word]) => {
                self.named_nouns.insert(lower(word));
            }
            ("lex_purpose", &[word, preposition]) => {
                self.purposes.insert((lower(word), lower(preposition)));
            }
            ("lex_state_noun", &[word]) => {
                self.state_nouns.insert(lower(word));
            }
            ("lex_place_noun", &[word]) => {
                self.place_nouns.insert(lower(word));
            }
            ("lex_speech", &[verb, noun, act, frame]) => self.add_speech(verb, noun, act, frame)?,
            ("lex_speech_opener", &[verb]) => {
                self.add_verb(verb);
                let opener = lower(verb);
                let reflexive = opener.starts_with("se ");
                let mut words = opener.splitn(if reflexive { 3 } else { 2 }, ' ');
                let verb = words.by_ref().take(1 + usize::from(reflexive));
                let verb = verb.collect::<Vec<_>>().join(" ");
                let behind = words.next().into_iter().flat_map(|words| words.split(' '));
                let behind = behind.map(str::to_owned).collect();
                self.openers.entry(verb).or_default().push(behind);
            }
            ("lex_according", &[words]) => self.according.insert(words, ()),
            ("lex_unspoken", &[verb, noun]) => {
                let nouns = self.unspoken.entry(lower(verb)).or_default();
                nouns.insert(lower(noun));
            }
            ("lex_says_only", &[verb]) => {
                self.saying_only.insert(lower(verb));
            }
            ("lex_own_account", &[words]) => self.own_accounts.insert(words, ()),
            ("lex_adverbial", &[words]) => self.adverbials.insert(words, ()),
            ("lex_verb", &[verb]) => {
                self.add_verb(verb);
            }
            ("lex_verb_form", &[verb, form, tense]) => self.add_verb_form(verb, form, tense)?,
            ("lex_month", &[name, number]) => {
                self.months.insert(lower(name), within(number, 1..=12)?);
            }
            ("lex_weekday", &[name, number]) => {
                self.weekdays.insert(lower(name), within(number, 1..=7)?);
            }
            ("lex_season", &[name, first, last]) => {
                self.seasons
                    .insert(name, (within(first, 1..=12)?, within(last, 1..=12)?));
            }
            ("lex_event_noun", &[words, kind]) => {
                let kind = one_of(kind, EVENT_KINDS)?;
                self.event_nouns.insert(words, kind);
                self.event_nouns
                    .insert(&inflection::title_plural(words), kind);
            }
            ("lex_event_verb", &[verb, kind, parts]) => {
                let parts = parts
                    .split_whitespace()
                    .map(|part| one_of(part, PARTS))
                    .collect::<Result<_, _>>()?;
                let key = self.add_verb(verb);
                self.event_verbs.insert(
                    key,
                    EventVerb {
                        kind: one_of(kind, EVENT_KINDS)?,
                        parts,
                    },
                );
            }
            ("lex_function_word", &[word, class]) => {
                let number = checks::class(class).ok_or_else(|| {
                    format!("`{class}` is none of {}", checks::CLASSES.join(", "))
                })?;
                *self.classes.entry(lower(word)).or_default() |= 1 << number;
            }
            _ => return Err(problem(relation, args)),
        }
        Ok(())
    }

    fn add_title(&mut self, head: &str, kind: TitleKind) {
        let value = |plural| TitleHead {
            singular: head.to_string(),
            kind,
            plural,
        };
        self.titles.insert(head, value(false));
        let plural = inflection::title_plural(head);
        if plural != head {
            self.titles.insert(&plural, value(true));
        }
    }

    fn add_description(&mut self, words: &str, holder: &str) {
        let holder = match holder {
            "" => Holder::Any,
            "chief" => Holder::Chief,
            "other" => Holder::Other,
            "envoy" => Holder::Envoy,
            "leader" => Holder::Leader,
            "last" => Holder::Last,
            "nobody" => Holder::Nobody,
            title => Holder::Title(title.to_string()),
        };
        self.descriptions.insert(words, holder);
    }

    fn add_speech(&mut self, verb: &str, noun: &str, act: &str, frame: &str) -> Result<(), String> {
        let frame = match frame {
            "say" => Frame::Say,
            "being" => Frame::Being,
            "clause" => Frame::Clause,
            "quote" => Frame::Quote,
            "deny" => Frame::Deny,
            "whom" => Frame::Whom,
            "urge" => Frame::Urge,
            other => return Err(format!("`{other}` is no frame")),
        };
        let key = self.add_verb(verb);
        let head = reflexive(verb).unwrap_or(verb);
        let tail = head.split(' ').skip(1).map(lower).collect();
        let noun = plain(noun);
        let sense = Sense {
            noun_hash: hash_of(&noun),
            noun,
            tail,
            act: one_of(act, ACTS)?,
            frame,
        };
        self.senses.entry(key).or_default().push(sense);
        Ok(())
    }

    /// Makes the regular forms of the verb known; gives the key of the verb: its first word, with
    /// `se` before it where it is reflexive.
    fn add_verb(&mut self, verb: &str) -> String {
        let verb = lower(verb);
        let bare = reflexive(&verb).unwrap_or(&verb);
        let bare = bare.strip_prefix("en ").unwrap_or(bare);
        let head = bare.split(' ').next().unwrap_or(bare).to_string();
        for (form, tense) in inflection::verb_forms(&head) {
            self.know_form(&head, form, tense);
        }
        if reflexive(&verb).is_some() {
            format!("se {head}")
        } else {
            head
        }
    }

    fn add_verb_form(&mut self, verb: &str, form: &str, tense: &str) -> Result<(), String> {
        let (tense, forms) = match tense {
            "participle" => (Tense::Participle, inflection::participles(form)),
            "gerund" => (Tense::Gerund, vec![form.to_string()]),
            "future" => (Tense::Future, vec![form.to_string()]),
            "present" | "past" => (Tense::Finite, vec![form.to_string()]),
            other => return Err(format!("`{other}` is no tense")),
        };
        for form in forms {
            self.know_form(verb, form, tense);
        }
        Ok(())
    }

    fn know_form(&mut self, verb: &str, form: String, tense: Tense) {
        let forms = self.verb_forms.entry(form).or_default();
        if !forms
            .iter()
            .any(|known| known.verb == verb && known.tense == tense)
        {
            forms.push(VerbForm {
                verb: verb.to_string(),
                tense,
            });
        }
    }
}

/// The verb after `se ` or `s'`.
fn reflexive(verb: &str) -> Option<&str> {
    verb.strip_prefix("se ").or_else(|| verb.strip_prefix("s'"))
}
