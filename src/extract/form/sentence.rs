//! The facts of one sentence.

use std::borrow::Cow;

use super::attachment::{Attachment, attach};
use super::block::At;
use super::chunks::{Chunk, Chunker, Sort};
use super::determiners::counts;
use super::room::Room;
use super::verbs::adverbs;
use super::{Arg, Notes, Relation, percent};
use crate::extract::dates::Date;
use crate::extract::discourse::{Discourse, Referent, Resolved};
use crate::extract::lexicon::BodyKind;
use crate::extract::mention::Form;
use crate::extract::nouns::push_all;
use crate::extract::reader::{Reader, Wording};
use crate::extract::subjects::{Clauses, Owners};
use crate::extract::tokens::{Kind, Token, Words, tokens};

/// What a referent is called, and what it is.
pub(super) fn told<'d>(
    discourse: &'d Discourse,
    who: &'d Referent,
) -> (Cow<'d, str>, &'static str) {
    let sort = match who {
        Referent::Person(_) => "person",
        Referent::Body(..) => "body",
        Referent::Country(_) => "country",
    };
    (crate::extract::name(discourse, who), sort)
}

/// Words in small letters with spaces between.
fn side_by_side<'t>(words: &'t [Token]) -> Cow<'t, str> {
    match words {
        [one] => one.lower.as_str().into(),
        _ => {
            let words: Vec<&str> = words.iter().map(|token| token.lower.as_str()).collect();
            words.join(" ").into()
        }
    }
}

struct Writer<'w, N> {
    notes: &'w mut N,
    at: At,
    /// Room for words that are put side by side.
    words: Wording,
}

impl<N: Notes> Writer<'_, N> {
    fn place(&self, token: usize) -> Arg<'static> {
        Arg::from(self.at.first + token)
    }

    #[inline(always)]
    fn note(&mut self, relation: Relation, args: &[Arg<'_>]) {
        self.notes.note(relation, args);
    }

    /// Notes the words of a chunk, and whether one of them has a capital.
    fn words(&mut self, chunk: Arg<'_>, words: &[Token]) {
        if words.iter().any(Token::is_capital) {
            self.notes.note(Relation::Capitalised, &[chunk]);
        }
        let words = match words {
            [only] => only.text,
            _ => {
                self.words.clear();
                push_all(&mut self.words, Words(words), words.len());
                self.words.text.as_str()
            }
        };
        self.notes.note(Relation::Words, &[chunk, words.into()]);
    }

    fn whom(
        &mut self,
        relation: Relation,
        token: usize,
        resolved: &Resolved,
        discourse: &Discourse,
    ) {
        let place = self.place(token);
        for who in &resolved.who {
            let (name, sort) = told(discourse, who);
            let args = [
                place,
                name.as_ref().into(),
                Arg::Own(sort),
                percent(resolved.sure),
            ];
            self.note(relation, &args);
        }
    }
}

