//! What every parser of the reader needs at hand: the lexicon, and the article's own abbreviations.

use rustc_hash::FxHashMap;
use std::ops::Range;

use super::counterparts::is_counterpart;
use super::lexicon::{Asked, BodyKind, Lexicon};
use super::tokens::{Kind, Spelling, Token, Words, spelling, tokens};

/// The lexicon, with the abbreviations that one article introduces.
pub struct Reader<'l> {
    /// The words known.
    pub lexicon: &'l Lexicon,
    abbreviations: FxHashMap<String, Abbreviated>,
    /// A bit for each abbreviation and for the first word of each full name that one follows, by their plain letters:
    /// most words have none.
    abbreviated: u64,
    /// Where a full name stands before its abbreviation, in bytes, how many tokens it has, and the
    /// abbreviation.
    introduced: FxHashMap<usize, (usize, String)>,
    /// Names that stand behind a noun like `ONG`, in small letters, by their first word.
    proper: FxHashMap<String, Vec<Vec<String>>>,
    /// The countries of an article that speaks of counterparts, if they are two.
    pub(super) two_countries: Vec<String>,
    /// Countries whose adjectives mean others in the article: `congolais`, of the Democratic Republic.
    called_alike: Vec<(&'l str, &'l str)>,
}

/// The most words of such a name.
const PROPER_WORDS: usize = 6;

/// What an abbreviation stands for in an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Abbreviated {
    /// The full name.
    pub full: String,
    /// Whose body it is.
    pub kind: BodyKind,
    /// The country that an adjective in the full name gives.
    pub country: Option<String>,
}

/// The longest name that an abbreviation is looked for behind, in tokens.
const NAME_TOKENS: usize = 14;

impl<'l> Reader<'l> {
    /// A reader for the article whose sentences these are.
    pub fn new(lexicon: &'l Lexicon, sentences: &[&[Token]]) -> Reader<'l> {
        let mut reader = Reader {
            lexicon,
            abbreviations: FxHashMap::default(),
            abbreviated: 0,
            introduced: FxHashMap::default(),
            proper: FxHashMap::default(),
            two_countries: Vec::new(),
            called_alike: Vec::new(),
        };
        reader.called_alike = reader.countries_called_alike(sentences);
        let pair = |words: &[Token]| matches!(words, [one, two] if one.is("les") && two.is("deux"));
        let asks = |sentence: &&[Token]| {
            sentence.iter().any(is_counterpart) || sentence.windows(2).any(pair)
        };
        if sentences.iter().any(asks) {
            reader.two_countries = reader.only_two_countries(sentences);
        }
        for sentence in sentences {
            reader.learn_proper_names(sentence);
            reader.learn_full_names(sentence);
            for open in (0..sentence.len()).filter(|&i| sentence[i].is("(")) {
                let Some(short) = sentence.get(open + 1) else {
                    continue;
                };
                let strange = || reader.is_strange_short(sentence, open);
                if !short.is_abbreviation() && !strange() {
                    continue;
                }
                if let Some((start, long)) = reader.name_before(sentence, open, short) {
                    reader.abbreviated |= bit(&sentence[start]);
                    let place = (open - start, short.text.to_string());
                    reader.introduced.insert(sentence[start].range.start, place);
                    reader.abbreviate(short.text, long);
                }
            }
        }
        reader
    }

    /// The country that an adjective in small letters points to.
    pub fn country_of(&self, token: &Token) -> Option<&str> {
        let country = self.lexicon.country_of(token)?;
        let mut alike = self.called_alike.iter();
        let meant = alike.find(|(called, _)| *called == country);
        Some(meant.map_or(country, |(_, meant)| meant))
    }

    /// The countries whose adjectives are those of others, if the sentences name only the other.
    fn countries_called_alike(&self, sentences: &[&[Token]]) -> Vec<(&'l str, &'l str)> {
        let tokens = || sentences.iter().copied().flatten();
        let used = |called: &str| tokens().any(|t| self.lexicon.country_of(t) == Some(called));
        let names = |country: &str| {
            let mut sentences = sentences.iter();
            sentences.any(|sentence| self.countries_in(sentence).iter().any(|c| c == country))
        };
        let pairs = self.lexicon.shared_adjectives.iter();
        pairs
            .map(|(called, meant)| (called.as_str(), meant.as_str()))
            .filter(|&(called, meant)| used(called) && names(meant) && !names(called))
            .collect()
    }

    /// The countries that the sentences name, also by adjectives, if they are two.
    fn only_two_countries(&self, sentences: &[&[Token]]) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for sentence in sentences {
            let named = self.countries_in(sentence);
            let adjectives = sentence.iter().filter_map(|t| self.country_of(t));
            for country in named.into_iter().chain(adjectives.map(str::to_string)) {
                if !found.contains(&country) {
                    found.push(country);
                }
            }
            if found.len() > 2 {
                return Vec::new();
            }
        }
        if found.len() == 2 { found } else { Vec::new() }
    }

