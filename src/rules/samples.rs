//! Programs for tests.

use super::{Program, check};
use crate::syntax::parse;
use crate::text::Sources;

/// The program of a text that has no mistakes.
pub(crate) fn program_of(text: &str) -> Program {
    let mut sources = Sources::default();
    let (items, wrong) = parse(sources.add("p.dl", text), text);
    assert!(wrong.is_empty(), "{wrong:?}");
    let (program, wrong) = check(items.iter(), &sources);
    assert!(wrong.is_empty(), "{wrong:?}");
    program
}
