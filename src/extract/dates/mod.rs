//! Dates as French writes them, and the days they mean in an article.

mod dateline;
mod months;
mod openings;
mod relative;
mod side;
mod written;

use chrono::{Datelike, NaiveDate, TimeDelta};

use super::lexicon::Lexicon;
use super::tokens::{Token, Words};
use side::{Side, is_of_report, side, was_done};
pub(super) use written::{Dated, all_written};
use written::{Turn, Written};

/// A date in a sentence.
#[derive(Clone, Debug)]
pub struct Date {
    /// The first token.
    pub start: usize,
    /// The token after the last.
    pub end: usize,
    /// The first and last day, ISO 8601, as precise as the text; with question marks for what the article does not tell.
    pub days: (String, String),
}

/// What dates without a year, or without a month, are counted from.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    /// Year and month of the article.
    published: Option<(i32, u32)>,
    /// The day of the dateline or of publication: what the weekdays of agency copy are counted from.
    written_on: Option<NaiveDate>,
    /// The days that the news is about, as first written in full: what weekdays are counted from where no dateline
    /// has a day.
    news: Option<(NaiveDate, NaiveDate)>,
    /// The last day of the news that has been told as past.
    told: Option<NaiveDate>,
    /// The days last spoken of, first and last.
    current: Option<(NaiveDate, NaiveDate)>,
    /// The day last written with its month.
    written: Option<NaiveDate>,
    /// The first day spoken of: the news is of about that time.
    first: Option<NaiveDate>,
}

/// Whether a date stands at the start of the words.
pub fn begins_with_date(words: Words, lexicon: &Lexicon) -> bool {
    written::written(words, lexicon).is_ok()
}

/// The words behind the date at the start, if one stands there.
pub fn behind_date<'t, 'a>(words: Words<'t, 'a>, lexicon: &Lexicon) -> Words<'t, 'a> {
    written::written(words, lexicon).map_or(words, |(rest, _)| rest)
}

/// A year that has every day that any year has.
const LEAP_YEAR: i32 = 2000;

/// How far from the time of the news a day may be to be counted from, in days.
const NEWS_DAYS: i64 = 45;

/// How many days behind the news, by its dateline, a day may lie that is told of as past.
const SLACK: i64 = 7;

/// How far from the day of the news a day may be for weekdays to be counted from it.
const NEAR_DAYS: i64 = 6;

impl Calendar {
    /// A calendar for an article published on this date: ISO 8601, a year, month or day.
    pub fn new(published: Option<&str>) -> Calendar {
        let parts: Vec<u32> = published
            .unwrap_or_default()
            .split('-')
            .map_while(|part| part.parse().ok())
            .collect();
        let year = parts
            .first()
            .and_then(|year| i32::try_from(*year).ok())
            .filter(|year| (1000..=9999).contains(year));
        let month = parts
            .get(1)
            .copied()
            .filter(|month| (1..=12).contains(month));
        let day = |year, month| NaiveDate::from_ymd_opt(year, month, *parts.get(2)?);
        let written_on = year.zip(month).and_then(|(y, m)| day(y, m));
        Calendar {
            published: year.map(|year| (year, month.unwrap_or(6))),
            written_on,
            current: written_on.map(|day| (day, day)),
            ..Calendar::default()
        }
    }

    /// The dates of a sentence as they are written in it, in order. Each becomes what the next ones are counted from.
    pub(super) fn dates(
        &mut self,
        sentence: &[Token],
        written: &[Dated],
        lexicon: &Lexicon,
    ) -> Vec<Date> {
        let mut found = Vec::new();
        for (place, written) in written {
            let side = side(sentence, place.start, place.end, lexicon);
            let before = (self.current, self.told);
            let known = self.meant(written, side);
            // `a reçu dimanche …, a indiqué lundi le ministère`: what is told is of the first day.
            let report = !found.is_empty() && is_of_report(sentence, place.start, lexicon);
            // `jeudi dernier, c'est le Japon qui avait remis …`
            let looks_back = side == Side::Before && before.0.is_some() && was_done(sentence);
            // `effectue depuis mardi une visite`: the news is of another day.
            let since = place.start.checked_sub(1).map(|at| &sentence[at]);
            let lasts = since.is_some_and(|t| t.is("depuis")) && before.0.is_some();
            if report && self.is_soon_after(before.0) || looks_back || lasts {
                (self.current, self.told) = before;
            }
            let days = known.or_else(|| self.untold(written));
            found.extend(days.map(|days| Date {
                start: place.start,
                end: place.end,
                days,
            }));
        }
        found
    }