    /// Learns the abbreviations that everyone knows of organisations that are named in full.
    fn learn_full_names(&mut self, sentence: &[Token]) {
        for at in (0..sentence.len()).filter(|&at| sentence[at].is_capital()) {
            let words = Words(&sentence[at..]);
            let Some((length, ())) = self.lexicon.organisations.longest(words) else {
                continue;
            };
            if length == 1 {
                continue;
            }
            let full = super::people::wording(&sentence[at..at + length]);
            let lexicon = self.lexicon;
            for short in lexicon.known_abbreviations.get(&full).into_iter().flatten() {
                let long = Abbreviated {
                    full: full.clone(),
                    kind: BodyKind::International,
                    country: None,
                };
                self.abbreviate(short, long);
            }
        }
    }

    /// Learns an abbreviation. What it was first said to stand for is kept.
    fn abbreviate(&mut self, short: &str, long: Abbreviated) {
        self.abbreviated |= bit(&spelling(short));
        self.abbreviations.entry(short.to_string()).or_insert(long);
    }

    /// Learns the names that stand behind a noun for a body: `l'ONG Terre verte`, `le collectif Voix du lac`.
    fn learn_proper_names(&mut self, sentence: &[Token]) {
        for at in (1..sentence.len()).filter(|&at| sentence[at].is_capital()) {
            // `l'entreprise néerlandaise Vloot`
            let adjectives = sentence[..at]
                .iter()
                .rev()
                .take(2)
                .take_while(|t| {
                    t.is_small() && (self.country_of(t).is_some() || self.lexicon.is_adjective(t))
                })
                .count();
            let Some(before) = at.checked_sub(1 + adjectives).map(|noun| &sentence[noun]) else {
                continue;
            };
            let noun = self.lexicon.is_unnamed_body(before)
                && (before.is_small() || before.is_abbreviation());
            // `le gestionnaire du réseau ferroviaire, Railnet,`
            let lone = |t: &Token| t.is(",") || t.is("et");
            let apposed = before.is(",")
                && sentence.get(at + 1).is_some_and(lone)
                && sentence[..at - 1]
                    .iter()
                    .rev()
                    .take(PROPER_WORDS)
                    .any(|t| self.lexicon.is_unnamed_body(t) && t.is_small());
            let noun = noun || apposed;
            let country = adjectives > 0
                && (self.country(Words(&sentence[at..])).is_some()
                    || self.is_pair_of_countries(&sentence[at]));
            // `le géant pétrolier BP`, but `l'ONG ADRA` is told by its letters.
            let short =
                sentence[at].is_abbreviation() && (adjectives == 0 || before.is_abbreviation());
            // `l'armateur Karl Weiss`: a person.
            let trade = before.lower.ends_with("eur") || before.lower.ends_with("ier");
            let person = trade
                && self.lexicon.given_names.contains(&sentence[at].lower)
                && sentence.get(at + 1).is_some_and(Token::is_capital);
            if !noun || country || short || person {
                continue;
            }
            // `avec Railnet relatif aux wagons`: the adjective has a complement.
            let governs = |after: Option<&Token>| {
                after.is_some_and(|t| {
                    let word = t.lower.as_str();
                    matches!(word, "sur" | "à" | "au" | "aux" | "par" | "dans")
                })
            };
            let rest = &sentence[at..];
            let mut length = rest.iter().take_while(|t| t.is_capital()).count();
            while let (Some(token), true) = (rest.get(length), length < PROPER_WORDS) {
                let agrees = token.is_small()
                    && !token.known().adjectives.is_empty()
                    && !self.lexicon.is_function_word(token)
                    && self.country_of(token).is_none()
                    && length == 1
                    && !governs(rest.get(length + 1));
                let joins = matches!(
                    token.lower.as_str(),
                    "sans" | "du" | "de" | "des" | "d'" | "pour" | "contre"
                );
                let noun = rest.get(length + 1).is_some_and(|t| {
                    !t.known().nouns.is_empty() && !self.lexicon.is_function_word(t) && t.is_small()
                });
                match (agrees, joins && noun) {
                    (true, _) => length += 1,
                    (_, true) => length += 2,
                    _ => break,
                }
            }
            let name: Vec<String> = rest[..length].iter().map(|t| t.lower.clone()).collect();
            let known = self.proper.entry(name[0].clone()).or_default();
            if !known.contains(&name) && known.len() < PROPER_WORDS {
                known.push(name);
            }
        }
    }