impl Reader<'_> {
    /// Writes the form of a sentence as facts.
    pub(super) fn write_form<'t>(
        &self,
        clauses: &Clauses<'t, '_>,
        dates: &[Date],
        discourse: &Discourse,
        at: At,
        notes: &mut impl Notes,
        room: &mut Room<'t>,
    ) {
        let chunker = Chunker::new(
            self,
            clauses.sentence,
            &clauses.mentions,
            dates,
            &clauses.groups,
            room,
        );
        attach(&chunker, &clauses.subjects, &mut room.attachment);
        let attachment = &room.attachment;
        let words = Wording::default();
        let mut writer = Writer { notes, at, words };
        for number in 0..chunker.verbs.len() {
            verb(
                &mut writer,
                &chunker,
                attachment,
                clauses,
                number,
                discourse,
            );
        }
        for number in 0..chunker.chunks.len() {
            // `unissent leurs efforts`: of those who do what the clause says.
            let clause = attachment.clause[number].filter(|(_, before)| !before);
            let group = clause.and_then(|(verb, _)| chunker.verbs[verb].group);
            let doers = group.map(|group| &clauses.subjects[group].who);
            self.chunk(&mut writer, &chunker, clauses, number, doers, discourse);
        }
        for (number, clause) in attachment.clause.iter().enumerate() {
            let chunk = writer.place(chunker.chunks[number].start);
            let (verb, side) = match clause {
                Some((verb, before)) => (
                    writer.place(chunker.verbs[*verb].at),
                    if *before { "before" } else { "after" },
                ),
                None => (Arg::Place(-1 - at.sentence as i64), "none"),
            };
            writer.note(Relation::InClause, &[chunk, verb, Arg::Own(side)]);
        }
        let place = |number: usize| Arg::from(at.first + chunker.chunks[number].start);
        for &(one, other) in &attachment.next {
            writer.note(Relation::Next, &[place(one), place(other)]);
        }
        for &(one, other, by) in &attachment.joined {
            writer.note(Relation::Joined, &[place(one), place(other), Arg::Own(by)]);
        }
        room.take_back(chunker);
    }

    fn chunk(
        &self,
        writer: &mut Writer<'_, impl Notes>,
        chunker: &Chunker,
        clauses: &Clauses,
        number: usize,
        doers: Option<&Resolved>,
        discourse: &Discourse,
    ) {
        let chunk = &chunker.chunks[number];
        let x = writer.place(chunk.start);
        let (from, to) = (x, writer.place(chunk.end));
        let s = Arg::from(writer.at.sentence);
        let sort = match chunk.sort {
            Sort::Mention(_) => "mention",
            Sort::Noun => "noun",
            Sort::Place => "place",
            Sort::Date(_) => "date",
        };
        writer.note(Relation::Chunk, &[x, s, from, to, Arg::Own(sort)]);
        writer.words(x, &chunker.sentence[chunk.start..chunk.end]);
        if !chunk.prep.is_empty() {
            writer.note(Relation::Prep, &[x, chunk.prep.as_ref().into()]);
        }
        writer.note(Relation::Determiner, &[x, Arg::Own(chunk.determiner)]);
        if chunk.plural {
            writer.note(Relation::Plural, &[x]);
        }
        if let Some(gender) = chunk.gender {
            let gender = if gender == 'f' { "f" } else { "m" };
            writer.note(Relation::Gender, &[x, Arg::Own(gender)]);
        }
        match chunk.sort {
            Sort::Mention(mention) => {
                writer.whom(
                    Relation::StandsFor,
                    chunk.start,
                    &clauses.resolved[mention],
                    discourse,
                );
                if matches!(chunker.mentions[mention].form, Form::Named(..)) {
                    writer.note(Relation::Named, &[x]);
                }
            }
            Sort::Date(date) => {
                let date = &chunker.dates[date];
                let days = [x, date.days.0.as_str().into(), date.days.1.as_str().into()];
                writer.note(Relation::Date, &days);
                if self.is_limit(clauses.sentence, date) {
                    writer.note(Relation::Limit, &[x]);
                }
            }
            Sort::Noun | Sort::Place => {
                self.noun(writer, chunker, chunk, doers, &clauses.owners, discourse);
            }
        }
        self.place_of(writer, chunker, number);
    }

    fn noun(
        &self,
        writer: &mut Writer<'_, impl Notes>,
        chunker: &Chunker,
        chunk: &Chunk,
        doers: Option<&Resolved>,
        owners: &Owners,
        discourse: &Discourse,
    ) {
        let x = writer.place(chunk.start);
        let length = chunk.event.map_or(1, |(length, _)| length);
        let noun = side_by_side(&chunker.sentence[chunk.head..chunk.head + length]);
        let noun = match noun {
            Cow::Owned(words) => words.replace("' ", "'").into(),
            word => word,
        };
        writer.note(Relation::Noun, &[x, noun.as_ref().into()]);
        if let Some((_, kind)) = chunk.event {
            writer.note(Relation::EventNoun, &[x, Arg::Own(kind)]);
        }
        for at in chunk.start..chunk.end {
            let token = &chunker.sentence[at];
            if let Some(country) = self.country_of(token) {
                writer.note(Relation::Nation, &[x, country.into()]);
            } else if !(chunk.head..chunk.head + length).contains(&at)
                && !self.lexicon.is_function_word(token)
            {
                writer.note(Relation::Quality, &[x, token.lower.as_str().into()]);
            }
        }
        // How many: `trois` of `trois jours`.
        let first = &chunker.sentence[chunk.start];
        let inside = first.kind == Kind::Number || counts(&first.lower);
        if chunk.determiner == "number" && !inside {
            let count = chunk.start.checked_sub(1).map(|at| &chunker.sentence[at]);
            if let Some(count) = count {
                writer.note(Relation::Quality, &[x, count.lower.as_str().into()]);
            }
        }
        if chunk.determiner == "possessive" {
            let many = chunk
                .start
                .checked_sub(1)
                .is_some_and(|at| chunker.sentence[at].lower.starts_with("leur"));
            // `a effectué sa première visite, a annoncé Y`: of whoever the clause is about.
            let own = doers.filter(|doers| many == (doers.who.len() > 1) && !doers.who.is_empty());
            let owner = own.unwrap_or(match many {
                true => &owners.of_many,
                false => &owners.of_one,
            });
            writer.whom(Relation::Owner, chunk.start, owner, discourse);
        }
    }

    /// Notes that a chunk names a place: a city, region or country of the lexicon, or any name where only a
    /// place can stand.
    fn place_of(&self, writer: &mut Writer<'_, impl Notes>, chunker: &Chunker, number: usize) {
        let chunk = &chunker.chunks[number];
        let x = writer.place(chunk.start);
        if let Sort::Mention(mention) = chunk.sort {
            if let Form::Body(body) = &chunker.mentions[mention].form
                && body.kind == BodyKind::Local
                && self.lexicon.is_place_noun_word(&body.name)
            {
                // `la ville de X` is X; `la province de X` keeps its name.
                let town = ["ville de ", "ville d'", "ville d’"];
                let town = town.iter().find_map(|head| body.name.strip_prefix(head));
                let rank = if town.is_some() { "city" } else { "region" };
                let name = town.unwrap_or(&body.name);
                let place = [x, name.into(), "".into(), rank.into()];
                writer.note(Relation::Place, &place);
            }
            if let Form::Country(country) = &chunker.mentions[mention].form {
                let country = country.as_str();
                writer.note(
                    Relation::Place,
                    &[x, country.into(), country.into(), "country".into()],
                );
            }
            return;
        }
        let words = Words(&chunker.sentence[chunk.start..chunk.end]);
        // `la capitale Vientiane`
        let kind = words
            .first()
            .is_some_and(|t| t.is_small() && self.lexicon.is_place_noun(t));
        let words = words.skip(usize::from(kind && words.0.len() > 1));
        if let Some((name, country)) = self.contracted_town(chunker, chunk.start, words) {
            let place = [x, name.as_str().into(), country.into(), "city".into()];
            writer.note(Relation::Place, &place);
        } else if let Some((length, country)) = self.lexicon.cities.longest(words) {
            let name = crate::extract::people::wording(&words.0[..length]);
            let rank = if country.is_empty() { "region" } else { "city" };
            writer.note(
                Relation::Place,
                &[
                    x,
                    name.as_str().into(),
                    country.as_str().into(),
                    rank.into(),
                ],
            );
        } else if let Some(rank) = self.unknown_place(chunker, number) {
            let name = crate::extract::people::wording(words.0);
            writer.note(
                Relation::Place,
                &[x, name.as_str().into(), "".into(), rank.into()],
            );
        }
    }
}