    /// The days meant, if the article gives enough to tell, as written in ISO 8601.
    fn meant(&mut self, written: &Written, side: Side) -> Option<(String, String)> {
        let year = |year: i32| (format!("{year:04}"), format!("{year:04}"));
        match *written {
            Written::Year(at) => Some(year(at)),
            Written::YearAside(by) => self.published.map(|(at, _)| year(at + by)),
            Written::MonthAside(by) => {
                let (at, month) = self.published?;
                let months = at * 12 + i32::try_from(month).ok()? - 1 + by;
                let text = format!(
                    "{:04}-{:02}",
                    months.div_euclid(12),
                    months.rem_euclid(12) + 1
                );
                Some((text.clone(), text))
            }
            Written::Months {
                first,
                last,
                year,
                turn,
            } => {
                let year = year.or_else(|| self.year_of(first, turn, side))?;
                Some((
                    format!("{year:04}-{first:02}"),
                    format!("{year:04}-{last:02}"),
                ))
            }
            _ => self.days(written, side).map(iso),
        }
    }

    /// The first and last day of a date of which the article does not tell the year, or more: question marks stand for
    /// what is not known.
    fn untold(&self, written: &Written) -> Option<(String, String)> {
        let same = |day: &str| Some((day.to_owned(), day.to_owned()));
        let yearless = |month| self.year_of(month, Turn::Near, Side::Near).is_none();
        match *written {
            Written::Weekday(_) | Written::Aside(_) => same("????-??-??"),
            Written::Weekdays(..) | Written::WeekAside(_) | Written::WeekendAside(_) => {
                same("????")
            }
            Written::Days {
                from,
                to,
                year: None,
                ..
            } if yearless(from.1) => {
                let day = |(day, month): (u32, u32)| {
                    NaiveDate::from_ymd_opt(LEAP_YEAR, month, day)?;
                    Some(format!("????-{month:02}-{day:02}"))
                };
                Some((day(from)?, day(to)?))
            }
            Written::Months {
                first,
                last,
                year: None,
                ..
            } if yearless(first) => Some((format!("????-{first:02}"), format!("????-{last:02}"))),
            _ => None,
        }
    }

