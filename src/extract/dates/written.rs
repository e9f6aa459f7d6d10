//! The grammar of dates: what is written, before it is known which days are meant.

use std::ops::Range;

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{fail, map_opt, not, opt, value};
use nom::multi::many0;
use nom::sequence::preceded;

use super::months::{month, months};
use super::openings;
use super::relative::{edge, from_others};
use super::side::is_plan;
use crate::extract::lexicon::Lexicon;
use crate::extract::tokens::{Kind, ParseError, Parsed, Token, Words, token_if};

/// A date as it is written, before it is known which year or day it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::extract) enum Written {
    /// Days of months: from, to, and the year if it is written.
    Days {
        from: (u32, u32),
        to: (u32, u32),
        year: Option<i32>,
        turn: Turn,
    },
    /// Whole months, first and last.
    Months {
        first: u32,
        last: u32,
        year: Option<i32>,
        turn: Turn,
    },
    /// A whole year.
    Year(i32),
    /// A day of the week, from Monday (1).
    Weekday(u32),
    /// Days of the week, first and last.
    Weekdays(u32, u32),
    /// So many days from the day last spoken of: `la veille` is -1.
    Relative(i64),
    /// So many days from the day of the news: `hier` is -1.
    Aside(i64),
    /// The week so many weeks from that of the news: `la semaine dernière` is -1.
    WeekAside(i64),
    /// The weekend so many weeks from that of the news: `le week-end dernier` is -1.
    WeekendAside(i64),
    /// A day of the month last spoken of: `le 16`.
    DayAlone(u32),
    /// The month so many months from that of the news: `le mois dernier` is -1.
    MonthAside(i32),
    /// The year so many years from that of the news: `l'an prochain` is 1.
    YearAside(i32),
}

/// Which of the years that fit is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::extract) enum Turn {
    /// `dernier`: the last before the article.
    Last,
    /// `prochain`: the next after it.
    Next,
    /// Nothing is said.
    Near,
}

/// A date as it is written, with its tokens.
pub(in crate::extract) type Dated = (Range<usize>, Written);

/// The dates of a sentence, in order.
pub(in crate::extract) fn all_written(sentence: &[Token], lexicon: &Lexicon) -> Vec<Dated> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < sentence.len() {
        // `À ce jour, trente agents ont été formés`: up to now.
        let up_to_now = at > 0 && sentence[at - 1].is("à") && sentence[at].is("ce");
        if up_to_now || !openings::may_begin(Words(&sentence[at..]), lexicon) {
            debug_assert!(year_of_plan(sentence, at, lexicon).is_none());
            debug_assert!(month_of_event(sentence, at, lexicon).is_none());
            at += 1;
            continue;
        }
        if let Some(date) = year_of_plan(sentence, at, lexicon) {
            found.push((at..at + 2, date));
            at += 2;
            continue;
        }
        if let Some((end, date)) = month_of_event(sentence, at, lexicon) {
            found.push((at..end, date));
            at = end;
            continue;
        }
        match written(Words(&sentence[at..]), lexicon) {
            Ok((rest, date)) => {
                let end = sentence.len() - rest.0.len();
                found.push((at..end, date));
                at = end;
            }
            Err(_) => at += 1,
        }
    }
    found
}

/// `prévue pour 2028`, `le sommet de 2024`: a year that is one behind such a word.
fn year_of_plan(sentence: &[Token], at: usize, lexicon: &Lexicon) -> Option<Written> {
    let named = |token: &&Token| token.is_capital() || token.is("à") || token.is("au");
    let mut before = sentence[..at].iter().rev().skip_while(named);
    let opens = sentence[at].is("pour") && is_plan(&before.next()?.lower)
        || of_event(sentence, at, lexicon);
    let words = sentence.get(at + 1..).filter(|_| opens)?;
    let (_, found) = year(Words(words)).ok()?;
    Some(Written::Year(found))
}

/// Whether `de` at a token follows an event, or a pronoun for one.
fn of_event(sentence: &[Token], at: usize, lexicon: &Lexicon) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| &sentence[before]) else {
        return false;
    };
    let event = || {
        lexicon
            .event_nouns
            .longest(Words(std::slice::from_ref(before)))
    };
    (sentence[at].is("de") || sentence[at].is("d'"))
        && (before.is("celui") || before.is("celle") || before.is("édition") || event().is_some())
}