    /// How many tokens at the start are such a name.
    pub(super) fn proper_name(&self, words: Words) -> Option<usize> {
        let first = words.first().filter(|token| token.is_capital())?;
        let names = self.proper.get(&first.lower)?.iter();
        let same = |name: &&Vec<String>| {
            name.len() <= words.0.len()
                && words.0.iter().zip(*name).all(|(t, word)| t.lower == *word)
        };
        let length = names.filter(same).map(Vec::len).max()?;
        // `Nordex Vietnam`: its branch there
        let branch = self.lexicon.countries.longest(words.skip(length));
        Some(length + branch.map_or(0, |(more, _)| more))
    }

    /// Whether the word may be an abbreviation that the article introduces, or begin the full name before one.
    #[inline]
    pub(super) fn is_abbreviated(&self, token: &Token) -> bool {
        self.abbreviated & bit(token) != 0
    }

    /// The full name of an abbreviation that the article introduces.
    pub fn abbreviation(&self, token: &Token) -> Option<&Abbreviated> {
        match self.is_abbreviated(token) {
            true => self.abbreviations.get(token.text),
            false => None,
        }
    }

    /// The body whose name stands here with its abbreviation behind it: `Fonds … pour la population (UNFPA)`.
    pub(super) fn introduced(&self, words: Words) -> Option<(usize, &Abbreviated)> {
        let first = words.first().filter(|first| self.is_abbreviated(first))?;
        let (length, short) = self.introduced.get(&first.range.start)?;
        let closed = words.skip(length + 2).starts_with(&[")"]);
        let long = self.abbreviations.get(short)?;
        closed.then_some((length + 3, long))
    }

    /// The country at the start, by any of its names: how many tokens, and its short name.
    pub fn country(&self, words: Words) -> Option<(usize, &'l str)> {
        if let Some((length, name)) = self.lexicon.countries.longest(words) {
            return Some((length, name));
        }
        words
            .first()
            .filter(|token| self.lexicon.is_state_noun(token))?;
        let adjectives = words.0[1..]
            .iter()
            .take_while(|token| self.lexicon.is_adjective(token))
            .count();
        let rest = words.skip(1 + adjectives);
        let joint = match rest.first()?.lower.as_str() {
            "de" | "d'" => 1 + usize::from(rest.skip(1).starts_with(&["la", "l'"])),
            "du" | "des" => 1,
            _ => return None,
        };
        let (length, name) = self.lexicon.countries.longest(rest.skip(joint))?;
        Some((1 + adjectives + joint + length, name))
    }

