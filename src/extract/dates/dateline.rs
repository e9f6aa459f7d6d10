//! Which day the news is of: the dateline, the line of publication, or the first day that is written in full.

use chrono::{Datelike, NaiveDate};

use super::Calendar;
use super::side::Side;
use super::written::{Dated, Written, written, year};
use crate::extract::lexicon::Lexicon;
use crate::extract::tokens::{Kind, Token, Words};

/// The sentences in which a dateline stands, and the longest without a verb that is one.
const DATELINE_SENTENCES: usize = 8;
const DATELINE_TOKENS: usize = 16;

impl Calendar {
    /// Takes the time of the news from the dateline, else from the first day, else the first month, that is written
    /// with its year.
    pub(in crate::extract) fn anchor<'a>(
        &mut self,
        sentences: &[&[Token]],
        dates: &[Vec<Dated>],
        mut aside: impl Iterator<Item = Vec<Token<'a>>>,
        lexicon: &Lexicon,
    ) {
        let mut month = None;
        let mut day = None;
        let mut dateline = None;
        let mut printed = aside.find_map(|line| day_of_line(&line, lexicon));
        let mut bare = None;
        for (number, (sentence, dates)) in sentences.iter().zip(dates).enumerate() {
            for (place, written) in dates {
                match *written {
                    Written::Days { from, to, year, .. } => {
                        let place = dateline_at(sentence, place.start, place.end, year.is_some());
                        let place = place.filter(|_| number < DATELINE_SENTENCES && from == to);
                        match (place, year) {
                            (Some(Dateline::Printed), Some(year)) => {
                                printed = printed.or(NaiveDate::from_ymd_opt(year, to.1, to.0));
                            }
                            (Some(_), Some(year)) => {
                                dateline = dateline.or(NaiveDate::from_ymd_opt(year, to.1, to.0));
                            }
                            (Some(_), None) => bare = bare.or(Some(to)),
                            (None, Some(year)) => day = day.or(Some((year, to.1))),
                            (None, None) => {}
                        }
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
        let whole = dateline.or(printed);
        let of = |day: NaiveDate| (day.year(), day.month());
        // A dateline without its year says that other years are not that of the news.
        let month = month.filter(|_| bare.is_none());
        self.published = self.published.or(whole.map(of));
        // `ASTANA, 9 mai (Xinhua)`: of the year in which it was printed, else of the one that is written nearest.
        let told = self.published.or(day);
        let bare = bare.and_then(|(day, month)| match told {
            Some((year, now)) => {
                let year = year - i32::from(month > now + 6) + i32::from(now > month + 6);
                NaiveDate::from_ymd_opt(year, month, day)
            }
            None => by_weekday((day, month), sentences, dates),
        });
        let near = |day: &NaiveDate| self.is_about_news(*day);
        let written_on = dateline.or(bare).or(printed).filter(near);
        if let Some(day) = written_on {
            self.written_on = Some(day);
            self.current = Some((day, day));
        }
        self.published = self.published.or(bare.map(of)).or(day).or(month);
        if self.written_on.is_none() {
            self.news = self.first_news(sentences, dates, lexicon);
        }
    }

    /// The first day of the news that is written in full, or the first that is with its weekday.
    fn first_news(
        &self,
        sentences: &[&[Token]],
        dates: &[Vec<Dated>],
        lexicon: &Lexicon,
    ) -> Option<(NaiveDate, NaiveDate)> {
        let mut plain = None;
        let mut spoken = self.clone();
        for (sentence, dates) in sentences.iter().zip(dates) {
            for (place, written) in dates {
                if !matches!(written, Written::Days { .. }) {
                    continue;
                }
                let Some(days) = spoken.days(written, Side::Near) else {
                    continue;
                };
                if !spoken.is_news(days.0) {
                    continue;
                }
                let weekday = |token: &Token| lexicon.weekday(token).is_some();
                if sentence[place.clone()].iter().any(weekday) && days.0 == days.1 {
                    return Some(days);
                }
                plain = plain.or(Some(days));
            }
        }
        plain
    }
}

/// A day whose year is not written, in the last of the years spoken of in which it was the weekday that is named first,
/// or else the day before was.
fn by_weekday(
    (day, month): (u32, u32),
    sentences: &[&[Token]],
    dates: &[Vec<Dated>],
) -> Option<NaiveDate> {
    let weekday = dates
        .iter()
        .flatten()
        .find_map(|(_, written)| match written {
            Written::Weekday(weekday) => Some(*weekday),
            _ => None,
        })?;
    let years = sentences.iter().flat_map(|sentence| years_of(sentence));
    let days = years.filter_map(|year| NaiveDate::from_ymd_opt(year, month, day));
    let is = |day: NaiveDate| day.weekday().number_from_monday() == weekday;
    let fits = |day: &NaiveDate| is(*day) || day.pred_opt().is_some_and(is);
    days.filter(fits).max_by_key(|day| (is(*day), *day))
}

/// The numbers of a sentence that may be years: not the one in `2003 soldats`.
fn years_of(sentence: &[Token]) -> impl Iterator<Item = i32> {
    let counts = |next: &Token| next.is_small() && !next.known().nouns.is_empty();
    (0..sentence.len()).filter_map(move |at| {
        let (rest, year) = year(Words(&sentence[at..])).ok()?;
        let counted = rest.first().is_some_and(counts);
        (!counted).then_some(year)
    })
}

/// The day that a line beside the text has: `Par nos soins, publié le 5 mai 2025`.
fn day_of_line(line: &[Token], lexicon: &Lexicon) -> Option<NaiveDate> {
    (0..line.len().min(2 * DATELINE_TOKENS)).find_map(|at| {
        match written(Words(&line[at..]), lexicon) {
            Ok((
                _,
                Written::Days {
                    from,
                    to,
                    year: Some(year),
                    ..
                },
            )) if from == to => NaiveDate::from_ymd_opt(year, to.1, to.0),
            _ => None,
        }
    })
}

/// Where a date stands that says when an article was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dateline {
    /// `Publié le 5 mai 2025`.
    Printed,
    /// `PARIS, 5 mai (AFP)`, `Bruxelles, le 5 mai 2025`.
    Written,
}

/// Whether a date stands where a dateline has one.
fn dateline_at(sentence: &[Token], start: usize, end: usize, with_year: bool) -> Option<Dateline> {
    let near = &sentence[start.saturating_sub(3)..start];
    let printed = |token: &Token| {
        matches!(
            token.lower.as_str(),
            "publié" | "mis" | "actualisé" | "modifié"
        )
    };
    if with_year && near.iter().any(printed) {
        return Some(Dateline::Printed);
    }
    // `Par nos soins - 5 mai 2025 à 18:30`: a line with the hour.
    let hour = sentence.get(end).is_some_and(|t| t.is("à"))
        && (sentence.get(end + 1)).is_some_and(|t| t.kind == Kind::Number)
        && sentence.len() <= end + 5;
    if with_year && hour && sentence.len() <= DATELINE_TOKENS {
        return Some(Dateline::Printed);
    }
    let opens = start <= DATELINE_TOKENS / 2;
    // `CHISINAU 5/06/2024 16:48 (BELGA)`
    let hour = |token: &&Token| token.kind == Kind::Number || token.is(":");
    let behind = end + sentence[end..].iter().take(3).take_while(hour).count();
    let agency = matches!(&sentence[behind..], [open, name, close, ..]
        if open.is("(") && name.is_capital() && close.is(")"));
    let dash = sentence
        .get(end)
        .is_some_and(|t| matches!(t.text, "-" | "–" | "—"));
    // `Bruxelles, le 14 mars 2024`: a line of its own.
    let small = |token: &&Token| token.is_small() && token.kind == Kind::Word;
    let words = sentence[..start]
        .iter()
        .chain(&sentence[end..])
        .filter(small)
        .count();
    let line = with_year && sentence.len() <= DATELINE_TOKENS && words == 0 && start <= 4;
    (opens && (agency || (dash && with_year)) || line).then_some(Dateline::Written)
}

#[cfg(test)]
mod tests {
    use super::super::super::language::{lexicon, sentence};
    use super::super::all_written;
    use super::*;

    /// The day of the news that an article of these sentences gives.
    fn written_on(sentences: &[&str]) -> Option<String> {
        let sentences: Vec<_> = sentences.iter().map(|text| sentence(text)).collect();
        let sentences: Vec<&[Token]> = sentences.iter().map(|tokens| &tokens[..]).collect();
        let dates = sentences
            .iter()
            .map(|tokens| all_written(tokens, lexicon()));
        let dates: Vec<_> = dates.collect();
        let mut calendar = Calendar::new(None);
        calendar.anchor(&sentences, &dates, std::iter::empty(), lexicon());
        calendar.written_on.map(|day| day.to_string())
    }

    #[test]
    fn a_dateline_has_its_year_from_the_text() {
        for (sentences, day) in [
            (
                [
                    "BRUXELLES 18/05 (BELGA) = Il sera nommé.",
                    "Il partira le 1er septembre 2026.",
                ],
                "2026-05-18",
            ),
            // 11 August was a Monday in 2025.
            (
                [
                    "PAITA, 11 août (Xinhua) -- Il a été reçu lundi.",
                    "Depuis 2019, Lotus 2025 et 2023.",
                ],
                "2025-08-11",
            ),
            // 4 June was a Wednesday in 2025, and 3 June in 2026.
            (
                [
                    "PAITA, 4 juin (Xinhua) -- Il a été reçu mercredi.",
                    "Depuis 2025, et pour 2026.",
                ],
                "2025-06-04",
            ),
            // Of the day before.
            (
                [
                    "PAITA, 12 août (Xinhua) -- Il a été reçu lundi.",
                    "Depuis 2021, Lotus 2025.",
                ],
                "2025-08-12",
            ),
        ] {
            assert_eq!(
                written_on(&sentences).as_deref(),
                Some(day),
                "{sentences:?}"
            );
        }
    }

    #[test]
    fn a_year_that_no_weekday_bears_out_is_not_that_of_the_dateline() {
        // 11 August was a Monday in 2003.
        let others = [
            "Il est là depuis 2019.",
            "Ils sont 2003 soldats.",
            "Il est parti.",
        ];
        for second in others {
            let first = "PAITA, 11 août (Xinhua) -- Il a été reçu lundi.";
            assert_eq!(written_on(&[first, second]), None);
        }
    }
}