/// `Le cycle d'octobre`, `la réunion de mars dernier`: a month that is one behind an event.
fn month_of_event(sentence: &[Token], at: usize, lexicon: &Lexicon) -> Option<(usize, Written)> {
    if !of_event(sentence, at, lexicon) {
        return None;
    }
    let words = Words(&sentence[at + 1..]);
    let (rest, month) = month_name(words, lexicon).ok()?;
    let (rest, turn) = turn(rest).ok()?;
    let (rest, year) = opt(year).parse(rest).ok()?;
    let months = Written::Months {
        first: month,
        last: month,
        year,
        turn,
    };
    Some((sentence.len() - rest.0.len(), months))
}

/// A date at the start of the words.
pub(super) fn written<'t, 'a>(input: Words<'t, 'a>, lexicon: &Lexicon) -> Parsed<'t, 'a, Written> {
    if openings::may_begin(input, lexicon) {
        return read(input, lexicon);
    }
    debug_assert!(read(input, lexicon).is_err(), "openings lack {input:?}");
    fail().parse(input)
}

fn read<'t, 'a>(input: Words<'t, 'a>, lexicon: &Lexicon) -> Parsed<'t, 'a, Written> {
    if openings::has_figure_or_name(input, lexicon) {
        return read_any(input, lexicon);
    }
    // Most of what begins like a date is none: `de la`, `à l'`.
    let found = alt((|i| part_of_year(i, lexicon), |i| from_others(i, lexicon))).parse(input);
    debug_assert_eq!(found.is_ok(), read_any(input, lexicon).is_ok(), "{input:?}");
    found
}

fn read_any<'t, 'a>(input: Words<'t, 'a>, lexicon: &Lexicon) -> Parsed<'t, 'a, Written> {
    alt((
        |i| span(i, lexicon),
        |i| hyphened(i, lexicon),
        |i| in_figures(i),
        |i| before_agency(i),
        |i| single(i, lexicon),
        |i| part_of_year(i, lexicon),
        |i| months(i, lexicon),
        |i| month(i, lexicon),
        |i| year_alone(i),
        |i| from_others(i, lexicon),
        |i| weekdays(i, lexicon),
        |i| weekday_alone(i, lexicon),
        |i| day_alone(i),
    ))
    .parse(input)
}

pub(super) fn word<'t, 'a>(
    words: &'static [&'static str],
) -> impl Parser<Words<'t, 'a>, Output = &'t Token<'a>, Error = ParseError<'t, 'a>>
where
    'a: 't,
{
    token_if(move |token| words.contains(&token.lower.as_str()))
}

/// `12`, `1er`.
fn day_number<'t, 'a>(input: Words<'t, 'a>) -> Parsed<'t, 'a, u32> {
    let number = |token: &Token| {
        token
            .lower
            .strip_suffix("er")
            .unwrap_or(&token.lower)
            .parse()
            .ok()
            .filter(|day| (1..=31).contains(day))
    };
    map_opt(token_if(|t| t.kind == Kind::Number), number).parse(input)
}

pub(super) fn month_name<'t, 'a>(input: Words<'t, 'a>, lexicon: &Lexicon) -> Parsed<'t, 'a, u32> {
    map_opt(token_if(|t| t.kind == Kind::Word), |t| lexicon.month(t)).parse(input)
}

pub(super) fn year<'t, 'a>(input: Words<'t, 'a>) -> Parsed<'t, 'a, i32> {
    map_opt(
        token_if(|t| t.kind == Kind::Number && t.text.len() == 4),
        |t| {
            t.text
                .parse()
                .ok()
                .filter(|year| (1800..=2199).contains(year))
        },
    )
    .parse(input)
}

pub(super) fn turn<'t, 'a>(input: Words<'t, 'a>) -> Parsed<'t, 'a, Turn> {
    let last = value(
        Turn::Last,
        word(&["dernier", "dernière", "passé", "écoulé"]),
    );
    let next = value(Turn::Next, word(&["prochain", "prochaine"]));
    opt(alt((last, next)))
        .map(|turn| turn.unwrap_or(Turn::Near))
        .parse(input)
}

fn weekday<'t, 'a>(input: Words<'t, 'a>, lexicon: &Lexicon) -> Parsed<'t, 'a, u32> {
    map_opt(token_if(|t| t.kind == Kind::Word), |t| lexicon.weekday(t)).parse(input)
}

