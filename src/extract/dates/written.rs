//! The grammar of dates: what is written, before it is known which days are meant.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{fail, map_opt, opt, value};
use nom::multi::many0;
use nom::sequence::{preceded, terminated};

use crate::extract::lexicon::Lexicon;
use crate::extract::tokens::{Kind, ParseError, Parsed, Token, Words, token_if};

/// A date as it is written, before it is known which year or day it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Written {
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
    /// So many days from the day last spoken of: `la veille` is -1.
    Relative(i64),
}

/// Which of the years that fit is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// `dernier`: the last before the article.
    Last,
    /// `prochain`: the next after it.
    Next,
    /// Nothing is said.
    Near,
}

/// A date at the start of the words.
pub(super) fn written<'t, 'a>(input: Words<'t, 'a>, lexicon: &Lexicon) -> Parsed<'t, 'a, Written> {
    alt((
        |i| span(i, lexicon),
        |i| single(i, lexicon),
        |i| part_of_year(i, lexicon),
        |i| month(i, lexicon),
        |i| relative(i),
        |i| weekday_alone(i, lexicon),
        |i| year_alone(i),
    ))
    .parse(input)
}

fn word<'t, 'a>(
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

fn month_name<'t, 'a>(input: Words<'t, 'a>, lexicon: &Lexicon) -> Parsed<'t, 'a, u32> {
    map_opt(token_if(|t| t.kind == Kind::Word), |t| {
        lexicon.months.get(&t.lower).copied()
    })
    .parse(input)
}

fn year<'t, 'a>(input: Words<'t, 'a>) -> Parsed<'t, 'a, i32> {
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

fn turn<'t, 'a>(input: Words<'t, 'a>) -> Parsed<'t, 'a, Turn> {
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
    map_opt(token_if(|t| t.kind == Kind::Word), |t| {
        lexicon.weekdays.get(&t.lower).copied()
    })
    .parse(input)
}

/// `du 11 au 13 janvier`, `du 30 juillet au 1er août 2025`, `les 9 et 10 septembre`.
fn span<'t, 'a>(input: Words<'t, 'a>, lexicon: &Lexicon) -> Parsed<'t, 'a, Written> {
    let (input, _) = word(&["du", "les", "entre", "des"]).parse(input)?;
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

/// `le 12 janvier`, `mardi 8 octobre 2024`.
fn single<'t, 'a>(input: Words<'t, 'a>, lexicon: &Lexicon) -> Parsed<'t, 'a, Written> {
    let (input, _) = opt(word(&["le", "ce", "du", "au"])).parse(input)?;
    let (input, _) = opt(|i| weekday(i, lexicon)).parse(input)?;
    let (input, _) = opt(word(&["le"])).parse(input)?;
    let (input, day) = day_number(input)?;
    let (input, month) = month_name(input, lexicon)?;
    let (input, turn) = turn(input)?;
    let (input, year) = opt(year).parse(input)?;
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

/// `en juillet 2024`, `en décembre dernier`, `début mai`.
fn month<'t, 'a>(input: Words<'t, 'a>, lexicon: &Lexicon) -> Parsed<'t, 'a, Written> {
    let introduced = |i| {
        let (i, _) = alt((
            word(&["en", "début", "fin", "mi", "courant"]).map(|_| ()),
            (
                word(&["au", "le", "du"]),
                word(&["mois"]),
                opt(word(&["de", "d'"])),
            )
                .map(|_| ()),
            (word(&["à"]), word(&["la"]), word(&["mi", "fin"])).map(|_| ()),
        ))
        .parse(i)?;
        let (i, month) = month_name(i, lexicon)?;
        let (i, turn) = turn(i)?;
        let (i, year) = opt(year).parse(i)?;
        Ok((i, (month, turn, year)))
    };
    let dated = |i| {
        let (i, month) = month_name(i, lexicon)?;
        let (i, year) = year(i)?;
        Ok((i, (month, Turn::Near, Some(year))))
    };
    let months = |(month, turn, year)| Written::Months {
        first: month,
        last: month,
        year,
        turn,
    };
    alt((introduced, dated)).map(months).parse(input)
}

/// `au premier trimestre 2025`, `à l'été 2024`: only with its year.
fn part_of_year<'t, 'a>(input: Words<'t, 'a>, lexicon: &Lexicon) -> Parsed<'t, 'a, Written> {
    let (input, _) = word(&["au", "à", "en", "du", "cet"]).parse(input)?;
    let (input, _) = opt(word(&["l'"])).parse(input)?;
    let Some((length, &(first, last))) = lexicon.seasons.longest(input) else {
        return fail().parse(input);
    };
    let (input, _) = opt(word(&["de", "d'"])).parse(input.skip(length))?;
    let (input, turn) = turn(input)?;
    let (input, year) = year(input)?;
    Ok((
        input,
        Written::Months {
            first,
            last,
            year: Some(year),
            turn,
        },
    ))
}

fn relative<'t, 'a>(input: Words<'t, 'a>) -> Parsed<'t, 'a, Written> {
    let same = value(0, (word(&["le"]), word(&["même"]), word(&["jour"])));
    let before = value(
        -1,
        terminated(
            (word(&["la"]), word(&["veille"])),
            nom::combinator::not(word(&["de", "du", "d'", "des"])),
        ),
    );
    let after = value(1, (word(&["le"]), word(&["lendemain"])));
    alt((same, before, after))
        .map(Written::Relative)
        .parse(input)
}

/// `jeudi`, `ce jeudi`, `mercredi soir`.
fn weekday_alone<'t, 'a>(input: Words<'t, 'a>, lexicon: &Lexicon) -> Parsed<'t, 'a, Written> {
    let (input, _) = opt(word(&["ce"])).parse(input)?;
    let (input, day) = weekday(input, lexicon)?;
    let (input, _) = opt(word(&[
        "matin",
        "soir",
        "midi",
        "après-midi",
        "dernier",
        "prochain",
    ]))
    .parse(input)?;
    Ok((input, Written::Weekday(day)))
}

/// `en 2025`, `fin 2024`: not `depuis 2015`.
fn year_alone<'t, 'a>(input: Words<'t, 'a>) -> Parsed<'t, 'a, Written> {
    preceded(word(&["en", "début", "fin"]), year)
        .map(Written::Year)
        .parse(input)
}
