//! The programs, as Entente and Soufflé read them.

/// A program of `programs/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Program {
    Closure,
    SameGeneration,
    Andersen,
    Cspa,
    Reach,
    Triangles,
    News,
}

impl Program {
    pub(crate) fn text(self) -> &'static str {
        match self {
            Program::Closure => include_str!("programs/tc.dl"),
            Program::SameGeneration => include_str!("programs/sg.dl"),
            Program::Andersen => include_str!("programs/andersen.dl"),
            Program::Cspa => include_str!("programs/cspa.dl"),
            Program::Reach => include_str!("programs/reach.dl"),
            Program::Triangles => include_str!("programs/tri.dl"),
            Program::News => include_str!("programs/news.dl"),
        }
    }
}
