//! Chunks: stretches of a sentence that stand for something (people, bodies, things, places, dates), with
//! the prepositions and determiners before them.

use std::borrow::Cow;
use std::mem::take;

use super::determiners::{contracted, counts, determiner, spelt_number};
use super::room::{Room, Spot, cover};
use super::units::mark_parentheses;
use super::verbs::{self, Verb};
use crate::extract::clauses::VerbGroup;
use crate::extract::dates::Date;
use crate::extract::mention::{Form, Mention};
use crate::extract::reader::Reader;
use crate::extract::tokens::{Kind, Token, Words};

/// What a chunk is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// Of a person, body or country: the number of the mention.
    Mention(usize),
    Noun,
    Place,
    /// The number of the date.
    Date(usize),
}

/// A stretch of a sentence that stands for something.
#[derive(Clone, Debug)]
pub(super) struct Chunk<'t> {
    /// The first token, after prepositions and determiner; of a mention, its first.
    pub(super) start: usize,
    /// The token after the last.
    pub(super) end: usize,
    /// Where its prepositions begin; `start` if it has none.
    pub(super) opens: usize,
    /// The prepositions, contractions undone: `lors de`; empty if there are none.
    pub(super) prep: Cow<'t, str>,
    /// `the`, `a`, `this`, `possessive`, `number`, `no` (aucun) or `none`.
    pub(super) determiner: &'static str,
    /// The token of its noun.
    pub(super) head: usize,
    /// How many tokens the noun has, where the lexicon knows it as an event.
    pub(super) event: Option<(usize, &'static str)>,
    /// `m` or `f`, as far as its determiner shows it.
    pub(super) gender: Option<char>,
    /// Whether its determiner is plural.
    pub(super) plural: bool,
    pub(super) sort: Sort,
}

/// What a sentence is made of, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Verb(usize),
    Chunk(usize),
    /// A relative pronoun or a conjunction that opens a clause, or a mark that parts clauses: its token.
    Opener(usize),
    /// `,`, `et`, `ou`: its token.
    Joint(usize),
}

/// Whether a number is a year, or years.
fn is_year(number: &str) -> bool {
    let digits = number.len() >= 4 && number.starts_with(['1', '2']);
    digits && number.bytes().take(4).all(|b| b.is_ascii_digit())
}

/// Cuts a sentence into units.
pub(super) struct Chunker<'r, 't> {
    pub(super) reader: &'r Reader<'r>,
    pub(super) sentence: &'t [Token<'t>],
    pub(super) mentions: &'r [Mention],
    pub(super) dates: &'r [Date],
    pub(super) verbs: Vec<Verb<'r>>,
    /// What is known of each token.
    pub(super) spots: Vec<Spot>,
    pub(super) chunks: Vec<Chunk<'t>>,
    pub(super) units: Vec<Unit>,
    /// Prepositions read and not yet used: where they begin, and what they are.
    pub(super) open: Option<(usize, Cow<'t, str>)>,
}

