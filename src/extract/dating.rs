//! Dates that date nothing.

use super::dates::Date;
use super::reader::Reader;
use super::tokens::Token;

impl Reader<'_> {
    /// `depuis 2015`, `d'ici à 2030`: a limit, no date.
    pub(super) fn is_limit(&self, sentence: &[Token], date: &Date) -> bool {
        let before = sentence[..date.start].iter().rev().take(2);
        before.clone().any(|t| {
            matches!(
                t.lower.as_str(),
                "depuis"
                    | "jusqu'"
                    | "ici"
                    | "avant"
                    | "après"
                    | "née"
                    | "né"
                    | "partir"
                    | "compter"
            )
        })
    }
}
