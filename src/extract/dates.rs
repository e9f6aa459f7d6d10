//! Dates as French writes them, and the days they mean in an article.

use chrono::{Datelike, Days, NaiveDate};
use nom::Parser;
use nom::branch::alt;
use nom::combinator::{fail, map_opt, opt, value};
use nom::multi::many0;
use nom::sequence::{preceded, terminated};

use super::lexicon::Lexicon;
use super::tokens::{Kind, Parsed, Token, Words, token_if};

/// A date as it is written, before it is known which year or day it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// Days of months: from, to, and the year if it is written.
    Days { from: (u32, u32), to: (u32, u32), year: Option<i32>, turn: Turn },
    /// Whole months, first and last.
    Months { first: u32, last: u32, year: Option<i32>, turn: Turn },
    /// A whole year.
    Year(i32),
    /// A day of the week, from Monday (1).
    Weekday(u32),
    /// So many days from the day last spoken of: `la veille` is -1.
    Relative(i64),
}

/// Which of the years that fit is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// `dernier`: the last before the article.
    Last,
    /// `prochain`: the next after it.
    Next,
    /// Nothing is said.
    Near,
}

/// A date in a sentence.
#[derive(Clone, Debug)]
pub struct Date {
    /// The first token.
    pub start: usize,
    /// The token after the last.
    pub end: usize,
    /// The first and last day, ISO 8601, as precise as the text.
    pub days: (String, String),
}

/// What dates without a year, or without a month, are counted from.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    /// Year and month of the article.
    published: Option<(i32, u32)>,
    /// The days last spoken of, first and last.
    current: Option<(NaiveDate, NaiveDate)>,
    /// The first day spoken of: the news is of about that time.
    first: Option<NaiveDate>,
}

/// How far from the time of the news a day may be to be counted from, in days.
const NEWS_DAYS: i64 = 45;

impl Calendar {
    /// A calendar for an article published on this date: ISO 8601, a year, month or day.
    pub fn new(published: Option<&str>) -> Calendar {
        let parts: Vec<u32> = published.unwrap_or_default().split('-').map_while(|part| part.parse().ok()).collect();
        let year = parts.first().and_then(|year| i32::try_from(*year).ok()).filter(|year| (1000..=9999).contains(year));
        let month = parts.get(1).copied().filter(|month| (1..=12).contains(month));
        let day = |year, month| NaiveDate::from_ymd_opt(year, month, *parts.get(2)?);
        Calendar {
            published: year.map(|year| (year, month.unwrap_or(6))),
            first: None,
            current: year.zip(month).and_then(|(y, m)| day(y, m)).map(|day| (day, day)),
        }
    }

    /// The dates of a sentence, in order. Each becomes what the next ones are counted from.
    pub fn dates(&mut self, sentence: &[Token], lexicon: &Lexicon) -> Vec<Date> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < sentence.len() {
            let Ok((rest, written)) = written(Words(&sentence[at..]), lexicon) else {
                at += 1;
                continue;
            };
            let end = sentence.len() - rest.0.len();
            if let Some(days) = self.days(&written) {
                found.push(Date { start: at, end, days });
            }
            at = end;
        }
        found
    }

    /// The days meant, if the article gives enough to tell.
    fn days(&mut self, written: &Written) -> Option<(String, String)> {
        match *written {
            Written::Year(year) => Some((format!("{year:04}"), format!("{year:04}"))),
            Written::Months { first, last, year, turn } => {
                let year = year.or_else(|| self.year_of(first, turn))?;
                Some((format!("{year:04}-{first:02}"), format!("{year:04}-{last:02}")))
            }
            Written::Days { from, to, year, turn } => {
                let last = year.or_else(|| self.year_of(to.1, turn))?;
                let first = if from.1 > to.1 { last - 1 } else { last };
                let days = (NaiveDate::from_ymd_opt(first, from.1, from.0)?, NaiveDate::from_ymd_opt(last, to.1, to.0)?);
                if days.0 > days.1 {
                    return None;
                }
                // A stay of several days does not change which day is spoken of.
                let within = self.current.is_some_and(|now| now.0 == now.1 && days.0 <= now.0 && now.0 <= days.1);
                if (days.0 == days.1 || !within) && self.is_news(days.0) {
                    self.current = Some(days);
                }
                Some(iso(days))
            }
            Written::Weekday(weekday) => {
                let (from, to) = self.current?;
                let fits = |day: &NaiveDate| day.weekday().number_from_monday() == weekday;
                let inside = from.iter_days().take_while(|day| *day <= to).take(7).find(fits);
                let near = || (1..=3).find_map(|n| {
                    let after = to.checked_add_days(Days::new(n)).filter(fits);
                    after.or_else(|| from.checked_sub_days(Days::new(n)).filter(fits))
                });
                let day = inside.or_else(near)?;
                self.current = Some((day, day));
                Some(iso((day, day)))
            }
            Written::Relative(days) => {
                let (from, to) = self.current?;
                let moved = |day: NaiveDate| day.checked_add_signed(chrono::TimeDelta::try_days(days)?);
                let base = if days < 0 { (from, from) } else if days > 0 { (to, to) } else { (from, to) };
                let moved = (moved(base.0)?, moved(base.1)?);
                Some(iso(moved))
            }
        }
    }

    /// Whether the day is of the time of the news, and not of a past or planned event.
    fn is_news(&mut self, day: NaiveDate) -> bool {
        let month = self.published.and_then(|(year, month)| NaiveDate::from_ymd_opt(year, month, 15));
        let time = month.unwrap_or(*self.first.get_or_insert(day));
        (day - time).num_days().abs() <= NEWS_DAYS
    }

    /// The year of a month that is written without one.
    fn year_of(&self, month: u32, turn: Turn) -> Option<i32> {
        let spoken = self.current.map(|(_, day)| (day.year(), day.month()));
        let (year, now) = self.published.or(spoken)?;
        Some(match turn {
            Turn::Last => year - i32::from(month >= now),
            Turn::Next => year + i32::from(month <= now),
            // In January, `en décembre` looks back; in December, `en janvier` looks ahead.
            Turn::Near if month >= now + 9 => year - 1,
            Turn::Near if month + 9 <= now => year + 1,
            Turn::Near => year,
        })
    }
}

