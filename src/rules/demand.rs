//! Demand: for one query, rules that derive only what the query asks for (magic sets: Bancilhon, Maier, Sagiv
//! and Ullman 1986; Beeri and Ramakrishnan 1991).
//!
//! A relation that is asked for with values in some columns, its adornment, gets two relations beside it: the
//! demand, with the values asked for, and the answers, with the tuples that have them. Its rules begin
//! with the demand, and an atom of a body becomes demand for its relation by the atoms before it.
//!
//! Values are handed on only if they are constants, come from tuples, or are parts of such: demand then has
//! no more values than the whole evaluation has, and ends where that ends.

use rustc_hash::FxHashMap;

use super::grounding::counts;
use super::needs::{derived, needs};
use super::program::{
    Aggregate, Atom, Literal, Program, Relation, RelationId, Rule, Term, VarId, Variable,
};
use super::queries::Query;
use super::strata::strata;
use super::tails::{is_by_tails, tail_of};
use crate::syntax::ast::Comparison;

/// What answers a query.
#[derive(Clone, Debug)]
pub struct Demanded {
    /// The relations that must be complete first, with all that they rest on.
    pub whole: Vec<RelationId>,
    /// The relations of the whole program, without their rules; behind them those of the demand with theirs.
    pub program: Program,
    /// The query over these relations.
    pub query: Query,
}

/// The rules that answer a query if some relations are complete. What is asked for without any value is evaluated
/// whole, and so is what has choices, limits, counters, subsumptions or is an equivalence, and all that these
/// rest on; and where demand would make negation or an aggregate recursive, whatever these look at.
pub fn demanded(program: &Program, query: &Query, complete: &[bool]) -> Demanded {
    let derived = derived(program);
    let mut whole = vec![false; program.relations.len()];
    let mut through = true;
    loop {
        let open = (0..derived.len()).map(|at| derived[at] && !complete[at] && !whole[at]);
        let mut rewriting = Rewriting {
            program,
            through,
            open: open.collect(),
            needed_whole: Vec::new(),
            asked: FxHashMap::default(),
            relations: program.relations.clone(),
            rules: Vec::new(),
            waiting: Vec::new(),
        };
        let rules = rewriting.all(query);
        let needed = rewriting.needed_whole;
        if needed.is_empty() {
            let mut demand = Program {
                relations: rewriting.relations,
                rules: rewriting.rules,
                ..Program::default()
            };
            let Some(strata) = strata(&demand) else {
                debug_assert!(through, "what is whole does not depend on demand");
                through = false;
                continue;
            };
            demand.strata = strata;
            return Demanded {
                whole: program.ids().filter(|id| whole[id.index()]).collect(),
                program: demand,
                query: Query {
                    columns: query.columns.clone(),
                    rules,
                },
            };
        }
        for relation in needs(program, &needed) {
            whole[relation.index()] = derived[relation.index()] && !complete[relation.index()];
        }
    }
}

/// The relations of one adornment.
#[derive(Clone, Copy)]
struct Asked {
    demand: RelationId,
    answers: RelationId,
}

/// A relation that is asked for, and which of its columns have values.
type Adorned = (RelationId, Vec<bool>);

struct Rewriting<'p> {
    program: &'p Program,
    /// Whether negated and aggregated atoms ask, too.
    through: bool,
    /// Relations that rules derive and that are neither complete nor evaluated whole.
    open: Vec<bool>,
    /// Open relations that must be evaluated whole after all.
    needed_whole: Vec<RelationId>,
    asked: FxHashMap<Adorned, Asked>,
    relations: Vec<Relation>,
    rules: Vec<Rule>,
    waiting: Vec<Adorned>,
}

