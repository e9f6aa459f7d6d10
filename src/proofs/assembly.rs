//! The steps of a proof as they are shown, from the ways that were chosen.

use rustc_hash::FxHashMap;

use super::graph::Key;
use super::prover::{Chosen, Prover, types_in};
use super::search::{Used, Way};
use super::tree::{Application, Bound, Counted, Premise, PremiseKind, Proof, Reason, Step, StepId};
use super::written::{Writer, columns, names_only};
use crate::facts::Word;
use crate::rules::{Literal, Term, VarId, Variable};

impl Prover<'_> {
    /// The steps as they are shown.
    pub(super) fn assembled(&self, chosen: &[(Key, Chosen)]) -> Proof {
        let mut numbers: FxHashMap<Key, StepId> = FxHashMap::default();
        let mut steps = Vec::with_capacity(chosen.len());
        for (key, how) in chosen {
            numbers.insert(*key, steps.len());
            let relation = key.0;
            if relation.index() >= self.program.relations.len() {
                if let Chosen::Way(rule, way) = how {
                    steps.push(Step {
                        relation,
                        values: Vec::new(),
                        reason: Reason::Rule(self.application(*rule, way, &numbers)),
                    });
                }
                continue;
            }
            steps.push(Step {
                relation,
                values: self.values(*key),
                reason: match how {
                    Chosen::Given => Reason::Given,
                    Chosen::Forgotten => Reason::Forgotten,
                    Chosen::Way(rule, way) => Reason::Rule(self.application(*rule, way, &numbers)),
                },
            });
        }
        Proof { steps }
    }

    fn application(&self, rule: usize, way: &Way, numbers: &FxHashMap<Key, StepId>) -> Application {
        let rule = &self.prepared[&rule].rule;
        let writer = self.writer(&rule.variables, &way.bound);
        let variables = (0..rule.variables.len()).filter_map(|at| {
            let value = writer.value(VarId(at as u32))?;
            Some(Bound {
                var: VarId(at as u32),
                name: rule.variables[at].name.clone(),
                value,
            })
        });
        Application {
            span: rule.span,
            variables: variables.collect(),
            premises: self.premises(&rule.body, &rule.variables, way, numbers),
        }
    }

    fn writer<'w>(&'w self, variables: &'w [Variable], bound: &'w [Option<Word>]) -> Writer<'w> {
        Writer {
            program: self.program,
            values: &self.database.values,
            variables,
            bound,
        }
    }

    fn premises(
        &self,
        body: &[Literal],
        variables: &[Variable],
        way: &Way,
        numbers: &FxHashMap<Key, StepId>,
    ) -> Vec<Premise> {
        let writer = self.writer(variables, &way.bound);
        let premise = |(literal, used): (&Literal, &Used)| {
            let (span, kind) = match (literal, used) {
                (Literal::Atom(atom), Used::Row(row)) => {
                    let step = numbers[&(atom.relation, *row)];
                    (atom.span, PremiseKind::Fact(step))
                }
                (Literal::Not(atom), _) => {
                    let columns = columns(atom, writer, types_in(self.program));
                    let relation = atom.relation;
                    (atom.span, PremiseKind::Absent { relation, columns })
                }
                (Literal::Aggregate(aggregate), Used::Ways(ways)) => {
                    let mut rows: Vec<Counted> = Vec::new();
                    for way in ways {
                        let inner = self.writer(variables, &way.bound);
                        rows.push(Counted {
                            value: aggregate.value.as_ref().and_then(|value| match value {
                                Term::Var(var) => inner.value(*var),
                                Term::Const(value) => Some(value.clone()),
                                _ => None,
                            }),
                            premises: self.premises(&aggregate.body, variables, way, numbers),
                        });
                    }
                    let value = writer.value(aggregate.target)?;
                    let kind = aggregate.kind;
                    (aggregate.span, PremiseKind::Aggregate { kind, value, rows })
                }
                (
                    Literal::Compare(.., span)
                    | Literal::Test { span, .. }
                    | Literal::Range { span, .. },
                    _,
                ) => (*span, condition(literal, variables)),
                (Literal::Unpack(unpack), _) => (unpack.span, condition(literal, variables)),
                (Literal::Atom(_) | Literal::Aggregate(_), _) => return None,
            };
            Some(Premise {
                span,
                text: writer.literal(literal),
                kind,
            })
        };
        body.iter().zip(&way.used).filter_map(premise).collect()
    }
}

fn condition(literal: &Literal, variables: &[Variable]) -> PremiseKind {
    PremiseKind::Condition {
        names_only: names_only(literal, variables),
    }
}
