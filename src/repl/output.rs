//! The one place where the prompt prints.

use std::io::{self, Write};

use anstream::{AutoStream, ColorChoice};

use super::Reply;

/// Prints a reply: what was asked for, then what there is to say about it.
pub(super) fn show(reply: &Reply) -> io::Result<()> {
    data(&reply.data)?;
    notice(&reply.notices)
}

/// Prints to the standard output, where nothing has colours.
pub(super) fn data(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Prints to the standard error output. Colours are left out where it takes none.
pub(super) fn notice(text: &str) -> io::Result<()> {
    let mut out = anstream::stderr().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Whether the user sees colours.
pub(super) fn has_colours() -> bool {
    AutoStream::choice(&io::stderr()) != ColorChoice::Never
}