impl Rewriting<'_> {
    /// Writes all rules of the demand; returns those of the query.
    fn all(&mut self, query: &Query) -> Vec<Rule> {
        let bodies: Vec<Vec<Literal>> = query
            .rules
            .iter()
            .map(|rule| self.body(rule, None, false))
            .collect();
        while let Some(adorned) = self.waiting.pop() {
            self.derive(&adorned);
        }
        let head = RelationId(self.relations.len() as u32);
        let with_bodies = query.rules.iter().zip(bodies);
        with_bodies
            .map(|(rule, body)| Rule {
                head: Atom {
                    relation: head,
                    ..rule.head.clone()
                },
                body,
                plan: Vec::new(),
                ..rule.clone()
            })
            .collect()
    }

    /// Writes the rules of what is asked for.
    fn derive(&mut self, adorned: &Adorned) {
        let (relation, bound) = adorned;
        let program = self.program;
        let rules = program.rules.iter();
        let rules = rules.filter(|rule| rule.head.relation == *relation);
        let stated = as_stated(program, *relation);
        let rules: Vec<&Rule> = rules.collect();
        let Asked { demand, answers } = self.asked[adorned];
        let by_tails = is_by_tails(program, &rules, bound);
        let calls = by_tails.then(|| self.calls(adorned));
        // Tuples of a derived relation that are stated are among its answers.
        let stated = std::iter::once((&stated, true));
        for (rule, is_stated) in rules.into_iter().map(|rule| (rule, false)).chain(stated) {
            let asked = kept(&rule.head.args, bound);
            let Some(calls) = calls else {
                let body = self.body(rule, guard(demand, asked, rule), is_stated);
                self.write(rule, answers, rule.head.args.clone(), body);
                continue;
            };
            let (rule, first) = with_caller(rule, &self.relations[demand.index()]);
            let by = [first.clone(), asked].concat();
            let guard = guard(calls, by, &rule);
            match tail_of(&rule, *relation).filter(|_| !is_stated) {
                Some((others, tail)) => {
                    let body = self.body(&others, guard, false);
                    let args = [first, kept(&tail.args, bound)].concat();
                    self.write(&rule, calls, args, body);
                }
                None => {
                    let body = self.body(&rule, guard, is_stated);
                    let mut first = first.into_iter();
                    let args = rule.head.args.iter().zip(bound);
                    let args = args.map(|(arg, bound)| match bound {
                        true => first.next().expect("there is one for each bound column"),
                        false => arg.clone(),
                    });
                    let args = args.collect();
                    self.write(&rule, answers, args, body);
                }
            }
        }
    }

    /// Adds the relation that says for which demand a relation whose rules end with itself is asked for
    /// what: first what was demanded, then what it is asked for.
    fn calls(&mut self, adorned: &Adorned) -> RelationId {
        let Asked { demand, .. } = self.asked[adorned];
        let asked = self.relations[demand.index()].clone();
        let calls = self.add(Relation {
            columns: [asked.columns.clone(), asked.columns.clone()].concat(),
            ..asked.clone()
        });
        let first = as_stated(self.program, adorned.0);
        let args = kept(&first.head.args, &adorned.1);
        let twice = [args.clone(), args.clone()].concat();
        let body = guard(demand, args, &first).into_iter().map(Literal::Atom);
        self.write(&first, calls, twice, body.collect());
        calls
    }

    /// Adds a rule that is like another one but for its head and body.
    fn write(
        &mut self,
        like: &Rule,
        relation: RelationId,
        args: Vec<Term>,
        mut body: Vec<Literal>,
    ) {
        let span = like.head.span;
        if self.repeats_guard(&body) {
            body.remove(0);
        }
        self.rules.push(Rule {
            head: Atom {
                relation,
                args,
                span,
            },
            body,
            variables: like.variables.clone(),
            plan: Vec::new(),
            span: like.span,
        });
    }

    /// Whether a body has an atom of answers to the very demand that it begins with: whatever answers it was
    /// demanded.
    fn repeats_guard(&self, body: &[Literal]) -> bool {
        let Some((Literal::Atom(guard), rest)) = body.split_first() else {
            return false;
        };
        let mut asked = self.asked.iter();
        let Some(((_, bound), asked)) = asked.find(|(_, asked)| asked.demand == guard.relation)
        else {
            return false;
        };
        rest.iter().any(|literal| match literal {
            Literal::Atom(atom) => {
                atom.relation == asked.answers && kept(&atom.args, bound) == guard.args
            }
            _ => false,
        })
    }

    /// A body whose open relations are asked for what the rest of the body has for them, beginning with the
    /// guard. One that only looks at what is stated asks for nothing.
    fn body(&mut self, rule: &Rule, guard: Option<Atom>, is_stated: bool) -> Vec<Literal> {
        if is_stated {
            let guard = guard.into_iter().map(Literal::Atom);
            return guard.chain(rule.body.iter().cloned()).collect();
        }
        let mut known = vec![false; rule.variables.len()];
        for var in guard.iter().flat_map(Atom::variables) {
            known[var.index()] = true;
        }
        let mut passed: Vec<Literal> = guard.into_iter().map(Literal::Atom).collect();
        let rest = self.pass(&rule.body, rule, &mut known, &mut passed);
        passed.extend(rest);
        passed
    }

    /// Moves what hands values on from a body, or that of an aggregate, to what has passed; returns the rest.
    fn pass(
        &mut self,
        body: &[Literal],
        rule: &Rule,
        known: &mut [bool],
        passed: &mut Vec<Literal>,
    ) -> Vec<Literal> {
        for (relation, complete, _) in body.iter().flat_map(Literal::relations) {
            let whole = complete && !self.through || self.is_only_whole(relation);
            if whole && self.is_open(relation) {
                self.needed_whole.push(relation);
            }
        }
        let mut waiting: Vec<&Literal> = body.iter().collect();
        while let Some(at) = self.next(&waiting, known) {
            let literal = match waiting.remove(at) {
                Literal::Atom(atom) if self.is_open(atom.relation) => {
                    Literal::Atom(self.ask(atom, rule, known, passed))
                }
                other => other.clone(),
            };
            literal.variables(&mut |var| known[var.index()] = true);
            passed.push(literal);
        }
        let rest = waiting.into_iter();
        rest.map(|literal| self.check(literal, rule, known, passed))
            .collect()
    }

    /// A literal that hands nothing on: it asks at most for what it looks at.
    fn check(
        &mut self,
        literal: &Literal,
        rule: &Rule,
        known: &[bool],
        passed: &[Literal],
    ) -> Literal {
        match literal {
            Literal::Not(atom) if self.is_open(atom.relation) => {
                if atom.args.iter().any(|arg| is_known(arg, known)) {
                    return Literal::Not(self.ask(atom, rule, known, passed));
                }
                self.needed_whole.push(atom.relation);
            }
            Literal::Atom(atom) if self.is_open(atom.relation) => {
                self.needed_whole.push(atom.relation);
            }
            Literal::Aggregate(aggregate) => {
                let (mut known, mut inner) = (known.to_vec(), passed.to_vec());
                let rest = self.pass(&aggregate.body, rule, &mut known, &mut inner);
                let body = inner.drain(passed.len()..).chain(rest);
                return Literal::Aggregate(Aggregate {
                    body: body.collect(),
                    ..aggregate.clone()
                });
            }
            _ => {}
        }
        literal.clone()
    }

    fn is_open(&self, relation: RelationId) -> bool {
        self.open[relation.index()]
    }

    /// The literal of a body that hands on most: a condition, else an atom that is not asked for, else one
    /// that is; atoms only with a value in some column.
    fn next(&self, waiting: &[&Literal], known: &[bool]) -> Option<usize> {
        let rank = |literal: &Literal| match literal {
            Literal::Atom(atom) if !atom.args.iter().any(|arg| is_known(arg, known)) => None,
            Literal::Atom(atom) => Some(1 + usize::from(self.is_open(atom.relation))),
            Literal::Not(atom) if self.is_open(atom.relation) => None,
            literal => hands_on(literal, known).then_some(0),
        };
        let ranked = waiting.iter().enumerate();
        let ranked = ranked.filter_map(|(at, literal)| Some((rank(literal)?, at)));
        ranked.min().map(|(_, at)| at)
    }

    /// Demands what an atom asks for; returns the atom of the answers.
    fn ask(&mut self, atom: &Atom, rule: &Rule, known: &[bool], passed: &[Literal]) -> Atom {
        let bound: Vec<bool> = atom.args.iter().map(|arg| is_known(arg, known)).collect();
        let args = kept(&atom.args, &bound);
        let Asked { demand, answers } = self.relations_of((atom.relation, bound));
        let is_demand = |literal: &Literal| match literal {
            Literal::Atom(other) => other.relation == demand && other.args == args,
            _ => false,
        };
        if !passed.iter().any(is_demand) {
            self.write(rule, demand, args, passed.to_vec());
        }
        Atom {
            relation: answers,
            ..atom.clone()
        }
    }

    fn relations_of(&mut self, adorned: Adorned) -> Asked {
        if let Some(&asked) = self.asked.get(&adorned) {
            return asked;
        }
        let (relation, bound) = &adorned;
        let relation = self.program.relation(*relation);
        let columns = relation.columns.iter().zip(bound);
        let columns = columns.filter(|(_, bound)| **bound);
        let demand = Relation {
            name: format!("what is asked of {}", relation.name),
            columns: columns.map(|(column, _)| column.clone()).collect(),
            ..relation.clone()
        };
        let answers = relation.clone();
        let asked = Asked {
            demand: self.add(demand),
            answers: self.add(answers),
        };
        self.waiting.push(adorned.clone());
        self.asked.insert(adorned, asked);
        asked
    }

    fn add(&mut self, relation: Relation) -> RelationId {
        self.relations.push(relation);
        RelationId(self.relations.len() as u32 - 1)
    }

    /// Whether a part of a relation means nothing without the rest.
    fn is_only_whole(&self, id: RelationId) -> bool {
        let relation = self.program.relation(id);
        let rules = self.program.rules.iter();
        let mut rules = rules.filter(|rule| rule.head.relation == id);
        let mut subsumptions = self.program.subsumptions.iter();
        relation.equivalence
            || relation.limit.is_some()
            || !relation.choices.is_empty()
            || subsumptions.any(|subsumption| subsumption.relation == id)
            || rules.any(|rule| rule.body.iter().any(counts))
    }
}

