//! Dates as intervals: ISO 8601 text, as precise as known.

use chrono::{Datelike, Days, Months, NaiveDate};

/// The first and last day that a date text covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    pub first: NaiveDate,
    pub last: NaiveDate,
}

impl Interval {
    /// Reads `2025`, `2025-07`, `2025-07-30`, or two of them as `2025-01-11/2025-01-13`.
    ///
    /// `None` for anything else, also for an interval that ends before it begins.
    pub fn parse(text: &str) -> Option<Interval> {
        let Some((from, to)) = text.split_once('/') else {
            return single(text);
        };
        let interval = Interval {
            first: single(from)?.first,
            last: single(to)?.last,
        };
        (interval.first <= interval.last).then_some(interval)
    }

    /// Whether this one ends before the other begins.
    pub fn before(self, other: Interval) -> bool {
        self.last < other.first
    }

    /// Whether some day lies in both.
    pub fn overlaps(self, other: Interval) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    /// Whether all of this one lies in the other.
    pub fn during(self, other: Interval) -> bool {
        other.first <= self.first && self.last <= other.last
    }
}

fn single(text: &str) -> Option<Interval> {
    let digits = |range: std::ops::Range<usize>| -> Option<u32> {
        let part = text.get(range)?;
        part.bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| part.parse().ok())?
    };
    let year = digits(0..4)? as i32;
    let separated = |at: usize| text.as_bytes().get(at) == Some(&b'-');
    match text.len() {
        4 => Some(Interval {
            first: NaiveDate::from_ymd_opt(year, 1, 1)?,
            last: NaiveDate::from_ymd_opt(year, 12, 31)?,
        }),
        7 if separated(4) => {
            let first = NaiveDate::from_ymd_opt(year, digits(5..7)?, 1)?;
            let last = first + Months::new(1) - Days::new(1);
            Some(Interval { first, last })
        }
        10 if separated(4) && separated(7) => {
            let day = NaiveDate::from_ymd_opt(year, digits(5..7)?, digits(8..10)?)?;
            Some(Interval {
                first: day,
                last: day,
            })
        }
        _ => None,
    }
}

/// The shortest text that covers exactly the days from the first of `from` to the last of `to`.
pub fn interval(from: &str, to: &str) -> Option<String> {
    let (start, end) = (Interval::parse(from)?, Interval::parse(to)?);
    let (first, last) = (start.first, end.last);
    if first > last {
        return None;
    }
    let whole_months = first.day() == 1 && (last + Days::new(1)).day() == 1;
    Some(if first == last {
        first.to_string()
    } else if whole_months && (first.year(), first.month()) == (last.year(), last.month()) {
        format!("{:04}-{:02}", first.year(), first.month())
    } else if whole_months
        && first.year() == last.year()
        && (first.month(), last.month()) == (1, 12)
    {
        format!("{:04}", first.year())
    } else {
        format!("{first}/{last}")
    })
}

/// Days from the first day of one date to the first day of another; negative if that comes earlier.
pub fn days_between(from: &str, to: &str) -> Option<i64> {
    let (from, to) = (Interval::parse(from)?, Interval::parse(to)?);
    Some((to.first - from.first).num_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(text: &str) -> Option<String> {
        let interval = Interval::parse(text)?;
        Some(format!("{}..{}", interval.first, interval.last))
    }

    #[test]
    fn a_date_covers_what_is_known_of_it() {
        assert_eq!(days("2025").unwrap(), "2025-01-01..2025-12-31");
        assert_eq!(days("2024-02").unwrap(), "2024-02-01..2024-02-29");
        assert_eq!(days("2025-07-30").unwrap(), "2025-07-30..2025-07-30");
        assert_eq!(
            days("2025-01-11/2025-01-13").unwrap(),
            "2025-01-11..2025-01-13"
        );
        for wrong in [
            "",
            "25",
            "2025-13",
            "2025-02-30",
            "2025-7",
            "2025/2024",
            "juillet",
            "2025-07-3é",
            "+025",
        ] {
            assert_eq!(days(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_shortest_text_is_chosen() {
        let text = |from, to| interval(from, to).unwrap();
        assert_eq!(text("2025-07-30", "2025-07-30"), "2025-07-30");
        assert_eq!(text("2025-07", "2025-07"), "2025-07");
        assert_eq!(text("2025", "2025"), "2025");
        assert_eq!(text("2025-01-11", "2025-01-13"), "2025-01-11/2025-01-13");
        assert_eq!(text("2025-06", "2025-08"), "2025-06-01/2025-08-31");
        assert_eq!(interval("2025-08", "2025-06"), None);
    }

    #[test]
    fn days_count_from_first_to_first() {
        assert_eq!(days_between("2025-01-12", "2025-07-30"), Some(199));
        assert_eq!(days_between("2025-02", "2025-01"), Some(-31));
        assert_eq!(days_between("", "2025"), None);
    }
}
