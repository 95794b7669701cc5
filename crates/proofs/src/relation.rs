//! How two sides are related, or something and 0.
//!
//! Trusted.

/// A relation of a polynomial to 0, or of a left side to a right side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Relation {
    Below,
    AtMost,
    Equal,
    Unequal,
    AtLeast,
    Above,
}

impl Relation {
    /// What holds where this does not.
    pub(crate) fn opposite(self) -> Self {
        match self {
            Self::Below => Self::AtLeast,
            Self::AtMost => Self::Above,
            Self::Equal => Self::Unequal,
            Self::Unequal => Self::Equal,
            Self::AtLeast => Self::Below,
            Self::Above => Self::AtMost,
        }
    }

    /// The same with the sides exchanged.
    pub(crate) fn turned(self) -> Self {
        match self {
            Self::Below => Self::Above,
            Self::AtMost => Self::AtLeast,
            Self::AtLeast => Self::AtMost,
            Self::Above => Self::Below,
            Self::Equal | Self::Unequal => self,
        }
    }
}