/// The atom that a rule begins with where its relation is asked for.
fn guard(relation: RelationId, args: Vec<Term>, rule: &Rule) -> Option<Atom> {
    let span = rule.span;
    Some(Atom {
        relation,
        args,
        span,
    })
}

/// `p(x, y) :- p(x, y).`, a variable for each column.
fn as_stated(program: &Program, relation: RelationId) -> Rule {
    let declared = program.relation(relation);
    let span = declared.declared;
    let variables = declared.columns.iter().map(|column| Variable {
        name: column.name.clone(),
        ty: column.ty,
        span,
    });
    let columns = 0..declared.arity() as u32;
    let head = Atom {
        relation,
        args: columns.map(|at| Term::Var(VarId(at))).collect(),
        span,
    };
    Rule {
        body: vec![Literal::Atom(head.clone())],
        head,
        variables: variables.collect(),
        plan: Vec::new(),
        span,
    }
}

/// A rule with more variables, one for each column of the demand.
fn with_caller(rule: &Rule, demand: &Relation) -> (Rule, Vec<Term>) {
    let mut rule = rule.clone();
    let first = rule.variables.len() as u32;
    rule.variables
        .extend(demand.columns.iter().map(|column| Variable {
            name: format!("{}#", column.name),
            ty: column.ty,
            span: rule.span,
        }));
    let all = first..rule.variables.len() as u32;
    (rule, all.map(|at| Term::Var(VarId(at))).collect())
}

