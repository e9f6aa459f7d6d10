//! What stands around a verb: auxiliaries, clitics, articles that make it a noun, adverbials.

use super::reader::Reader;
use super::tokens::{Token, Words};

/// A word without the pronoun joined to it, and whether there was one.
pub(super) fn stem<'t>(token: &'t Token) -> (&'t str, bool) {
    // `Etaient présents`, as many write it.
    match token.lower.as_str() {
        "etait" => ("était", false),
        "etaient" => ("étaient", false),
        word => inverted(word),
    }
}

/// The verb of `a-t-il`, `affirme-t-elle`, `ont-ils`, and whether there was a pronoun.
pub(super) fn inverted(word: &str) -> (&str, bool) {
    if !word.bytes().any(|byte| byte == b'-') {
        return (word, false);
    }
    let stem = [
        "-t-il", "-t-elle", "-il", "-elle", "-ils", "-elles", "-t-ils", "-t-elles",
    ]
    .iter()
    .find_map(|pronoun| {
        word.strip_suffix(pronoun)
            .filter(|stem| !stem.ends_with("-t"))
    });
    (stem.unwrap_or(word), stem.is_some())
}

pub(super) fn is_auxiliary(word: &str) -> bool {
    matches!(
        word,
        "a" | "ont"
            | "avait"
            | "avaient"
            | "est"
            | "sont"
            | "était"
            | "étaient"
            | "eut"
            | "eurent"
            | "fut"
            | "furent"
            | "ait"
            | "aient"
    )
}

/// Whether it is an auxiliary of what has not happened, or may not have.
pub(super) fn is_remote_auxiliary(word: &str) -> bool {
    matches!(
        word,
        "sera"
            | "seront"
            | "aura"
            | "auront"
            | "serait"
            | "seraient"
            | "aurait"
            | "auraient"
            | "soit"
            | "soient"
    )
}

/// The infinitive of an auxiliary.
pub(super) fn auxiliary(form: &str) -> &'static str {
    if form.starts_with('a') || form.starts_with("on") || form.starts_with("eu") {
        "avoir"
    } else {
        "être"
    }
}

pub(super) fn is_modal(word: &str) -> bool {
    matches!(
        word,
        "doit"
            | "doivent"
            | "devait"
            | "devaient"
            | "devrait"
            | "devraient"
            | "peut"
            | "peuvent"
            | "pourrait"
            | "pourraient"
            | "devra"
            | "devront"
            | "pourra"
            | "pourront"
            | "va"
            | "vont"
            | "allait"
            | "allaient"
            | "ira"
            | "iront"
    )
}

pub(super) fn looks_like_participle(token: &Token) -> bool {
    token.is_small()
        && [
            "é", "és", "ée", "ées", "i", "is", "u", "us", "it", "ert", "int",
        ]
        .iter()
        .any(|end| token.lower.ends_with(end))
}

impl Reader<'_> {
    /// Skips adverbs, commas and asides between a subject and its verb.
    pub fn skip_adverbials<'t, 'a>(&self, words: Words<'t, 'a>) -> Words<'t, 'a> {
        let mut rest = words;
        loop {
            let comma = usize::from(rest.starts_with(&[","]));
            match self.lexicon.adverbial(rest.skip(comma)) {
                Some(length) => rest = rest.skip(comma + length),
                None => {
                    return if comma > 0 && rest.0.len() < words.0.len() {
                        rest.skip(1)
                    } else {
                        rest
                    };
                }
            }
        }
    }

    /// The token before `at`, adverbials left out.
    pub(super) fn before_adverbials<'t, 'a>(
        &self,
        sentence: &'t [Token<'a>],
        at: usize,
    ) -> Option<&'t Token<'a>> {
        let mut before = at;
        'back: while before > 0 {
            for length in 1..=4.min(before) {
                if self
                    .lexicon
                    .adverbial(Words(&sentence[before - length..before]))
                    == Some(length)
                {
                    before -= length;
                    continue 'back;
                }
            }
            break;
        }
        before.checked_sub(1).map(|before| &sentence[before])
    }

    /// Where the clitics and the negation before a verb begin.
    pub(super) fn clitics_before(&self, sentence: &[Token], at: usize) -> usize {
        let mut start = at;
        while start > 0 {
            let before = &sentence[start - 1];
            let clitic = self.lexicon.is_class(before, "clitic")
                || matches!(before.lower.as_str(), "ne" | "n'");
            if !clitic || before.is_capital() && start > 1 {
                break;
            }
            start -= 1;
        }
        start
    }

    pub(super) fn is_article(&self, token: &Token) -> bool {
        ["determiner", "contraction", "possessive"]
            .iter()
            .any(|class| self.lexicon.is_class(token, class))
            || matches!(
                token.lower.as_str(),
                "de" | "d'"
                    | "en"
                    | "par"
                    | "sans"
                    | "sur"
                    | "première"
                    | "dernière"
                    | "prochaine"
                    | "récente"
                    | "nouvelle"
            )
    }

    pub(super) fn pronoun_before(&self, sentence: &[Token], at: usize) -> bool {
        at.checked_sub(1).is_some_and(|before| {
            matches!(
                sentence[before].lower.as_str(),
                "il" | "elle" | "ils" | "elles" | "qui"
            )
        })
    }
}
