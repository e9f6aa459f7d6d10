//! A snapshot of every derived relation of the shipped base, one a rule file, and of the crepe programs.
//!
//! Rule files are found, not listed: a new one gets its snapshot the first time the tests run. To look at
//! what changed and accept it: `cargo insta test --review`, or, without cargo-insta, run
//! `INSTA_UPDATE=always cargo test --test snapshots` and read what `git diff tests/snapshots` shows. What rules
//! derive is accepted by `entente snapshot --accept`, too.

mod support;

use entente::answers::{Accepted, snapshots};
use entente::engine::{self, Limits};
use entente::text::render;
use entente::translate::translate;
use support::{repository, shipped_base};

#[test]
fn every_derived_relation_is_as_reviewed() {
    let base = shipped_base();
    let mut database = base.database(&base.program);
    engine::evaluate(&base.program, &mut database, &Limits::default()).expect("no limits");
    let derived = snapshots(&base.program, &base.sources, &database);
    let mut insta = insta::Settings::clone_current();
    insta.set_prepend_module_to_snapshot(false);
    insta.set_omit_expression(true);
    insta.bind(|| {
        for (name, snapshot) in &derived {
            insta::assert_snapshot!(name.as_str(), snapshot.text());
        }
    });
    assert!(
        derived.len() >= 8,
        "only {:?} have derived relations",
        derived.keys()
    );
    let accepted = Accepted::read(&repository()).expect("the snapshots can be read");
    let stale = accepted.changed(&derived, |_| true);
    assert!(
        stale.is_empty(),
        "`entente snapshot` sees snapshots in another way, or rule files are gone: {stale:?}"
    );
}

#[test]
fn the_crepe_programs_are_as_reviewed() {
    let base = shipped_base();
    let translation = translate(&base.program, &base.sources);
    let refused = render(&translation.refused, &base.sources, false);
    assert_eq!(refused, "", "crepe takes all of the shipped rules");
    let mut insta = insta::Settings::clone_current();
    insta.set_prepend_module_to_snapshot(false);
    insta.set_omit_expression(true);
    insta.bind(|| insta::assert_snapshot!("crepe_programs", translation.source));
}
