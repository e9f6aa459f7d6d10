//! Where sentences are cut into units: what is known of each token, and room that is kept from sentence to sentence.

use super::attachment::Attachment;
use super::chunks::{Chunk, Chunker, Sort, Unit};

/// What is known of a token before units are cut.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Spot {
    /// The mention or date that begins there.
    pub(super) begins: Option<Sort>,
    /// The verb whose group it belongs to.
    pub(super) in_verb: Option<usize>,
    /// Whether it is part of a mention or date.
    pub(super) covered: bool,
    /// Whether it stands in parentheses.
    pub(super) aside: bool,
    /// Whether it is part of a verb, also where that is part of a mention or date.
    pub(super) of_verb: bool,
}

/// Covers tokens with a mention or date.
pub(super) fn cover(spots: &mut [Spot], sort: Sort) {
    spots[0].begins = Some(sort);
    for spot in spots {
        spot.covered = true;
    }
}

/// Where sentences were cut before, for the next ones.
#[derive(Default)]
pub(in crate::extract) struct Room<'t> {
    pub(super) spots: Vec<Spot>,
    pub(super) chunks: Vec<Chunk<'t>>,
    pub(super) units: Vec<Unit>,
    /// How the units hang together.
    pub(super) attachment: Attachment,
}

impl<'t> Room<'t> {
    /// Takes back what a chunker worked in.
    pub(super) fn take_back(&mut self, chunker: Chunker<'_, 't>) {
        self.spots = chunker.spots;
        self.chunks = chunker.chunks;
        self.units = chunker.units;
        self.spots.clear();
        self.chunks.clear();
        self.units.clear();
    }
}
