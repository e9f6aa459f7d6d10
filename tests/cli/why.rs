//! `entente why`.

use crate::whatif::two_articles;

#[test]
fn a_proof_ends_in_sentences() {
    let folder = two_articles();
    insta::assert_snapshot!(folder.see(&["why", "met(P, Q)", "--confidence"]));
    insta::assert_snapshot!(folder.see(&["why", "met(P, Q)", "--format", "citation"]));
}

#[test]
fn what_does_not_hold_ends_with_1_and_what_is_missing() {
    let folder = two_articles();
    insta::assert_snapshot!(folder.see(&["why", "met(\"Vilay\", \"Ana\")"]));
    insta::assert_snapshot!(folder.see(&["why", "met(P, Q), P = \"Ana\""]));
}

#[test]
fn a_mistake_ends_with_2() {
    let folder = two_articles();
    insta::assert_snapshot!(folder.see(&["why", "mett(P, Q)"]));
}