/// The arguments in the columns that have values.
fn kept(args: &[Term], bound: &[bool]) -> Vec<Term> {
    let kept = args.iter().zip(bound).filter(|(_, bound)| **bound);
    kept.map(|(arg, _)| arg.clone()).collect()
}

/// Whether a term is a constant or a variable that is known.
pub(super) fn is_known(term: &Term, known: &[bool]) -> bool {
    match term {
        Term::Const(_) => true,
        Term::Var(var) => known[var.index()],
        Term::Any | Term::Call(..) => false,
    }
}

/// Whether a condition has all that it needs and makes no new values.
pub(super) fn hands_on(literal: &Literal, known: &[bool]) -> bool {
    let known = |term: &Term| is_known(term, known);
    match literal {
        Literal::Not(atom) => atom.args.iter().all(|arg| *arg == Term::Any || known(arg)),
        Literal::Compare(Comparison::Equal, left, right, _) => match (left, right) {
            (Term::Var(_), Term::Var(_) | Term::Const(_)) | (Term::Const(_), Term::Var(_)) => {
                known(left) || known(right)
            }
            _ => known(left) && known(right),
        },
        Literal::Compare(_, left, right, _) => known(left) && known(right),
        Literal::Unpack(unpack) => known(&Term::Var(unpack.value)),
        Literal::Atom(_) | Literal::Test { .. } | Literal::Aggregate(_) | Literal::Range { .. } => {
            false
        }
    }
}