impl Reader<'_> {
    /// `au Caire`: Le Caire, and its country, where the words of a chunk begin with the rest of such a name.
    fn contracted_town(
        &self,
        chunker: &Chunker,
        start: usize,
        words: Words,
    ) -> Option<(String, &str)> {
        let before = &chunker.sentence[start.checked_sub(1)?];
        let first = words
            .first()
            .filter(|first| first.is_capital() && (before.is("au") || before.is("du")))?;
        let name = format!("Le {}", first.text);
        let whole = tokens(&name, 0..name.len());
        let town = self.lexicon.cities.longest(Words(&whole));
        let (_, country) = town.filter(|(length, _)| *length > 1)?;
        Some((crate::extract::people::wording(&whole), country))
    }

    /// The rank of a place that the lexicon does not know, if the chunk can name one: capitals after a
    /// preposition of place, or after a word like `province de`.
    fn unknown_place(&self, chunker: &Chunker, number: usize) -> Option<&'static str> {
        let chunk = &chunker.chunks[number];
        if chunk.sort != Sort::Place {
            return None;
        }
        let first = &chunker.sentence[chunk.start];
        let common = !first.known().nouns.is_empty();
        let inside = matches!(
            &*chunk.prep,
            "à" | "en"
                | "dans"
                | "vers"
                | "depuis"
                | "pour"
                | "jusque à"
                | "sur"
                | "près de"
                | "au large de"
        );
        let before = number.checked_sub(1).map(|before| &chunker.chunks[before]);
        let of_place = chunk.prep == "de"
            && before.is_some_and(|before| {
                before.end == chunk.opens
                    && (self.lexicon.is_place_noun(&chunker.sentence[before.head])
                        || chunker.sentence[before.head].is("large"))
            });
        match (inside, of_place) {
            (true, _) if common && chunk.determiner == "the" => {
                (chunk.end > chunk.start + 1).then_some("site")
            }
            (true, _) if first.is_abbreviation() => None,
            (true, _) | (_, true) => Some("unknown"),
            _ => None,
        }
    }
}

