//! Type inference: what each term of a rule is, from where it stands.
//!
//! Every term has a kind. Kinds that must be the same are joined (union-find); a whole number without a
//! suffix and the operators leave theirs open until a place decides it.

use super::types::Type;
use crate::text::Span;

/// A kind among those of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kind(usize);

/// What is known of a kind, and where it was learnt.
#[derive(Clone, Copy, Debug)]
enum Known {
    Nothing,
    /// Some number; an integer if nothing else is learnt.
    Numeric,
    Is(Type, Span),
    /// Two types, which was reported.
    Wrong,
}

#[derive(Default)]
pub(super) struct Kinds {
    parents: Vec<usize>,
    known: Vec<Known>,
}

/// Two types where one must be.
pub(super) struct Clash {
    pub(super) one: (Type, Span),
    pub(super) other: (Type, Span),
}

impl Kinds {
    pub(super) fn open(&mut self) -> Kind {
        self.add(Known::Nothing)
    }

    pub(super) fn numeric(&mut self) -> Kind {
        self.add(Known::Numeric)
    }

    pub(super) fn of(&mut self, ty: Type, span: Span) -> Kind {
        self.add(Known::Is(ty, span))
    }

    fn add(&mut self, known: Known) -> Kind {
        self.parents.push(self.parents.len());
        self.known.push(known);
        Kind(self.parents.len() - 1)
    }

    fn root(&self, kind: Kind) -> usize {
        let mut at = kind.0;
        while self.parents[at] != at {
            at = self.parents[at];
        }
        at
    }

    /// Whether two kinds are known to be one.
    pub(super) fn are_one(&self, one: Kind, other: Kind) -> bool {
        self.root(one) == self.root(other)
    }

    /// Says that two kinds are one.
    pub(super) fn join(&mut self, one: Kind, other: Kind, span: Span) -> Result<(), Clash> {
        let (a, b) = (self.root(one), self.root(other));
        if a == b {
            return Ok(());
        }
        let known = match (self.known[a], self.known[b]) {
            (Known::Wrong, _) | (_, Known::Wrong) => Known::Wrong,
            (Known::Nothing, known) | (known, Known::Nothing) => known,
            (Known::Numeric, Known::Numeric) => Known::Numeric,
            (Known::Is(ty, at), Known::Numeric) | (Known::Numeric, Known::Is(ty, at)) => {
                if !ty.is_numeric() {
                    self.make_wrong(a, b);
                    return Err(Clash {
                        one: (Type::Number, span),
                        other: (ty, at),
                    });
                }
                Known::Is(ty, at)
            }
            (Known::Is(ty, at), Known::Is(other, there)) => {
                if ty != other {
                    self.make_wrong(a, b);
                    return Err(Clash {
                        one: (ty, at),
                        other: (other, there),
                    });
                }
                Known::Is(ty, at)
            }
        };
        self.parents[b] = a;
        self.known[a] = known;
        Ok(())
    }

    /// Of a kind that is two types, nothing more is said.
    fn make_wrong(&mut self, a: usize, b: usize) {
        self.parents[b] = a;
        self.known[a] = Known::Wrong;
    }

    /// Says that a kind was reported.
    pub(super) fn wrong(&mut self) -> Kind {
        self.add(Known::Wrong)
    }

    /// Whether a kind is two types, which was reported.
    pub(super) fn is_wrong(&self, kind: Kind) -> bool {
        matches!(self.known[self.root(kind)], Known::Wrong)
    }

    /// Says what a kind is.
    pub(super) fn is(&mut self, kind: Kind, ty: Type, span: Span) -> Result<(), Clash> {
        let known = self.of(ty, span);
        match self.join(kind, known, span) {
            // The place at hand comes first in messages.
            Err(clash) if clash.other.1 == span => Err(Clash {
                one: clash.other,
                other: clash.one,
            }),
            result => result,
        }
    }

    /// Says that a kind is a number of some type.
    pub(super) fn is_number(&mut self, kind: Kind, span: Span) -> Result<(), Clash> {
        let number = self.numeric();
        self.join(kind, number, span)
    }

    /// The type of a kind, if anything decided it.
    pub(super) fn known(&self, kind: Kind) -> Option<Type> {
        match self.known[self.root(kind)] {
            Known::Nothing | Known::Wrong => None,
            Known::Numeric => Some(Type::Number),
            Known::Is(ty, _) => Some(ty),
        }
    }
}