impl<'r, 't> Chunker<'r, 't> {
    pub(super) fn new(
        reader: &'r Reader<'r>,
        sentence: &'t [Token<'t>],
        mentions: &'r [Mention],
        dates: &'r [Date],
        groups: &'r [VerbGroup<'r>],
        room: &mut Room<'t>,
    ) -> Self
    where
        't: 'r,
    {
        let (chunks, units) = (take(&mut room.chunks), take(&mut room.units));
        let mut spots = take(&mut room.spots);
        spots.resize(sentence.len(), Spot::default());
        for (number, mention) in mentions.iter().enumerate() {
            let range = mention.start..mention.end;
            cover(&mut spots[range], Sort::Mention(number));
        }
        for (number, date) in dates.iter().enumerate() {
            let spots = &mut spots[date.start..date.end];
            if !spots.iter().any(|spot| spot.covered) {
                cover(spots, Sort::Date(number));
            }
        }
        mark_parentheses(sentence, &mut spots);
        let verbs = verbs::verbs(reader, sentence, groups, &mut spots);
        let mut chunker = Chunker {
            reader,
            sentence,
            mentions,
            dates,
            verbs,
            spots,
            chunks,
            units,
            open: None,
        };
        for (number, verb) in chunker.verbs.iter().enumerate() {
            for at in verb.start..=verb.at {
                let spot = &mut chunker.spots[at];
                if at == verb.at || !spot.covered {
                    spot.in_verb = Some(number);
                }
            }
        }
        chunker.cut();
        chunker
    }

    /// The mention or date that begins at a token.
    pub(super) fn begins(&self, at: usize) -> Option<Sort> {
        self.spots.get(at)?.begins
    }

    fn cut(&mut self) {
        let mut at = 0;
        while at < self.sentence.len() {
            at = self.unit(at);
        }
    }

    /// `, notamment,` in `en présence, notamment, du ministre`: how many tokens stand between a noun and its complement.
    fn inserted_adverb(&self, at: usize) -> Option<usize> {
        let words = Words(&self.sentence[at..]);
        let adverb = words.starts_with(&[","]).then(|| words.skip(1))?;
        let length = self.reader.lexicon.adverbial(adverb)?;
        let behind = adverb.skip(length);
        let complement =
            behind.starts_with(&[","]) && behind.skip(1).starts_with(&["de", "du", "des", "d'"]);
        complement.then_some(length + 2)
    }

    /// Reads what begins at a token; returns the token after it.
    fn unit(&mut self, at: usize) -> usize {
        match self.spots[at].begins {
            Some(Sort::Date(number)) => {
                let end = self.dates[number].end;
                self.push(at, at, end, Sort::Date(number), ("none", None, false));
                return end;
            }
            Some(Sort::Mention(number)) => return self.mention(at, number),
            _ => {}
        }
        if let Some(verb) = self.spots[at].in_verb {
            if self.verbs[verb].at == at {
                self.open = None;
                self.units.push(Unit::Verb(verb));
            }
            return at + 1;
        }
        let sentence = self.sentence;
        let token = &sentence[at];
        let word = token.lower.as_str();
        let lexicon = self.reader.lexicon;
        if token.kind == Kind::Mark {
            if let Some(length) = self.inserted_adverb(at) {
                for spot in &mut self.spots[at..at + length] {
                    spot.aside = true;
                }
                return at + length;
            }
            match word {
                "," => {
                    self.open = None;
                    self.units.push(Unit::Joint(at));
                }
                ";" | ":" | "." | "?" | "!" | "…" => {
                    self.open = None;
                    self.units.push(Unit::Opener(at));
                }
                _ => {}
            }
            return at + 1;
        }
        let words = Words(&self.sentence[at..]);
        let event = || lexicon.event_nouns.longest(words).is_some();
        // `à cette occasion` ties what is told to what was told before.
        let tie = |length: usize| {
            let last = &self.sentence[at + length - 1];
            last.is("occasion") || last.is("foulée")
        };
        if at == 0 && word.ends_with("ment") && token.known().nouns.is_empty() {
            return at + 1;
        }
        // `patrouillent ensemble`
        if token.is("ensemble") && at > 0 && self.spots[at - 1].in_verb.is_some() {
            return at + 1;
        }
        // `Celui de 2024`
        if matches!(word, "celui" | "celle") && words.skip(1).starts_with(&["de", "du", "d'"]) {
            return self.noun_of(at, at + 1);
        }
        if word == "à"
            && words.skip(1).starts_with(&["partir", "compter"])
            && words.skip(2).starts_with(&["de", "du", "des", "d'"])
        {
            self.open = Some((at, "à partir de".into()));
            let joined = self.begins(at + 2).is_some();
            return at + if joined { 2 } else { 3 };
        }
        // `plus de 60 délégués`
        let quantity = matches!(word, "plus" | "moins" | "près")
            && words.skip(1).starts_with(&["de", "d'"])
            && words
                .skip(2)
                .first()
                .is_some_and(|t| t.kind == Kind::Number || counts(&t.lower) || t.is("une"));
        if quantity {
            return at + 2;
        }
        // `Quelque 120 délégués`
        let number = |t: &Token| t.kind == Kind::Number || counts(&t.lower);
        if matches!(word, "quelque" | "environ") && words.skip(1).first().is_some_and(number) {
            return at + 1;
        }
        if let Some(length) = lexicon.adverbial(words)
            && !event()
            && !self.spots[at + length - 1].covered
            && !tie(length)
            && !(length == 1 && self.opens_complement(at))
            && !(word == "depuis" && matches!(self.begins(at + 1), Some(Sort::Date(_))))
            && self.as_well_as(at).is_none()
            && !(word == "puis" && at > 0 && self.sentence[at - 1].is(","))
        {
            return at + length;
        }
        let as_well = self.as_well_as(at);
        if matches!(word, "et" | "ou" | "puis") || as_well.is_some() {
            self.open = None;
            self.units.push(Unit::Joint(at));
            return at + as_well.unwrap_or(1);
        }
        if lexicon.is_class(token, "relative") || lexicon.is_class(token, "subordinator") {
            self.open = None;
            self.units.push(Unit::Opener(at));
            return at + 1;
        }
        if let Some((prep, gender, plural)) = contracted(word) {
            // `des` is an article where nothing stands before it that it could complete, and behind `à` and the like.
            let takes_of = self
                .open
                .as_ref()
                .is_some_and(|(_, open)| !is_before_articles(open));
            let completes = word != "des" || self.open.is_none() && self.completes(at) || takes_of;
            if completes {
                self.preposition(at, prep);
                return self.noun(at + 1, ("the", gender, plural));
            }
        }
        if lexicon.is_class(token, "preposition") {
            self.preposition(at, word);
            return at + 1;
        }
        // `Le Caire`, `La Haye`
        let article = token.is_capital()
            && at > 0
            && (self.sentence[at - 1].kind == Kind::Word || self.sentence[at - 1].is(","));
        if article
            && lexicon.is_class(token, "determiner")
            && self.sentence.get(at + 1).is_some_and(Token::is_capital)
            && self.begins(at + 1).is_none()
        {
            return self.noun(at, ("none", None, false));
        }
        // `une telle visite`
        if matches!(word, "un" | "une") && words.skip(1).starts_with(&["tel", "telle"]) {
            let gender = if word == "un" { 'm' } else { 'f' };
            return self.noun(at + 2, ("this", Some(gender), false));
        }
        if let Some(length) = spelt_number(&self.sentence[at..])
            && self.begins(at + length).is_none()
        {
            let known = self.chunks.len();
            let end = self.noun(at + length, ("number", None, true));
            if let Some(chunk) = self.chunks.get_mut(known) {
                chunk.start = at;
            }
            return end;
        }
        if let Some(shown) = determiner(word) {
            return self.noun(at + 1, shown);
        }
        if self.is_content(at) {
            let shown = match token.kind {
                Kind::Number => ("number", None, true),
                _ => ("none", None, false),
            };
            return self.noun(at, shown);
        }
        self.open = None;
        at + 1
    }

    fn preposition(&mut self, at: usize, prep: &'t str) {
        let prep = match prep {
            "d'" => "de",
            "jusqu'" => "jusque",
            other => other,
        };
        match &mut self.open {
            Some((_, open)) => {
                let open = open.to_mut();
                open.push(' ');
                open.push_str(prep);
            }
            None => self.open = Some((at, prep.into())),
        }
    }

    fn mention(&mut self, at: usize, number: usize) -> usize {
        let mention = &self.mentions[number];
        let sentence = self.sentence;
        let first = &sentence[at];
        let shown = match first.lower.as_str() {
            word if contracted(word).is_some() => {
                let (prep, gender, plural) = contracted(word).expect("it is one");
                if word != "des" || mention.depends || self.after_chunk(at) {
                    self.preposition(at, prep);
                }
                ("the", gender, plural)
            }
            "de" | "d'" | "à" if mention.end > at + 1 => {
                self.preposition(at, first.lower.as_str());
                ("the", None, false)
            }
            word => determiner(word).unwrap_or(("none", None, false)),
        };
        let (determiner, gender, plural) = shown;
        let shown = (
            determiner,
            gender,
            plural || matches!(mention.form, Form::Pair(_)),
        );
        let end = mention.end;
        self.push(at, at, end, Sort::Mention(number), shown);
        end
    }

    fn is_content(&self, at: usize) -> bool {
        let token = &self.sentence[at];
        let lexicon = self.reader.lexicon;
        // `s'étant tenue`, `C'est à Rome que`
        if matches!(token.lower.as_str(), "étant" | "ayant" | "c'") {
            return false;
        }
        token.kind == Kind::Number
            || token.kind == Kind::Word
                && (!lexicon.is_function_word(token)
                    || token.is_capital() && at > 0
                    || self.reader.is_before_nouns(token) && at + 1 < self.sentence.len())
    }

    /// A pronoun that stands for a noun, as a noun chunk.
    fn noun_of(&mut self, at: usize, end: usize) -> usize {
        let opens = self.open.as_ref().map_or(at, |(from, _)| *from);
        self.push(opens, at, end, Sort::Noun, ("the", None, false));
        end
    }

    /// Reads the words of a noun phrase, up to the next preposition, mark or verb.
    fn noun(&mut self, at: usize, shown: (&'static str, Option<char>, bool)) -> usize {
        let lexicon = self.reader.lexicon;
        let mut end = at;
        let mut event: Option<(usize, usize, &'static str)> = None;
        while end < self.sentence.len() {
            let spot = &self.spots[end];
            if spot.begins.is_some() || spot.in_verb.is_some() {
                break;
            }
            let words = Words(&self.sentence[end..]);
            if event.is_none()
                && let Some((length, &kind)) = lexicon.event_nouns.longest(words)
            {
                event = Some((end, length, kind));
                end += length;
                continue;
            }
            let quote = matches!(self.sentence[end].text, "«" | "»" | "\"" | "“" | "”");
            let adverb = event.is_some() && lexicon.adverbial(words).is_some();
            let ranked = end == at && self.reader.is_before_nouns(&self.sentence[at]);
            let content = |at: usize| at < self.sentence.len() && self.is_content(at);
            // `aide non remboursable`
            let inside = self.sentence[end].is("non") && end > at && content(end + 1);
            // `chaque année 60 stagiaires`
            let counts = end > at
                && self.sentence[end].kind == Kind::Number
                && !is_year(self.sentence[end].text)
                && content(end + 1)
                && self.sentence[end + 1].is_small();
            if !(quote && end > at || inside || content(end) || ranked) || adverb || counts {
                break;
            }
            end += 1;
        }
        while end > at && self.sentence[end - 1].kind == Kind::Mark {
            end -= 1;
        }
        if end == at {
            // A determiner without a noun: `le 500 kV` is none, `l'a signé` is a verb's.
            return at.max(1);
        }
        let head = event.map_or_else(|| self.head(at, end), |(start, ..)| start);
        let opens = self.open.as_ref().map_or(at, |(from, _)| *from);
        let place = event.is_none() && self.sentence[at..end].iter().all(Token::is_capital);
        let region = self.open.as_ref().is_some_and(|(_, prep)| prep == "en");
        if place && (shown.0 == "the" || region) {
            end = self.proper_complement(end);
        }
        let sort = if place { Sort::Place } else { Sort::Noun };
        let (determiner, gender, plural) = shown;
        let own = self.agreement(head, gender, plural);
        let many = plural || own.plural == Some(true) && determiner != "this" && gender.is_none();
        let shown = (determiner, gender.or(own.gender), many);
        self.push(opens, at, end, sort, shown);
        let last = self.chunks.len() - 1;
        self.chunks[last].head = head;
        self.chunks[last].event = event.map(|(_, length, kind)| (length, kind));
        end
    }

    fn push(
        &mut self,
        opens: usize,
        start: usize,
        end: usize,
        sort: Sort,
        (determiner, gender, plural): (&'static str, Option<char>, bool),
    ) {
        let (from, prep) = self.open.take().unwrap_or((opens, Cow::Borrowed("")));
        self.units.push(Unit::Chunk(self.chunks.len()));
        self.chunks.push(Chunk {
            start,
            end,
            opens: from.min(opens),
            prep,
            determiner,
            head: start,
            event: None,
            gender,
            plural,
            sort,
        });
    }

    /// Whether the subject of a verb may stand behind it: `À la cérémonie ont assisté X et Y`.
    pub(super) fn subject_may_follow(&self, verb: usize) -> bool {
        let verb = &self.verbs[verb];
        let pronoun = verb.start.checked_sub(1).is_some_and(|before| {
            let word = &self.sentence[before];
            let lexicon = self.reader.lexicon;
            lexicon.is_class(word, "pronoun")
                || matches!(word.lower.as_str(), "qui" | "et" | "mais")
        });
        matches!(verb.shape, "finite" | "modal") && !pronoun
    }
}

/// Whether a preposition takes a noun with its article, and no `de`: `à des familles`.
fn is_before_articles(prep: &str) -> bool {
    matches!(
        prep,
        "à" | "avec"
            | "pour"
            | "dans"
            | "par"
            | "sur"
            | "sous"
            | "contre"
            | "entre"
            | "vers"
            | "chez"
            | "parmi"
            | "selon"
    )
}