fn verb(
    writer: &mut Writer<'_, impl Notes>,
    chunker: &Chunker,
    attachment: &Attachment,
    clauses: &Clauses,
    number: usize,
    discourse: &Discourse,
) {
    let verb = &chunker.verbs[number];
    let v = writer.place(verb.at);
    let s = Arg::from(writer.at.sentence);
    let (from, to) = (writer.place(verb.start), writer.place(verb.at + 1));
    writer.note(Relation::Verb, &[v, s, from, to, Arg::Own(verb.shape)]);
    for lemma in verb.lemmas.iter() {
        writer.note(Relation::Lemma, &[v, lemma.as_ref().into()]);
    }
    if verb.passive {
        writer.note(Relation::Passive, &[v]);
    }
    if verb.denied {
        writer.note(Relation::Denied, &[v]);
    }
    let before = &chunker.verbs[..number];
    let first = verb.group.is_some() && before.iter().all(|verb| verb.group.is_none());
    let adverbs = adverbs(chunker.reader, chunker.sentence, verb, first);
    let in_adverb = |at: usize| {
        adverbs
            .iter()
            .any(|words| words.contains(&at) && words.len() > 1)
    };
    for words in &adverbs {
        let adverb = side_by_side(&chunker.sentence[words.clone()]);
        writer.note(Relation::Adverb, &[v, adverb.as_ref().into()]);
    }
    for token in &chunker.sentence[verb.start..verb.at] {
        if chunker.reader.lexicon.is_class(token, "clitic") && !in_adverb(token.at) {
            writer.note(Relation::Clitic, &[v, token.lower.as_str().into()]);
        }
    }
    if let Some(group) = verb.group {
        writer.whom(
            Relation::CliticFor,
            verb.at,
            &clauses.objects[group],
            discourse,
        );
    }
    if let Some(above) = attachment.verbs[number].under {
        let above = writer.place(chunker.verbs[above].at);
        writer.note(Relation::Under, &[v, above]);
    }
    if let Some((chunk, by)) = attachment.verbs[number].modifies {
        let chunk = writer.place(chunker.chunks[chunk].start);
        writer.note(Relation::Modifies, &[v, chunk, Arg::Own(by)]);
    }
    if let Some(group) = verb.group {
        if clauses.dependent[group] {
            writer.note(Relation::Dependent, &[v]);
        }
        let who = &clauses.subjects[group].who;
        if !attachment.ends_in_complement(chunker, number) {
            writer.whom(Relation::Doer, verb.at, who, discourse);
        }
        let subject = attachment.verbs[number]
            .subject
            .map(|subject| chunker.chunks[subject].sort);
        if let Some(Sort::Mention(mention)) = subject
            && who.who.is_empty()
            && !attachment.verbs[number].inverted
        {
            let found = &clauses.resolved[mention];
            let who = Resolved {
                sure: found.sure * 0.9,
                ..found.clone()
            };
            writer.whom(Relation::Doer, verb.at, &who, discourse);
        }
        if who.who.is_empty() && attachment.verbs[number].inverted {
            for mention in attachment.behind(chunker, number) {
                let who = &clauses.resolved[mention];
                writer.whom(Relation::Doer, verb.at, who, discourse);
            }
        }
    }
    let subject = attachment.verbs[number].subject;
    let object = attachment.verbs[number].object;
    if let Some(chunk) = subject {
        let chunk = writer.place(chunker.chunks[chunk].start);
        writer.note(Relation::Subject, &[v, chunk]);
    }
    if let Some(chunk) = object {
        let chunk = writer.place(chunker.chunks[chunk].start);
        writer.note(Relation::Object, &[v, chunk]);
    }
}