    /// The countries that the words name, each once, in their order.
    pub(super) fn countries_in(&self, words: &[Token]) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let country = self.country(Words(&words[at..]));
            if let Some((_, country)) = country
                && !found.iter().any(|known| known == country)
            {
                found.push(country.to_string());
            }
            at += country.map_or(1, |(length, _)| length);
        }
        found
    }

    /// Whether the word is two countries side by side: `France-Vietnam`.
    pub fn is_pair_of_countries(&self, token: &Token) -> bool {
        self.countries_of_pair(token).is_some()
    }

    /// Whether the word is an adjective of two countries: `franco-vietnamienne`.
    pub(super) fn is_pair_adjective(&self, token: &Token) -> bool {
        token.is_small()
            && token
                .lower
                .split_once(['-', '‑'])
                .is_some_and(|(one, other)| {
                    one.ends_with('o') && self.lexicon.is_country_adjective(other)
                })
    }

    /// The two countries that the word puts side by side.
    pub(super) fn countries_of_pair(&self, token: &Token) -> Option<(String, String)> {
        let is = || self.read_pair(token).is_some();
        let is = self.lexicon.asked(token, Asked::PairOfCountries, is);
        is.then(|| self.read_pair(token)).flatten()
    }

    fn read_pair(&self, token: &Token) -> Option<(String, String)> {
        let (one, other) = token.text.split_once(['-', '‑'])?;
        let country = |name: &str| {
            let words = tokens(name, 0..name.len());
            let found = self.lexicon.countries.longest(Words(&words));
            found.map(|(_, country)| country.clone())
        };
        if token.is_capital() {
            Some((country(one)?, country(other)?))
        } else {
            None
        }
    }

    /// The full name that ends before the token `open`: by its initials, else by the noun that a
    /// body's name begins with.
    fn name_before(
        &self,
        sentence: &[Token],
        open: usize,
        short: &Token,
    ) -> Option<(usize, Abbreviated)> {
        let lowest = open.saturating_sub(NAME_TOKENS);
        // `le général X, chef d'état-major des armées (CEMA)`: an office, not a body.
        let behind_comma = |at: &usize| {
            let title = self.lexicon.titles.longest(Words(&sentence[at + 1..open]));
            sentence[*at].is(",") && title.is_some()
        };
        let lowest = (lowest..open)
            .rfind(behind_comma)
            .map_or(lowest, |at| at + 1);
        let starts = || (lowest..open).rev();
        let by_initials = |adjectives, small| {
            starts().find(|&start| {
                self.initials(&sentence[start..open], adjectives, small) == short.plain
            })
        };
        let body = |start: &usize| self.lexicon.bodies.longest(Words(&sentence[*start..open]));
        let start = by_initials(true, false)
            .or_else(|| by_initials(true, true))
            .or_else(|| by_initials(false, false))
            .or_else(|| {
                let whole = |start: &usize| self.is_name_of_body(Words(&sentence[*start..open]));
                (lowest..open).find(whole)
            })
            .or_else(|| (lowest..open).find(|start| body(start).is_some()))?;
        let organisation = self
            .lexicon
            .organisations
            .longest(Words(&sentence[start..open]))
            .is_some();
        let kind = match body(&start) {
            _ if organisation => BodyKind::International,
            Some((_, kind)) => *kind,
            // A capital begins a name of its own; anything else is an office or a thing.
            None if sentence[start].is_capital()
                && self
                    .lexicon
                    .titles
                    .longest(Words(&sentence[start..]))
                    .is_none() =>
            {
                BodyKind::Whole
            }
            None => return None,
        };
        let mut full = Wording::default();
        let mut country = None;
        for token in &sentence[start..open] {
            match self.country_of(token).filter(|_| kind == BodyKind::State) {
                Some(of) => country = country.or(Some(of.to_string())),
                None => full.push(token),
            }
        }
        let long = Abbreviated {
            full: full.text,
            kind,
            country,
        };
        Some((start, long))
    }

    /// Whether one word in brackets, which is no abbreviation by its letters, stands behind the whole name of a body:
    /// `l'Agence de sécurité maritime (Bakamla)`.
    fn is_strange_short(&self, sentence: &[Token], open: usize) -> bool {
        let rest = Words(&sentence[open + 1..]);
        let Some(short) = rest.first().filter(|_| rest.skip(1).starts_with(&[")"])) else {
            return false;
        };
        let lexicon = self.lexicon;
        let known = short.known().is_word()
            || lexicon.is_function_word(short)
            || lexicon.given_names.contains(&short.lower)
            || lexicon.cities.longest(rest).is_some()
            || lexicon.countries.longest(rest).is_some();
        let lowest = open.saturating_sub(NAME_TOKENS);
        let mut names = (lowest..open.saturating_sub(1)).map(|start| Words(&sentence[start..open]));
        short.kind == Kind::Word && !known && names.any(|name| self.is_name_of_body(name))
    }

    /// Whether the words are the name of a body, and nothing else.
    fn is_name_of_body(&self, words: Words) -> bool {
        let organisation = self.lexicon.organisations.longest(words);
        let used = organisation.map(|(length, ())| length);
        let used = used.or_else(|| self.body(words).map(|body| body.used));
        used == Some(words.0.len())
    }

    fn initials(&self, name: &[Token], adjectives: bool, small: bool) -> String {
        let counted = name.iter().filter(|token| {
            let function = self.lexicon.is_function_word(token);
            (adjectives || self.country_of(token).is_none())
                && (!function || small && token.lower.len() < 3)
        });
        counted
            .filter_map(|token| token.plain.chars().next())
            .collect()
    }
}

/// A bit for a word, by its plain letters.
fn bit(spelling: &Spelling) -> u64 {
    1 << (spelling.plain_hash % 64)
}

/// Words of the text put side by side again, some left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wording {
    /// The words so far.
    pub text: String,
    end: usize,
}

impl Wording {
    /// Takes all words out.
    pub fn clear(&mut self) {
        self.text.clear();
        self.end = 0;
    }

    /// Adds a token as it is written.
    pub fn push(&mut self, token: &Token) {
        self.push_words(token.range.clone(), token.text);
    }

    /// Adds words that stand for those bytes of the text.
    pub fn push_words(&mut self, place: Range<usize>, words: &str) {
        let glued =
            self.text.is_empty() || self.text.ends_with(['\'', '’']) || self.end == place.start;
        if !glued {
            self.text.push(' ');
        }
        self.text.push_str(words);
        self.end = place.end;
    }
}
