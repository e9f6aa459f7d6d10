//! Steps over records and ranges.

use super::batch::{BATCH, Batch, push, value};
use super::folds::Folds;
use super::join::{Halt, Machine, evaluate};
use super::steps::{Expr, Plan, Source, Step};
use crate::facts::{Values, Word};
use crate::rules::Type;

impl Machine<'_> {
    /// Copies bindings, with a record of their fields as a new column.
    pub(super) fn pack(
        &mut self,
        branch: Option<u32>,
        fields: &[Source],
        input: &Batch,
        output: &mut Batch,
    ) {
        output.reset(input.columns.len() + 1);
        let mut words = Vec::new();
        for binding in 0..input.len {
            words.clear();
            words.extend(branch);
            words.extend(fields.iter().map(|field| value(*field, input, binding)));
            let record = self.store.own().values.record(&words);
            push(output, input, binding, record);
        }
    }

    /// Copies the bindings whose value has the fields asked for, with others as new columns.
    pub(super) fn unpack(&mut self, step: &Step, input: &Batch, output: &mut Batch) {
        let Step::Unpack {
            value: record,
            branch,
            known,
            equal,
            bring,
        } = step
        else {
            unreachable!("the step is one that unpacks")
        };
        output.reset(input.columns.len() + bring.len());
        for binding in 0..input.len {
            let word = value(*record, input, binding);
            let Some(mut fields) = self.store.get().values.fields(word) else {
                continue;
            };
            if let Some(branch) = branch {
                if fields[0] != *branch {
                    continue;
                }
                fields = &fields[1..];
            }
            let fits = known
                .iter()
                .all(|(at, wanted)| fields[*at] == value(*wanted, input, binding))
                && equal
                    .iter()
                    .all(|&(one, other)| fields[one] == fields[other]);
            if !fits {
                continue;
            }
            let (carried, brought) = output.columns.split_at_mut(input.columns.len());
            for (to, from) in carried.iter_mut().zip(&input.columns) {
                to.push(from[binding]);
            }
            for (to, &from) in brought.iter_mut().zip(bring) {
                to.push(fields[from]);
            }
            output.len += 1;
        }
    }

    /// Goes on with each binding once for every number of its range, a batch at a time.
    #[allow(clippy::too_many_arguments)] // The step's own parts and those that every step has.
    pub(super) fn range_step(
        &mut self,
        plan: &Plan,
        at: usize,
        ty: Type,
        (from, to, step): (&Expr, &Expr, Option<&Expr>),
        input: &Batch,
        output: &mut Batch,
        mut folds: Option<&mut Folds>,
    ) -> Result<(), Halt> {
        output.reset(input.columns.len() + 1);
        for binding in 0..input.len {
            let values = &mut self.store.own().values;
            let mut word = |expr: &Expr| evaluate(expr, input, binding, values, self.functors);
            let (Some(from), Some(to)) = (word(from), word(to)) else {
                continue;
            };
            let step = match step {
                Some(step) => match word(step) {
                    Some(step) => Some(step),
                    None => continue,
                },
                None => None,
            };
            let mut numbers = Numbers::new(&self.store.get().values, ty, from, to, step);
            while let Some(number) = numbers.next(&mut self.store.own().values) {
                push(output, input, binding, number);
                if output.len == BATCH {
                    self.step(plan, at + 1, output, folds.as_deref_mut())?;
                    self.stop_here()?;
                    output.reset(input.columns.len() + 1);
                }
            }
        }
        if output.len > 0 {
            self.step(plan, at + 1, output, folds)?;
        }
        Ok(())
    }
}

/// The numbers of a range, one after the other: from the first up or down to the second, which is not
/// among them. Without a step they go by one; with a step of 0 there is the first alone.
enum Numbers {
    Whole {
        next: i128,
        end: i128,
        step: i128,
        ty: Type,
        done: bool,
    },
    Real {
        next: f64,
        end: f64,
        step: f64,
        done: bool,
    },
}

impl Numbers {
    fn new(values: &Values, ty: Type, from: Word, to: Word, step: Option<Word>) -> Numbers {
        if ty == Type::Float {
            let (next, end) = (values.real(from), values.real(to));
            let step = step.map_or(if next <= end { 1.0 } else { -1.0 }, |s| values.real(s));
            let done = step == 0.0 && next == end;
            return Numbers::Real {
                next,
                end,
                step,
                done,
            };
        }
        let whole = |word: Word| match ty {
            Type::Unsigned => i128::from(values.natural(word)),
            _ => i128::from(values.integer(word)),
        };
        let (next, end) = (whole(from), whole(to));
        let step = step.map_or(if next <= end { 1 } else { -1 }, whole);
        Numbers::Whole {
            next,
            end,
            step,
            ty,
            done: step == 0 && next == end,
        }
    }

    fn next(&mut self, values: &mut Values) -> Option<Word> {
        match self {
            Numbers::Whole {
                next,
                end,
                step,
                ty,
                done,
            } => {
                let inside = match (*step).signum() {
                    1 => next < end,
                    -1 => next > end,
                    _ => true,
                };
                if *done || !inside {
                    return None;
                }
                let number = *next;
                *next += *step;
                *done = *step == 0;
                Some(match ty {
                    Type::Unsigned => values.unsigned(number as u64),
                    _ => values.number(number as i64),
                })
            }
            Numbers::Real {
                next,
                end,
                step,
                done,
            } => {
                let inside = (*step > 0.0 && next < end)
                    || (*step < 0.0 && next > end)
                    || (*step == 0.0 && !*done);
                if *done || !inside {
                    return None;
                }
                let number = *next;
                *next += *step;
                *done = *step == 0.0;
                Some(values.float(number))
            }
        }
    }
}
