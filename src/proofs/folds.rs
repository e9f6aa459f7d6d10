//! Aggregates and ranges, computed again for proofs.

use super::search::{Go, MayUse, Patience, Search, Way, assign};
use crate::engine::Stopped;
use crate::facts::Word;
use crate::rules::{Aggregate, Const, Real, Type};
use crate::syntax::ast::AggregateKind;

impl Search<'_> {
    /// The value of an aggregate, and every way in which its body holds.
    pub(super) fn aggregate(
        &mut self,
        aggregate: &Aggregate,
        way: &Way,
    ) -> Result<Option<(Word, Vec<Way>)>, Stopped> {
        let mut start = vec![None; way.bound.len()];
        for var in &aggregate.outer {
            start[var.index()] = way.bound[var.index()];
        }
        let mut ways = Vec::new();
        // What an aggregate looks at was complete before.
        let before = std::mem::replace(&mut self.may_use, MayUse::Any);
        let found = self.found;
        let patience = std::mem::replace(&mut self.patience, Patience::ENDLESS);
        let done = self.bodies(&aggregate.body, start, &mut |way| {
            ways.push(way.clone());
            Go::On
        });
        (self.may_use, self.found, self.patience) = (before, found, patience);
        done?;
        let Some(value) = &aggregate.value else {
            let count = self.database.values.number(ways.len() as i64);
            return Ok(Some((count, ways)));
        };
        let mut values: Vec<Const> = Vec::new();
        ways.retain(|way| {
            let Some(word) = self.word(value, &way.bound) else {
                return false;
            };
            values.push(self.database.values.meaning(word, aggregate.ty));
            true
        });
        let folded = folded(aggregate, values);
        Ok(folded.map(|value| (self.database.values.constant(&value), ways)))
    }

    /// Whether an aggregate's target is its value, or becomes it. Sums of floats depend on their order.
    pub(super) fn is_value(&mut self, aggregate: &Aggregate, word: Word, way: &mut Way) -> bool {
        let target = aggregate.target;
        if assign(&mut way.bound, target, word) {
            return true;
        }
        let is_float = self.variables[target.index()].ty == Type::Float;
        let adds = matches!(aggregate.kind, AggregateKind::Sum | AggregateKind::Mean);
        let Some(wanted) = way.bound[target.index()].filter(|_| is_float && adds) else {
            return false;
        };
        let values = &self.database.values;
        let (wanted, found) = (values.real(wanted), values.real(word));
        (wanted - found).abs() <= 1e-9 * wanted.abs().max(found.abs())
    }

    /// The numbers from the first bound up or down to the second.
    pub(super) fn range(
        &mut self,
        from: Word,
        to: Word,
        step: Option<Word>,
        ty: Type,
    ) -> Vec<Word> {
        let values = &mut self.database.values;
        let (start, end) = (values.as_real(from, ty), values.as_real(to, ty));
        let by = step.map_or(if start <= end { 1.0 } else { -1.0 }, |step| {
            values.as_real(step, ty)
        });
        if by == 0.0 {
            return if start == end { Vec::new() } else { vec![from] };
        }
        let mut numbers = Vec::new();
        let mut at = start;
        while (by > 0.0 && at < end) || (by < 0.0 && at > end) {
            numbers.push(match ty {
                Type::Unsigned => values.unsigned(at as u64),
                Type::Float => values.float(at),
                _ => values.number(at as i64),
            });
            at += by;
        }
        numbers
    }
}

/// The value that an aggregate has over some values.
fn folded(aggregate: &Aggregate, values: Vec<Const>) -> Option<Const> {
    let reals = |values: &[Const]| -> Vec<f64> {
        let real = |value: &Const| match value {
            Const::Number(number) => *number as f64,
            Const::Unsigned(number) => *number as f64,
            Const::Float(number) => number.0,
            _ => f64::NAN,
        };
        values.iter().map(real).collect()
    };
    match aggregate.kind {
        AggregateKind::Count => Some(Const::Number(values.len() as i64)),
        AggregateKind::Min => values.into_iter().min(),
        AggregateKind::Max => values.into_iter().max(),
        AggregateKind::Sum => Some(match aggregate.ty {
            Type::Float => Const::Float(Real(reals(&values).iter().sum())),
            Type::Unsigned => Const::Unsigned(values.iter().fold(0, |total, value| match value {
                Const::Unsigned(number) => total.wrapping_add(*number),
                _ => total,
            })),
            _ => Const::Number(values.iter().fold(0, |total, value| match value {
                Const::Number(number) => total.wrapping_add(*number),
                _ => total,
            })),
        }),
        AggregateKind::Mean => {
            let reals = reals(&values);
            let mean = reals.iter().sum::<f64>() / reals.len() as f64;
            (!reals.is_empty()).then_some(Const::Float(Real(mean)))
        }
    }
}
