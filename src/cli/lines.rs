//! Facts as JSON Lines.

use serde::{Serialize, Serializer};

use crate::answers::in_json;
use crate::rules::Const;

/// A fact as an object on a line of its own.
#[derive(Debug, Serialize)]
pub(super) struct FactLine<'a> {
    pub(super) relation: &'a str,
    #[serde(serialize_with = "values")]
    pub(super) args: &'a [Const],
    /// A stretch of the article's text, as it stands there.
    pub(super) quote: Option<&'a str>,
    #[serde(serialize_with = "hundredths")]
    pub(super) confidence: f64,
    pub(super) article: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) origin: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) place: Option<&'a str>,
}

impl FactLine<'_> {
    /// The line, with its end.
    pub(super) fn write(&self) -> String {
        let object = serde_json::to_string(self).expect("texts and numbers are JSON");
        in_json(object + "\n")
    }
}

fn values<S: Serializer>(values: &[Const], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(values.iter().map(|value| match value {
        Const::Number(number) => serde_json::Value::from(*number),
        Const::Unsigned(number) => serde_json::Value::from(*number),
        Const::Float(number) => serde_json::Value::from(number.0),
        value => serde_json::Value::from(value.to_string()),
    }))
}

/// Fact files have two decimals; so have lines.
fn hundredths<S: Serializer>(number: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64((number * 100.0).round() / 100.0)
}