/// `du 11 au 13 janvier`, `du 30 juillet au 1er août 2025`, `les 9 et 10 septembre`.
fn span<'t, 'a>(input: Words<'t, 'a>, lexicon: &Lexicon) -> Parsed<'t, 'a, Written> {
    let (input, _) = word(&["du", "les", "entre", "des", "ces"]).parse(input)?;
    let (input, _) = opt(word(&["le"])).parse(input)?;
    let (input, _) = opt(|i| weekday(i, lexicon)).parse(input)?;
    let (input, first) = day_number(input)?;
    let (input, first_month) = opt(|i| month_name(i, lexicon)).parse(input)?;
    let (input, _) = opt(year).parse(input)?;
    let (input, _) = many0(preceded(word(&[","]), day_number)).parse(input)?;
    let (input, _) = word(&["au", "et", "-"]).parse(input)?;
    let (input, _) = opt(word(&["le", "les"])).parse(input)?;
    let (input, _) = opt(|i| weekday(i, lexicon)).parse(input)?;
    let (input, last) = day_number(input)?;
    let (input, last_month) = month_name(input, lexicon)?;
    let (input, turn) = turn(input)?;
    let (input, year) = opt(year).parse(input)?;
    let from = (first, first_month.unwrap_or(last_month));
    Ok((
        input,
        Written::Days {
            from,
            to: (last, last_month),
            year,
            turn,
        },
    ))
}

/// `12-14 mai`, `du 12-14 mai 2024`.
fn hyphened<'t, 'a>(input: Words<'t, 'a>, lexicon: &Lexicon) -> Parsed<'t, 'a, Written> {
    let days = |token: &Token| {
        let (first, last) = token.text.split_once(['-', '/'])?;
        let day = |text: &str| text.parse().ok().filter(|day| (1..=31).contains(day));
        Some((day(first)?, day(last)?)).filter(|(first, last): &(u32, u32)| first < last)
    };
    let (input, _) = opt(word(&["du", "les"])).parse(input)?;
    let (input, (first, last)) =
        map_opt(token_if(|t| t.kind == Kind::Number), days).parse(input)?;
    let (input, month) = month_name(input, lexicon)?;
    let (input, turn) = turn(input)?;
    let (input, year) = opt(year).parse(input)?;
    Ok((
        input,
        Written::Days {
            from: (first, month),
            to: (last, month),
            year,
            turn,
        },
    ))
}

/// `2025-05-10`, `10/05/2025`, `5/06/2025`.
fn in_figures<'t, 'a>(input: Words<'t, 'a>) -> Parsed<'t, 'a, Written> {
    let days = |token: &Token| {
        let parts: Vec<&str> = token.text.split(['-', '/', '.']).collect();
        let [a, month, b] = parts.as_slice() else {
            return None;
        };
        let (year, day) = match (a.len(), b.len()) {
            (4, 2) => (a, b),
            (1 | 2, 4) => (b, a),
            _ => return None,
        };
        let year = year.parse().ok().filter(|y| (1800..=2199).contains(y))?;
        let month = month.parse().ok().filter(|m| (1..=12).contains(m))?;
        let day = day.parse().ok().filter(|d| (1..=31).contains(d))?;
        Some(Written::Days {
            from: (day, month),
            to: (day, month),
            year: Some(year),
            turn: Turn::Near,
        })
    };
    let number = token_if(|t| t.kind == Kind::Number);
    preceded(opt(word(&["le", "du"])), map_opt(number, days)).parse(input)
}

/// `BRUXELLES 18/05 (BELGA)`: a day in figures without its year, where the name of an agency follows.
fn before_agency<'t, 'a>(input: Words<'t, 'a>) -> Parsed<'t, 'a, Written> {
    let day = |token: &Token| {
        let (day, month) = token.text.split_once('/')?;
        let part = |text: &str| text.parse().ok().filter(|_| text.len() == 2);
        let (day, month): (u32, u32) = (part(day)?, part(month)?);
        ((1..=31).contains(&day) && (1..=12).contains(&month)).then_some((day, month))
    };
    let (input, day) = map_opt(token_if(|t| t.kind == Kind::Number), day).parse(input)?;
    match input.0 {
        [open, name, close, ..] if open.is("(") && name.is_capital() && close.is(")") => Ok((
            input,
            Written::Days {
                from: day,
                to: day,
                year: None,
                turn: Turn::Near,
            },
        )),
        _ => fail().parse(input),
    }
}

/// `le 12 janvier`, `mardi 8 octobre 2024`, `hier lundi 7 novembre`.
fn single<'t, 'a>(input: Words<'t, 'a>, lexicon: &Lexicon) -> Parsed<'t, 'a, Written> {
    let openings = &["le", "ce", "du", "au", "hier", "aujourd'hui", "demain"];
    let (input, _) = opt(word(openings)).parse(input)?;
    let (input, weekday) = opt(|i| weekday(i, lexicon)).parse(input)?;
    // `mercredi, 12 mars, 2025`
    let (input, comma) = opt(word(&[","])).parse(input)?;
    if comma.is_some() && weekday.is_none() {
        return fail().parse(input);
    }
    let (input, _) = opt(word(&["le"])).parse(input)?;
    let (input, day) = day_number(input)?;
    let (input, month) = month_name(input, lexicon)?;
    let (input, turn) = turn(input)?;
    let mark: &'static [&'static str] = match comma {
        Some(_) => &[".", ","],
        None => &["."],
    };
    let (input, year) = opt(preceded(opt(word(mark)), year)).parse(input)?;
    Ok((
        input,
        Written::Days {
            from: (day, month),
            to: (day, month),
            year,
            turn,
        },
    ))
}