    /// The days meant, where days are.
    fn days(&mut self, written: &Written, side: Side) -> Option<(NaiveDate, NaiveDate)> {
        match *written {
            Written::Days {
                from,
                to,
                year,
                turn,
            } => {
                // A year that is written is that of the last day.
                let turns = i32::from(from.1 > to.1);
                let first = year
                    .map(|year| year - turns)
                    .or_else(|| self.year_of_day(from, turn, side))?;
                let last = first + turns;
                let days = (
                    NaiveDate::from_ymd_opt(first, from.1, from.0)?,
                    NaiveDate::from_ymd_opt(last, to.1, to.0)?,
                );
                if days.0 > days.1 {
                    return None;
                }
                self.written = Some(days.0);
                // A stay of several days does not change which day is spoken of.
                let within = self
                    .current
                    .is_some_and(|now| now.0 == now.1 && days.0 <= now.0 && now.0 <= days.1);
                let aside = side == Side::Aside && !self.is_close(days.0);
                if (days.0 == days.1 || !within) && !aside && self.is_news(days.0) {
                    self.current = Some(days);
                }
                if side == Side::Past && days.0 == days.1 {
                    self.tell(days.0);
                }
                Some(days)
            }
            Written::Weekday(weekday) => {
                let day = self.weekday(weekday, side)?;
                // A day told in passing (`frappée lundi par un séisme`) is not the one spoken of.
                let aside = side == Side::Aside && self.current.is_some();
                if side != Side::Until && !aside {
                    self.current = Some((day, day));
                }
                if matches!(side, Side::Past | Side::Near) {
                    self.tell(day);
                }
                Some((day, day))
            }
            Written::Weekdays(first, last) => {
                let span = i64::from((last + 7 - first) % 7);
                let days = match side {
                    Side::Ahead | Side::Until | Side::After => {
                        let from = self.weekday(first, side)?;
                        (from, moved(from, span)?)
                    }
                    _ => {
                        let to = self.weekday(last, side)?;
                        let days = (moved(to, -span)?, to);
                        // `en tournée de lundi à vendredi`, written on a Wednesday
                        let begun =
                            (self.weekday(first, Side::Past)).filter(|_| side == Side::Near);
                        let until = begun.and_then(|from| Some((from, moved(from, span)?)));
                        let now = self.written_on;
                        until
                            .filter(|days| now.is_some_and(|now| days.1 >= now))
                            .unwrap_or(days)
                    }
                };
                Some(days)
            }
            Written::Relative(days) => {
                // What has been is not counted from a day ahead: `Elle partira jeudi. Dans la matinée, elle a reçu …`
                let ahead = |days: &(NaiveDate, NaiveDate)| {
                    side == Side::Past && self.written_on.is_some_and(|day| days.0 > day)
                };
                let past = self.told.or(self.written_on).map(|day| (day, day));
                let current = self.current.filter(|days| !ahead(days)).or(past);
                let (from, to) = current.or(self.news)?;
                let (from, to) = match days {
                    ..0 => (from, from),
                    0 => (from, to),
                    1.. => (to, to),
                };
                Some((moved(from, days)?, moved(to, days)?))
            }
            Written::Aside(days) => {
                let (from, to) = self.written_on.map(|day| (day, day)).or(self.news)?;
                let day = moved(if days < 0 { from } else { to }, days)?;
                self.current = Some((day, day));
                Some((day, day))
            }
            Written::WeekAside(by) => {
                let (day, _) = self.written_on.map(|day| (day, day)).or(self.news)?;
                let weekday = i64::from(day.weekday().num_days_from_monday());
                let monday = moved(day, by * 7 - weekday)?;
                Some((monday, moved(monday, 6)?))
            }
            Written::WeekendAside(by) => {
                let (day, _) = self.written_on.map(|day| (day, day)).or(self.news)?;
                let weekday = i64::from(day.weekday().num_days_from_monday());
                // Early in the week, `ce week-end` is the last.
                let back = i64::from(by == 0 && side != Side::Ahead && weekday < 3);
                let saturday = moved(day, (by - back) * 7 - weekday + 5)?;
                Some((saturday, moved(saturday, 1)?))
            }
            Written::DayAlone(day) => {
                let now = self.written.or(self.written_on)?;
                let day = NaiveDate::from_ymd_opt(now.year(), now.month(), day)?;
                Some((day, day))
            }
            Written::Year(_)
            | Written::YearAside(_)
            | Written::Months { .. }
            | Written::MonthAside(_) => None,
        }
    }

    /// The day of the news that is such a weekday.
    fn weekday(&self, weekday: u32, side: Side) -> Option<NaiveDate> {
        let fits = |day: &NaiveDate| day.weekday().number_from_monday() == weekday;
        let after = |day: NaiveDate, from: i64| {
            (from..from + 7)
                .filter_map(move |n| moved(day, n))
                .find(fits)
        };
        let before = |day: NaiveDate, from: i64| {
            (from..from + 7)
                .filter_map(move |n| moved(day, -n))
                .find(fits)
        };
        let near = |(from, to): (NaiveDate, NaiveDate)| {
            let inside = from
                .iter_days()
                .take_while(|day| *day <= to)
                .take(7)
                .find(fits);
            inside.or_else(|| {
                (1..=3).find_map(|n| {
                    moved(to, n)
                        .filter(fits)
                        .or_else(|| moved(from, -n).filter(fits))
                })
            })
        };
        if let Some(day) = self.written_on {
            return match side {
                Side::Before => before(day, 1),
                Side::After => after(day, 1),
                Side::Ahead | Side::Until => after(day, 0),
                Side::Past | Side::Aside => before(day, 0),
                Side::Near => near((day, day)),
            };
        }
        let news = self.news.or(self.current)?;
        let told = self.told.map_or(news.1, |told| told.max(news.0));
        match side {
            Side::Before => before(news.0, 1),
            Side::After => after(told, 1),
            Side::Ahead | Side::Until => near(news)
                .filter(|day| *day >= news.0 && *day <= news.1)
                .or_else(|| after(told, 0)),
            Side::Past | Side::Near | Side::Aside => {
                let close = |days: (NaiveDate, NaiveDate)| near(days);
                self.told
                    .map(|day| (day, day))
                    .and_then(close)
                    .or_else(|| close(news))
            }
        }
    }

