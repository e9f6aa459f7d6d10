//! The shipped base: every derived tuple has a proof, and every proof ends in words that its article has.

use std::collections::BTreeSet;

use entente::engine::{self, Limits};
use entente::proofs::{Goal, Prover, Reason};
use entente::rules::Const;

use crate::replay::{Tuples, World, check};
use crate::support::shipped_base;

#[test]
fn every_derived_tuple_has_a_proof_that_ends_in_sentences() {
    let base = shipped_base();
    let program = &base.program;
    let mut database = base.database(program);
    let lengths: Vec<usize> = program.ids().map(|id| database.rows(id).len()).collect();
    let limits = Limits::default();
    let sets = |database: &entente::facts::Database| -> Tuples {
        let sorted = program.ids().map(|id| database.sorted(program, id));
        sorted.map(BTreeSet::from_iter).collect()
    };
    let given = sets(&database);
    engine::evaluate(program, &mut database, &limits).unwrap();
    let all = sets(&database);
    let world = World {
        program,
        tuples: &all,
        given: &given,
    };
    let (mut proved, mut quoted) = (0, BTreeSet::new());
    for relation in program.derived() {
        for row in 0..database.rows(relation).len() {
            let words = database.rows(relation).row(row).to_vec();
            let columns = words.iter().zip(&program.relation(relation).columns);
            let tuple: Vec<Const> = columns
                .map(|(&word, column)| database.values.meaning(word, column.ty))
                .collect();
            let mut prover = Prover::new(program, &mut database, &lengths, &limits);
            let mut found = prover.prove(Goal::Row(relation, row), 0..1).unwrap();
            let proof = found.proofs.pop().expect("every tuple has a proof");
            assert!(
                found.count > 0 && found.all_counted,
                "{tuple:?}: {}",
                found.count
            );
            if let Err(why) = check(&world, &proof, relation, &tuple) {
                panic!("{}: {why}\n{proof:#?}", program.relation(relation).name);
            }
            proved += 1;
            for leaf in proof.leaves() {
                for at in base.stating(program, leaf.relation, &leaf.values) {
                    let statement = &base.statements[at];
                    assert!(statement.is_in_force(), "{leaf:?}");
                    let (Some(article), Some(words)) = (statement.article, &statement.quotation)
                    else {
                        continue;
                    };
                    let article = &base.articles[article];
                    let words = &article.text()[words.clone()];
                    assert!(article.text().contains(words) && !words.trim().is_empty());
                    quoted.insert((article.id().to_owned(), words.to_owned()));
                }
            }
            if proof.steps.iter().all(|step| step.reason == Reason::Given) {
                assert_eq!(proof.steps.len(), 1);
            }
        }
    }
    assert!(
        proved > 500 && quoted.len() > 50,
        "{proved} proved, {} quoted",
        quoted.len()
    );
}
