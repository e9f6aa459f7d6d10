//! Dictionary encoding: values that are only compared for equality are numbered from 0 while rules run, so
//! that forms of relations for dense numbers fit whatever the values are.

use rustc_hash::FxHashMap;

use crate::facts::{Database, Word};
use crate::rules::{
    Const, Literal, Program, Relation, RelationId, Rule, Term, Type, VarId, Variable,
};
use crate::syntax::ast::{AggregateKind, Comparison};

/// For so many values it does not matter whether they are dense.
const FEW: usize = 256;

/// The numbers of the values in some columns of a database.
pub(super) struct Dictionary {
    /// For each relation and column, which of `domains` numbers its values.
    columns: Vec<Vec<Option<usize>>>,
    domains: Vec<Domain>,
}

/// Values that meet in joins.
#[derive(Default)]
struct Domain {
    codes: FxHashMap<Word, Word>,
    /// The value of each code.
    words: Vec<Word>,
    /// Which codes stand in tuples together, directly or by way of others.
    together: Forest,
}

impl Domain {
    fn code(&mut self, word: Word) -> Word {
        *self.codes.entry(word).or_insert_with(|| {
            self.words.push(word);
            self.words.len() as Word - 1
        })
    }

    /// Orders codes such that those which stand in tuples together are neighbours; returns the new one of each.
    fn cluster(&mut self) -> Vec<Word> {
        let together = &mut self.together;
        together.grow(self.words.len());
        let mut order: Vec<u32> = (0..self.words.len() as u32).collect();
        order.sort_by_cached_key(|&code| together.root(code as usize));
        let mut new = vec![0; order.len()];
        for (place, &code) in order.iter().enumerate() {
            new[code as usize] = place as Word;
        }
        self.words = order
            .iter()
            .map(|&code| self.words[code as usize])
            .collect();
        self.codes
            .values_mut()
            .for_each(|code| *code = new[*code as usize]);
        new
    }
}

/// Disjoint sets of the numbers from 0 on; the root of a set is its least number.
#[derive(Debug, Default)]
struct Forest(Vec<usize>);

impl Forest {
    fn grow(&mut self, len: usize) {
        self.0.extend(self.0.len()..len);
    }

    fn root(&mut self, mut node: usize) -> usize {
        while self.0[node] != node {
            self.0[node] = self.0[self.0[node]];
            node = self.0[node];
        }
        node
    }

    /// Makes one set of two; returns the roots that they had, the lesser first.
    fn join(&mut self, one: usize, other: usize) -> (usize, usize) {
        let (one, other) = (self.root(one), self.root(other));
        let (least, most) = (one.min(other), one.max(other));
        self.0[most] = least;
        (least, most)
    }
}

impl Dictionary {
    /// Numbers the values of a database anew where the largest word is more than `sparse` times their count.
    /// Returns the program that says the same of the new numbers, and the way back; nothing if all values
    /// stay as they are.
    pub(super) fn encode(
        program: &Program,
        database: &mut Database,
        sparse: usize,
    ) -> Option<(Program, Dictionary)> {
        let mut classes = Classes::of(program);
        let mut spread: FxHashMap<usize, (usize, Word)> = FxHashMap::default();
        for (relation, column) in classes.columns_of(program) {
            let rows = database.rows(relation);
            if rows.is_empty() {
                continue;
            }
            let Some(class) = classes.opaque(classes.column(relation, column)) else {
                continue;
            };
            let most = rows.iter().map(|row| row[column]).max().unwrap_or(0);
            let (count, largest) = spread.entry(class).or_default();
            *count += rows.len();
            *largest = most.max(*largest);
        }
        spread.retain(|_, (count, largest)| *largest as usize > sparse * (*count + FEW));
        if spread.is_empty() {
            return None;
        }
        let mut numbers: FxHashMap<usize, usize> = FxHashMap::default();
        for class in spread.into_keys() {
            let next = numbers.len();
            numbers.insert(class, next);
        }
        let mut dictionary = Dictionary {
            domains: numbers.iter().map(|_| Domain::default()).collect(),
            columns: Vec::with_capacity(program.relations.len()),
        };
        for relation in program.ids() {
            let columns = 0..program.relation(relation).arity();
            let domains = columns.map(|column| {
                let class = classes.opaque(classes.column(relation, column))?;
                numbers.get(&class).copied()
            });
            dictionary.columns.push(domains.collect());
        }
        dictionary.number(database);
        let program = dictionary.translated(program, database);
        Some((program, dictionary))
    }

