//! What qualifies the head of a title: a country, a region, an adjective.

use nom::Parser;
use nom::combinator::{opt, peek};
use nom::sequence::preceded;

use super::lexicon::Asked;
use super::reader::Reader;
use super::tokens::{Parsed, Token, Words, token_if};

/// How adjectives of towns and regions end, in the singular; other nouns end so, too, but for the first six.
const REGIONAL: [&str; 10] = [
    "ois", "oise", "ais", "aise", "ard", "arde", "ien", "ienne", "ain", "aine",
];

/// What qualifies the head of a title.
pub(super) enum Qualifier {
    Words(usize),
    Country(String),
    /// A region by its adjective: `vaudoise`.
    Region(String),
}

impl Reader<'_> {
    /// What stands right behind the head of a title, before its complement.
    pub(super) fn qualifier<'t, 'a>(&self, input: Words<'t, 'a>) -> Parsed<'t, 'a, Qualifier> {
        if let Some(country) = input.first().and_then(|token| self.country_of(token)) {
            let country = Qualifier::Country(country.to_string());
            // `les ministres lao et vietnamien de la Défense`
            let adjective = token_if(|t| self.country_of(t).is_some());
            let joined = preceded(token_if(|t| t.is("et")), adjective);
            let second = opt(peek(joined)).parse(input.skip(1))?.1.is_some();
            return Ok((input.skip(if second { 2 } else { 1 }), country));
        }
        if let Some((length, ())) = self.lexicon.title_qualifiers.longest(input) {
            return Ok((input.skip(length), Qualifier::Words(length)));
        }
        if let Some(region) = input.first().and_then(|t| self.lexicon.region_of(t)) {
            return Ok((input.skip(1), Qualifier::Region(region.clone())));
        }
        // `le conseiller tessinois X`: of a region that the lexicon does not know
        let of_region = input.first().is_some_and(|t| self.is_regional(t))
            && input.skip(1).first().is_some_and(|t| {
                t.is_capital() || matches!(t.lower.as_str(), "de" | "du" | "des" | "aux")
            });
        if of_region {
            return Ok((input.skip(1), Qualifier::Words(0)));
        }
        // `le député péquiste X`: of a party that nothing says more of
        let of_party = input.first().is_some_and(|t| {
            let known = t.known();
            t.is_small()
                && t.text.len() > 4
                && known.verbs.is_empty()
                && (!known.adjectives.is_empty() || known.nouns.is_empty())
                && !self.lexicon.is_function_word(t)
                && !self.lexicon.is_adjective(t)
        });
        if of_party && self.name(input.skip(1)).is_some_and(|length| length > 1) {
            return Ok((input.skip(1), Qualifier::Words(0)));
        }
        let respective = |t: &Token| matches!(t.lower.as_str(), "respectifs" | "respectives");
        let adjective =
            token_if(|t| t.is_small() && self.lexicon.is_adjective(t) && !respective(t));
        adjective.map(|_| Qualifier::Words(1)).parse(input)
    }

    /// Whether the word is made as adjectives of towns and regions are, and is no other word.
    fn is_regional(&self, token: &Token) -> bool {
        self.lexicon.asked(token, Asked::Regional, || {
            let ends = |endings: &[&str]| endings.iter().any(|end| token.lower.ends_with(end));
            let known = token.known();
            let other = !known.nouns.is_empty() && !ends(&REGIONAL[..6]);
            token.is_small() && known.verbs.is_empty() && !other && ends(&REGIONAL)
        })
    }
}