fn iso(days: (NaiveDate, NaiveDate)) -> (String, String) {
    (days.0.format("%Y-%m-%d").to_string(), days.1.format("%Y-%m-%d").to_string())
}

/// A date at the start of the words.
fn written<'t, 'a>(input: Words<'t, 'a>, lexicon: &Lexicon) -> Parsed<'t, 'a, Written> {
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

fn word<'t, 'a>(words: &'static [&'static str]) -> impl Parser<Words<'t, 'a>, Output = &'t Token<'a>, Error = super::tokens::ParseError<'t, 'a>>
where
    'a: 't,
{
    token_if(move |token| words.contains(&token.lower.as_str()))
}

/// `12`, `1er`.
fn day_number<'t, 'a>(input: Words<'t, 'a>) -> Parsed<'t, 'a, u32> {
    let number = |token: &Token| token.lower.strip_suffix("er").unwrap_or(&token.lower).parse().ok().filter(|day| (1..=31).contains(day));
    map_opt(token_if(|t| t.kind == Kind::Number), |token| number(token)).parse(input)
}

fn month_name<'t, 'a>(input: Words<'t, 'a>, lexicon: &Lexicon) -> Parsed<'t, 'a, u32> {
    map_opt(token_if(|t| t.kind == Kind::Word), |t| lexicon.months.get(&t.lower).copied()).parse(input)
}

fn year<'t, 'a>(input: Words<'t, 'a>) -> Parsed<'t, 'a, i32> {
    map_opt(token_if(|t| t.kind == Kind::Number && t.text.len() == 4), |t| t.text.parse().ok().filter(|year| (1800..=2199).contains(year)))
        .parse(input)
}

fn turn<'t, 'a>(input: Words<'t, 'a>) -> Parsed<'t, 'a, Turn> {
    let last = value(Turn::Last, word(&["dernier", "dernière", "passé", "écoulé"]));
    let next = value(Turn::Next, word(&["prochain", "prochaine"]));
    opt(alt((last, next))).map(|turn| turn.unwrap_or(Turn::Near)).parse(input)
}

fn weekday<'t, 'a>(input: Words<'t, 'a>, lexicon: &Lexicon) -> Parsed<'t, 'a, u32> {
    map_opt(token_if(|t| t.kind == Kind::Word), |t| lexicon.weekdays.get(&t.lower).copied()).parse(input)
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
    Ok((input, Written::Days { from, to: (last, last_month), year, turn }))
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
    Ok((input, Written::Days { from: (day, month), to: (day, month), year, turn }))
}

/// `en juillet 2024`, `en décembre dernier`, `début mai`.
fn month<'t, 'a>(input: Words<'t, 'a>, lexicon: &Lexicon) -> Parsed<'t, 'a, Written> {
    let introduced = |i| {
        let (i, _) = alt((
            word(&["en", "début", "fin", "mi", "courant"]).map(|_| ()),
            (word(&["au", "le", "du"]), word(&["mois"]), opt(word(&["de", "d'"]))).map(|_| ()),
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
    let months = |(month, turn, year)| Written::Months { first: month, last: month, year, turn };
    alt((introduced, dated)).map(months).parse(input)
}

/// `au premier trimestre 2025`, `à l'été 2024`: only with its year.
fn part_of_year<'t, 'a>(input: Words<'t, 'a>, lexicon: &Lexicon) -> Parsed<'t, 'a, Written> {
    let (input, _) = word(&["au", "à", "en", "du", "cet"]).parse(input)?;
    let (input, _) = opt(word(&["l'"])).parse(input)?;
    let Some((length, &(first, last))) = lexicon.seasons.longest(input) else { return fail().parse(input) };
    let (input, _) = opt(word(&["de", "d'"])).parse(input.skip(length))?;
    let (input, turn) = turn(input)?;
    let (input, year) = year(input)?;
    Ok((input, Written::Months { first, last, year: Some(year), turn }))
}

fn relative<'t, 'a>(input: Words<'t, 'a>) -> Parsed<'t, 'a, Written> {
    let same = value(0, (word(&["le"]), word(&["même"]), word(&["jour"])));
    let before = value(-1, terminated((word(&["la"]), word(&["veille"])), nom::combinator::not(word(&["de", "du", "d'", "des"]))));
    let after = value(1, (word(&["le"]), word(&["lendemain"])));
    alt((same, before, after)).map(Written::Relative).parse(input)
}

/// `jeudi`, `ce jeudi`, `mercredi soir`.
fn weekday_alone<'t, 'a>(input: Words<'t, 'a>, lexicon: &Lexicon) -> Parsed<'t, 'a, Written> {
    let (input, _) = opt(word(&["ce"])).parse(input)?;
    let (input, day) = weekday(input, lexicon)?;
    let (input, _) = opt(word(&["matin", "soir", "midi", "après-midi", "dernier", "prochain"])).parse(input)?;
    Ok((input, Written::Weekday(day)))
}

/// `en 2025`, `fin 2024`: not `depuis 2015`.
fn year_alone<'t, 'a>(input: Words<'t, 'a>) -> Parsed<'t, 'a, Written> {
    preceded(word(&["en", "début", "fin"]), year).map(Written::Year).parse(input)
}