    /// Numbers the values of a database: first as they come, then in the order of what stands together.
    fn number(&mut self, database: &mut Database) {
        let mut last: Vec<Option<Word>> = vec![None; self.domains.len()];
        self.rewrite(database, |domains, row, columns| {
            last.fill(None);
            for (word, domain) in row.iter_mut().zip(columns) {
                if let Some(number) = *domain {
                    let domain = &mut domains[number];
                    *word = domain.code(*word);
                    domain.together.grow(domain.words.len());
                    if let Some(before) = last[number].replace(*word) {
                        domain.together.join(before as usize, *word as usize);
                    }
                }
            }
        });
        let clustered: Vec<Vec<Word>> = self.domains.iter_mut().map(Domain::cluster).collect();
        self.rewrite(database, |_, row, columns| {
            for (word, domain) in row.iter_mut().zip(columns) {
                if let Some(domain) = *domain {
                    *word = clustered[domain][*word as usize];
                }
            }
        });
    }

    /// Puts the values back.
    pub(super) fn decode(mut self, database: &mut Database) {
        self.rewrite(database, |domains, row, columns| {
            for (word, domain) in row.iter_mut().zip(columns) {
                if let Some(domain) = *domain {
                    *word = domains[domain].words[*word as usize];
                }
            }
        });
    }

    /// Changes the rows of all relations that have such values, given the domains of their columns.
    fn rewrite(
        &mut self,
        database: &mut Database,
        mut change: impl FnMut(&mut [Domain], &mut [Word], &[Option<usize>]),
    ) {
        for (at, columns) in self.columns.iter().enumerate() {
            let rows = database.rows_mut(RelationId(at as u32));
            if rows.is_empty() || columns.iter().all(Option::is_none) {
                continue;
            }
            rows.rewrite(|row| change(&mut self.domains, row, columns));
        }
    }

    /// The program with the codes of its constants.
    fn translated(&mut self, program: &Program, database: &mut Database) -> Program {
        let mut rules = program.rules.clone();
        let mut subsumptions = program.subsumptions.clone();
        for rule in &mut rules {
            self.translate_rule(rule.head.relation, rule, database);
        }
        for subsumption in &mut subsumptions {
            self.translate_rule(subsumption.relation, &mut subsumption.rule, database);
        }
        program.with_rules(rules, subsumptions)
    }

    fn translate_rule(&mut self, head: RelationId, rule: &mut Rule, database: &mut Database) {
        self.translate_terms(head, &mut rule.head.args, database);
        rule.body
            .iter_mut()
            .for_each(|literal| self.translate_literal(literal, database));
    }

    fn translate_literal(&mut self, literal: &mut Literal, database: &mut Database) {
        match literal {
            Literal::Atom(atom) | Literal::Not(atom) => {
                self.translate_terms(atom.relation, &mut atom.args, database);
            }
            Literal::Aggregate(aggregate) => aggregate
                .body
                .iter_mut()
                .for_each(|literal| self.translate_literal(literal, database)),
            Literal::Compare(..)
            | Literal::Test { .. }
            | Literal::Unpack(_)
            | Literal::Range { .. } => {}
        }
    }

    /// Puts codes into tuples of a relation, one behind the other.
    fn translate_terms(
        &mut self,
        relation: RelationId,
        terms: &mut [Term],
        database: &mut Database,
    ) {
        let domains = self.columns[relation.index()].iter().cycle();
        for (arg, domain) in terms.iter_mut().zip(domains) {
            if let (Term::Const(value), Some(domain)) = (&mut *arg, domain) {
                let word = database.values.constant(value);
                let code = self.domains[*domain].code(word);
                *value = Const::Number(i64::from(code));
            }
        }
    }
}

/// Which columns and variables hold the same values, as disjoint sets; and which of them are
/// opaque, that is, compared for equality alone.
struct Classes {
    sets: Forest,
    /// Whether the values of the set with this root mean something to the rules.
    pinned: Vec<bool>,
    /// The first node of each relation's columns.
    firsts: Vec<usize>,
    /// How many columns each relation has.
    arities: Vec<usize>,
    /// The first node of the current rule's variables.
    variables: usize,
}