    /// Notes a day that is told as past, if it is of the news: what comes next is counted from it.
    fn tell(&mut self, day: NaiveDate) {
        let is_past = self.written_on.is_none_or(|written| day <= written);
        if is_past && self.is_close(day) {
            self.told = Some(day);
        }
    }

    /// Whether the day spoken of is the one after these days, or the next.
    fn is_soon_after(&self, days: Option<(NaiveDate, NaiveDate)>) -> bool {
        days.zip(self.current)
            .is_some_and(|((_, last), (day, _))| (1..=2).contains(&(day - last).num_days()))
    }

    /// Whether the day is one of the days about the news.
    fn is_close(&self, day: NaiveDate) -> bool {
        let close = |other: NaiveDate| (day - other).num_days().abs() <= NEAR_DAYS;
        let news = self.written_on.map(|day| (day, day)).or(self.news);
        news.is_some_and(|(from, to)| close(from) || close(to))
    }

    /// Whether the day is of the time of the news, and not of a past or planned event.
    fn is_news(&mut self, day: NaiveDate) -> bool {
        let first = *self.first.get_or_insert(day);
        let time = self.middle().unwrap_or(first);
        (day - time).num_days().abs() <= NEWS_DAYS
    }

    fn is_about_news(&self, day: NaiveDate) -> bool {
        self.middle()
            .is_none_or(|time| (day - time).num_days().abs() <= NEWS_DAYS)
    }

    /// The day of the dateline, else the middle of the month of the article.
    fn middle(&self) -> Option<NaiveDate> {
        let month = self.published;
        let month = month.and_then(|(year, month)| NaiveDate::from_ymd_opt(year, month, 15));
        self.written_on.or(month)
    }

    /// The year of a day that is written without one: `le 20 février prochain` may be of this year.
    fn year_of_day(&self, (day, month): (u32, u32), turn: Turn, side: Side) -> Option<i32> {
        let same = self.published.is_some_and(|(_, now)| now == month);
        let year = self.year_of(month, if same { Turn::Near } else { turn }, Side::Near)?;
        let known = self
            .written_on
            .zip(NaiveDate::from_ymd_opt(year, month, day));
        let ahead = known.map_or(0, |(news, day)| (day - news).num_days());
        Some(match (turn, side) {
            (Turn::Last, _) if ahead > 0 => year - 1,
            (Turn::Next, _) if ahead < 0 => year + 1,
            // In March, `tenu le 10 octobre` looks back, and `se tiendra le 10 janvier` ahead.
            (_, Side::Past | Side::Aside) if ahead > SLACK => year - 1,
            (_, Side::Ahead) if ahead < -NEWS_DAYS => year + 1,
            _ => year,
        })
    }

    /// The year of a month that is written without one.
    fn year_of(&self, month: u32, turn: Turn, side: Side) -> Option<i32> {
        let spoken = self.current.map(|(_, day)| (day.year(), day.month()));
        let (year, now) = self.published.or(spoken)?;
        Some(match (turn, side) {
            (Turn::Last, _) | (_, Side::Before) => year - i32::from(month >= now),
            (Turn::Next, _) | (_, Side::After) => year + i32::from(month <= now),
            // In January, `en décembre` looks back; in December, `en janvier` looks ahead.
            _ if month >= now + 9 => year - 1,
            _ if month + 9 <= now => year + 1,
            (_, Side::Past | Side::Aside) if month > now => year - 1,
            (_, Side::Ahead | Side::Until) if month < now => year + 1,
            _ => year,
        })
    }
}

fn moved(day: NaiveDate, days: i64) -> Option<NaiveDate> {
    day.checked_add_signed(TimeDelta::try_days(days)?)
}

fn iso(days: (NaiveDate, NaiveDate)) -> (String, String) {
    // As years have four figures, days are written so.
    (days.0.to_string(), days.1.to_string())
}

#[cfg(test)]
mod tests;