/// `au premier trimestre 2025`, `à l'été 2024`, `cet automne`, `l'été dernier`.
fn part_of_year<'t, 'a>(input: Words<'t, 'a>, lexicon: &Lexicon) -> Parsed<'t, 'a, Written> {
    let openings = &[
        "au", "à", "en", "du", "cet", "ce", "dès", "pour", "durant", "pendant",
    ];
    let (input, opening) = opt(word(openings)).parse(input)?;
    let (input, article) = opt(word(&["l'", "le"])).parse(input)?;
    if opening.is_none() && article.is_none() {
        return fail().parse(input);
    }
    let Some((length, &(first, last))) = lexicon.seasons.longest(input) else {
        return fail().parse(input);
    };
    let (input, _) = opt(word(&["de", "d'"])).parse(input.skip(length))?;
    let (input, turn) = turn(input)?;
    let (input, year) = opt(year).parse(input)?;
    if opening.is_none() && turn == Turn::Near && year.is_none() {
        return fail().parse(input);
    }
    Ok((
        input,
        Written::Months {
            first,
            last,
            year,
            turn,
        },
    ))
}

/// `de lundi à mercredi`, `lundi et mardi`.
fn weekdays<'t, 'a>(input: Words<'t, 'a>, lexicon: &Lexicon) -> Parsed<'t, 'a, Written> {
    let (input, opening) = opt(word(&["de", "du", "entre", "les"])).parse(input)?;
    let (input, first) = weekday(input, lexicon)?;
    let joints: &[&str] = match opening {
        Some(token) if token.is("entre") => &["et"],
        Some(token) if token.is("les") => &["et"],
        Some(_) => &["à", "au"],
        None => &["et"],
    };
    let (input, _) = token_if(move |t| joints.contains(&t.lower.as_str())).parse(input)?;
    let (input, last) = weekday(input, lexicon)?;
    let (input, _) = not(token_if(|t| t.kind == Kind::Number)).parse(input)?;
    Ok((input, Written::Weekdays(first, last)))
}

/// `jeudi`, `ce jeudi`, `mercredi soir`.
fn weekday_alone<'t, 'a>(input: Words<'t, 'a>, lexicon: &Lexicon) -> Parsed<'t, 'a, Written> {
    let (input, _) = opt(word(&["ce", "le"])).parse(input)?;
    let (input, day) = weekday(input, lexicon)?;
    let times = word(&["matin", "soir", "midi", "après-midi", "dernier", "prochain"]);
    let (input, _) = opt(times).parse(input)?;
    let (input, _) = opt(word(&["dernier", "prochain"])).parse(input)?;
    Ok((input, Written::Weekday(day)))
}

/// `le 16`, with nothing behind it that it could count.
fn day_alone<'t, 'a>(input: Words<'t, 'a>) -> Parsed<'t, 'a, Written> {
    let (rest, day) = preceded(word(&["le"]), day_number).parse(input)?;
    let behind = rest.0.first();
    let ends = behind.is_none_or(|t| {
        t.kind == Kind::Mark && !matches!(t.text, "/" | "-" | "%" | "x")
            || matches!(
                t.lower.as_str(),
                "à" | "au" | "en" | "par" | "avec" | "et" | "lors" | "dans" | "pour" | "une"
            )
    });
    if ends {
        Ok((rest, Written::DayAlone(day)))
    } else {
        Err(nom::Err::Error(nom::error::make_error(
            input,
            nom::error::ErrorKind::Verify,
        )))
    }
}

/// `en 2025`, `fin 2024`, `à la fin de l'année 2024`: not `depuis 2015`.
fn year_alone<'t, 'a>(input: Words<'t, 'a>) -> Parsed<'t, 'a, Written> {
    let opening = alt((
        word(&["en", "début", "fin", "courant", "dès"]).map(|_| ()),
        (word(&["à"]), word(&["l'"]), word(&["horizon"])).map(|_| ()),
        (
            alt((edge, word(&["début", "fin"]).map(|_| ()))),
            word(&["de", "d'"]),
            opt((opt(word(&["l'"])), word(&["année", "an"]))),
        )
            .map(|_| ()),
    ));
    preceded(opening, year).map(Written::Year).parse(input)
}
