//! Dates as French writes them, and the days they mean in an article.

mod written;

use chrono::{Datelike, Days, NaiveDate};

use super::dictionary::look_up;
use super::inflection::Tense;
use super::lexicon::Lexicon;
use super::tokens::{Token, Words};
use written::{Turn, Written, written};

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

/// On which side of the day last spoken of a weekday lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Before,
    After,
    Near,
}

/// How far from a weekday its verb may stand, in tokens.
const VERB_REACH: usize = 8;

/// `samedi dernier` looks back, `lundi prochain` and `s'achèvera lundi` look ahead.
fn side(sentence: &[Token], start: usize, end: usize, lexicon: &Lexicon) -> Side {
    for token in sentence[start..].iter().take(end + 1 - start) {
        match token.lower.as_str() {
            "dernier" | "passé" => return Side::Before,
            "prochain" => return Side::After,
            _ => {}
        }
    }
    let has = |token: &Token, tense| {
        token.is_small()
            && !lexicon.is_function_word(token)
            && (lexicon.has_tense(&token.lower, tense) || look_up(&token.lower).is_tense(tense))
    };
    let ahead = |token: &Token| {
        matches!(
            token.lower.as_str(),
            "sera" | "seront" | "aura" | "auront" | "doit" | "doivent" | "devrait" | "devraient"
        ) || has(token, Tense::Future)
    };
    let is_verb = |at: usize| {
        let token = &sentence[at];
        ahead(token)
            || matches!(
                token.lower.as_str(),
                "a" | "ont" | "est" | "sont" | "avait" | "était"
            )
            || has(token, Tense::Participle)
            || has(token, Tense::Finite)
    };
    // The verb of its clause: before it if there is one, else behind it.
    let opens = start == 0 || sentence[start - 1].is(",");
    let reach = |at: &usize| !sentence[*at].is(",") && !sentence[*at].is(";");
    let before = (start.saturating_sub(VERB_REACH)..start).rev();
    let mut before = before.take_while(reach).filter(|at| is_verb(*at));
    let mut after = (end..sentence.len().min(end + 2 * VERB_REACH)).filter(|at| is_verb(*at));
    let verb = before.next().or_else(|| after.next().filter(|_| opens));
    match verb {
        // `sera reçu lundi`: the auxiliary shows the tense.
        Some(at) if sentence[at.saturating_sub(2)..=at].iter().any(ahead) => Side::After,
        _ => Side::Near,
    }
}

