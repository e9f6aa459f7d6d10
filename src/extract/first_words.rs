//! What may begin with a word, so that parsers are tried only there. Where they would find something else, debug builds
//! say so.

use super::auxiliaries::{is_auxiliary, is_modal, is_remote_auxiliary, stem};
use super::counterparts::is_counterpart;
use super::inflection::Tense;
use super::leads::is_lead;
use super::lexicon::Asked;
use super::reader::Reader;
use super::shares::looks_plural;
use super::titles::is_former;
use super::tokens::{Token, spelling};

impl Reader<'_> {
    /// Whether what is written as a name may begin with the word.
    pub(super) fn opens_name(&self, token: &Token) -> bool {
        self.in_name(token) || self.lexicon.is_name_particle(token)
    }

    /// Whether the name of a body may begin with the word, as far as words alone tell.
    pub(super) fn opens_body(&self, token: &Token) -> bool {
        self.lexicon.asked(token, Asked::OpensBody, || {
            token.is_capital()
                || self.lexicon.is_unnamed_body(token)
                || self.lexicon.organisations.may_begin(token)
                || self.lexicon.bodies.may_begin(token)
        })
    }

    /// Whether a title may begin with the word.
    pub(super) fn opens_title(&self, token: &Token) -> bool {
        self.lexicon.asked(token, Asked::OpensTitle, || {
            self.lexicon.titles.may_begin(token)
                || self.lexicon.descriptions.may_begin(token)
                || self.lexicon.is_title_prefix(token)
                || is_former(token)
        })
    }

    /// Whether what introduces somebody may begin with the word, its article left out.
    pub(super) fn introduces(&self, token: &Token) -> bool {
        self.lexicon.asked(token, Asked::Introduces, || {
            self.opens_title(token)
                || self.lexicon.civility(token).is_some()
                || self.lexicon.citizen_of(token).is_some()
                || is_counterpart(token)
                || self.opens_name(token)
        })
    }

    /// The same with its article, or of one introduced beside another: `celui du Havre, X`, `et irakien Y`.
    pub(super) fn opens_introduction(&self, token: &Token) -> bool {
        self.lexicon.asked(token, Asked::OpensIntroduction, || {
            is_lead(token)
                || token.is("celui")
                || token.is("celle")
                || self.country_of(token).is_some()
                || self.introduces(token)
        })
    }

    /// Whether a mention may begin with the word.
    pub(super) fn opens_mention(&self, token: &Token) -> bool {
        let opens = self.lexicon.asked(token, Asked::OpensMention, || {
            token.is_capital()
                || is_lead(token)
                || self.opens_name(token)
                || self.lexicon.civility(token).is_some()
                || matches!(
                    token.lower.as_str(),
                    "il" | "elle"
                        | "ils"
                        | "elles"
                        | "lui"
                        | "celui-ci"
                        | "celle-ci"
                        | "celui"
                        | "celle"
                        | "ceux"
                        | "celles"
                        | "ce"
                        | "cet"
                        | "cette"
                        | "ces"
                        | "tous"
                        | "toutes"
                        | "chacun"
                )
        });
        opens || self.abbreviation(token).is_some()
    }

    /// Whether a mention may go on with the word behind its article.
    pub(super) fn opens_behind_article(&self, token: &Token) -> bool {
        self.opens_house(token)
            || self.opens_title(token)
            || matches!(
                token.lower.as_str(),
                "deux"
                    | "trois"
                    | "quatre"
                    | "cinq"
                    | "mêmes"
                    | "parties"
                    | "interlocuteurs"
                    | "interlocutrices"
            )
    }

    /// Whether the name of a town, of a body, or of several in one may begin with the word.
    pub(super) fn opens_house(&self, token: &Token) -> bool {
        let plural = || looks_plural(token) && !self.lexicon.is_function_word(token);
        let opens = || self.opens_body(token) || plural();
        self.lexicon.asked(token, Asked::OpensHouse, opens) || self.is_abbreviated(token)
    }

    /// Whether the word may be a participle, a gerund or an infinitive.
    pub(super) fn may_be_nominal_form(&self, token: &Token) -> bool {
        self.lexicon.asked(token, Asked::NominalForm, || {
            let tenses = [Tense::Infinitive, Tense::Gerund, Tense::Participle];
            token.is("ayant") || tenses.iter().any(|&tense| self.has_tense(token, tense))
        })
    }

    /// Whether any form of a verb is written like the word: where not, no verb group has it for its verb.
    pub(super) fn may_be_verb(&self, token: &Token) -> bool {
        self.lexicon.asked(token, Asked::Verb, || {
            let (stem, pronoun) = stem(token);
            is_auxiliary(stem)
                || is_remote_auxiliary(stem)
                || is_modal(stem)
                || matches!(
                    stem,
                    "ayant" | "étant" | "vient" | "viennent" | "venait" | "venaient"
                )
                || !self.lexicon.verb_forms(stem).is_empty()
                || !token.known().verbs.is_empty()
                || pronoun && !spelling(stem).known().verbs.is_empty()
        })
    }
}
