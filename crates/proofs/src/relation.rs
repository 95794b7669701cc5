//! How the two sides of a comparison are related, and when 0 is on the other side.

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