impl Classes {
    fn of(program: &Program) -> Classes {
        let mut firsts = Vec::with_capacity(program.relations.len());
        let mut nodes = 0;
        for relation in &program.relations {
            firsts.push(nodes);
            nodes += relation.arity();
        }
        let mut classes = Classes {
            sets: Forest((0..nodes).collect()),
            pinned: vec![false; nodes],
            firsts,
            arities: program.relations.iter().map(Relation::arity).collect(),
            variables: nodes,
        };
        for (relation, column) in classes.columns_of(program) {
            let declared = program.relation(relation);
            let node = classes.column(relation, column);
            if !declared.choices.is_empty() {
                classes.pin(node);
            }
            if declared.equivalence {
                let first = classes.column(relation, 0);
                classes.join(node, first);
            }
        }
        for rule in &program.rules {
            classes.rule(rule.head.relation, rule);
        }
        for subsumption in &program.subsumptions {
            classes.rule(subsumption.relation, &subsumption.rule);
        }
        classes
    }

    fn columns_of(&self, program: &Program) -> Vec<(RelationId, usize)> {
        let columns = |id| (0..program.relation(id).arity()).map(move |column| (id, column));
        program.ids().flat_map(columns).collect()
    }

    fn column(&self, relation: RelationId, column: usize) -> usize {
        self.firsts[relation.index()] + column
    }

    fn variable(&self, var: VarId) -> usize {
        self.variables + var.index()
    }

    /// The root of a node's set, if its values are opaque.
    fn opaque(&mut self, node: usize) -> Option<usize> {
        let root = self.sets.root(node);
        (!self.pinned[root]).then_some(root)
    }

    fn join(&mut self, one: usize, other: usize) {
        let (root, other) = self.sets.join(one, other);
        self.pinned[root] |= self.pinned[other];
    }

    fn pin(&mut self, node: usize) {
        let root = self.sets.root(node);
        self.pinned[root] = true;
    }

    /// A rule whose head has the columns of tuples of a relation, one behind the other.
    fn rule(&mut self, head: RelationId, rule: &Rule) {
        self.variables = self.pinned.len();
        let nodes = self.variables + rule.variables.len();
        self.sets.grow(nodes);
        self.pinned.resize(nodes, false);
        self.terms(head, &rule.head.args);
        let variables = &rule.variables;
        let body = rule.body.iter();
        body.for_each(|literal| self.literal(literal, variables));
    }

    fn terms(&mut self, relation: RelationId, terms: &[Term]) {
        let arity = self.arities[relation.index()];
        for (at, arg) in terms.iter().enumerate() {
            let column = self.column(relation, at % arity);
            match arg {
                Term::Var(var) => {
                    let variable = self.variable(*var);
                    self.join(column, variable);
                }
                Term::Const(_) | Term::Any => {}
                Term::Call(..) => {
                    self.pin(column);
                    self.pin_term(arg);
                }
            }
        }
    }

    fn pin_term(&mut self, term: &Term) {
        term.variables(&mut |var| self.pin(self.variable(var)));
    }

    fn literal(&mut self, literal: &Literal, variables: &[Variable]) {
        match literal {
            Literal::Atom(atom) | Literal::Not(atom) => self.terms(atom.relation, &atom.args),
            Literal::Compare(
                Comparison::Equal | Comparison::Unequal,
                Term::Var(left),
                Term::Var(right),
                _,
                // A float that is no number is not equal to itself.
            ) if variables[left.index()].ty != Type::Float => {
                self.join(self.variable(*left), self.variable(*right))
            }
            Literal::Aggregate(aggregate) => {
                self.pin(self.variable(aggregate.target));
                if let Some(value) = &aggregate.value
                    && aggregate.kind != AggregateKind::Count
                {
                    self.pin_term(value);
                }
                let body = aggregate.body.iter();
                body.for_each(|inner| self.literal(inner, variables));
            }
            Literal::Compare(..)
            | Literal::Test { .. }
            | Literal::Unpack(_)
            | Literal::Range { .. } => {
                literal.variables(&mut |var| self.pin(self.variable(var)));
            }
        }
    }
}