/// How far from the time of the news a day may be to be counted from, in days.
const NEWS_DAYS: i64 = 45;

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
        Calendar {
            published: year.map(|year| (year, month.unwrap_or(6))),
            first: None,
            current: year
                .zip(month)
                .and_then(|(y, m)| day(y, m))
                .map(|day| (day, day)),
        }
    }

    /// Takes the time of the news from the first day, else the first month, that is written with its year, if the
    /// article is not dated otherwise.
    pub fn anchor(&mut self, sentences: &[Vec<Token>], lexicon: &Lexicon) {
        if self.published.is_some() {
            return;
        }
        let mut month = None;
        for sentence in sentences {
            let mut at = 0;
            while at < sentence.len() {
                let Ok((rest, written)) = written(Words(&sentence[at..]), lexicon) else {
                    at += 1;
                    continue;
                };
                at = sentence.len() - rest.0.len();
                match written {
                    Written::Days {
                        to,
                        year: Some(year),
                        ..
                    } => {
                        self.published = Some((year, to.1));
                        return;
                    }
                    Written::Months {
                        last,
                        year: Some(year),
                        ..
                    } => month = month.or(Some((year, last))),
                    _ => {}
                }
            }
        }
        self.published = month;
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
            let side = side(sentence, at, end, lexicon);
            if let Some(days) = self.days(&written, side) {
                found.push(Date {
                    start: at,
                    end,
                    days,
                });
            }
            at = end;
        }
        found
    }

    /// The days meant, if the article gives enough to tell.
    fn days(&mut self, written: &Written, side: Side) -> Option<(String, String)> {
        match *written {
            Written::Year(year) => Some((format!("{year:04}"), format!("{year:04}"))),
            Written::Months {
                first,
                last,
                year,
                turn,
            } => {
                let year = year.or_else(|| self.year_of(first, turn))?;
                Some((
                    format!("{year:04}-{first:02}"),
                    format!("{year:04}-{last:02}"),
                ))
            }
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
                    .or_else(|| self.year_of(from.1, turn))?;
                let last = first + turns;
                let days = (
                    NaiveDate::from_ymd_opt(first, from.1, from.0)?,
                    NaiveDate::from_ymd_opt(last, to.1, to.0)?,
                );
                if days.0 > days.1 {
                    return None;
                }
                // A stay of several days does not change which day is spoken of.
                let within = self
                    .current
                    .is_some_and(|now| now.0 == now.1 && days.0 <= now.0 && now.0 <= days.1);
                if (days.0 == days.1 || !within) && self.is_news(days.0) {
                    self.current = Some(days);
                }
                Some(iso(days))
            }
            Written::Weekday(weekday) => {
                let (from, to) = self.current?;
                let fits = |day: &NaiveDate| day.weekday().number_from_monday() == weekday;
                let inside = from
                    .iter_days()
                    .take_while(|day| *day <= to)
                    .take(7)
                    .find(fits);
                let after = |n| to.checked_add_days(Days::new(n)).filter(fits);
                let before = |n| from.checked_sub_days(Days::new(n)).filter(fits);
                let day = match side {
                    Side::Before => (1..=7).find_map(before),
                    // What is to come may itself be counted from a day to come.
                    Side::After => inside
                        .or_else(|| (1..=4).find_map(after))
                        .or_else(|| before(1).or_else(|| before(2))),
                    Side::Near => {
                        inside.or_else(|| (1..=3).find_map(|n| after(n).or_else(|| before(n))))
                    }
                }?;
                self.current = Some((day, day));
                Some(iso((day, day)))
            }
            Written::Relative(days) => {
                let (from, to) = self.current?;
                let moved =
                    |day: NaiveDate| day.checked_add_signed(chrono::TimeDelta::try_days(days)?);
                let base = if days < 0 {
                    (from, from)
                } else if days > 0 {
                    (to, to)
                } else {
                    (from, to)
                };
                let moved = (moved(base.0)?, moved(base.1)?);
                Some(iso(moved))
            }
        }
    }

    /// Whether the day is of the time of the news, and not of a past or planned event.
    fn is_news(&mut self, day: NaiveDate) -> bool {
        let month = self
            .published
            .and_then(|(year, month)| NaiveDate::from_ymd_opt(year, month, 15));
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
    (
        days.0.format("%Y-%m-%d").to_string(),
        days.1.format("%Y-%m-%d").to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::super::language::{lexicon, sentence};
    use super::*;

    fn days(published: Option<&str>, text: &str) -> Vec<String> {
        let mut calendar = Calendar::new(published);
        let dates = calendar.dates(&sentence(text), lexicon());
        dates
            .into_iter()
            .map(|date| format!("{} {}", date.days.0, date.days.1))
            .collect()
    }

    #[test]
    fn days_months_and_years_are_written_in_many_ways() {
        for (text, expected) in [
            ("mardi 8 octobre 2024", "2024-10-08 2024-10-08"),
            ("du 30 juillet au 1er août 2025", "2025-07-30 2025-08-01"),
            ("les 9 et 10 septembre", "2025-09-09 2025-09-10"),
            ("du 28 décembre au 2 janvier", "2025-12-28 2026-01-02"),
            ("en décembre dernier", "2024-12 2024-12"),
            ("au premier trimestre 2026", "2026-01 2026-03"),
            ("en 2026", "2026 2026"),
        ] {
            assert_eq!(days(Some("2025-06"), text), [expected], "{text}");
        }
    }

    #[test]
    fn days_are_counted_from_the_one_spoken_of() {
        let text = "Mardi 8 octobre 2024, la veille, jeudi, le même jour";
        assert_eq!(
            days(None, text),
            [
                "2024-10-08 2024-10-08",
                "2024-10-07 2024-10-07",
                "2024-10-10 2024-10-10",
                "2024-10-10 2024-10-10"
            ]
        );
    }

    #[test]
    fn a_january_article_looks_back_to_december() {
        assert_eq!(
            days(Some("2025-01"), "le 20 décembre"),
            ["2024-12-20 2024-12-20"]
        );
        assert_eq!(
            days(Some("2024-12"), "le 5 janvier"),
            ["2025-01-05 2025-01-05"]
        );
    }

    #[test]
    fn what_is_no_date_gives_none() {
        for text in [
            "le 31 février 2025",
            "jeudi",
            "en mai",
            "12 ministres",
            "du 9 au 3 mai 2025",
            "",
        ] {
            assert_eq!(days(None, text), [""; 0], "{text}");
        }
    }
}
