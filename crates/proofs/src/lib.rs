//! Formulas, statements about all real numbers, and proofs of them by certificates.
//!
//! `d/dx(sigmoid(x)) = sigmoid(x)*(1 - sigmoid(x))` is settled: it is proved, with a certificate;
//! disproved, at a point; or undecided. A certificate is found by code that nobody has to trust, and
//! checked by code that everybody can read: no floating point, nothing but rational numbers and
//! integers. In reading order; all before `search` is trusted, either to read what is written or to
//! check what is found:
//!
//! | module | idea |
//! |---|---|
//! | [`formula`] | formulas as claim.toml writes them: read, computed, mutated |
//! | `relation`, `polynomial` | relations; polynomials in symbols such as x and e^x, in their one normal form |
//! | `calculus` | what functions mean, and the rules of differentiation |
//! | [`slope`] | the slope of a formula, and its steps, to be computed with; nothing is proved by it |
//! | `sequent` | comparisons from comparisons; the cases they fall into |
//! | [`comparisons`], `induction`, [`statement`] | statements as claim.toml writes them, and what must be proved of them |
//! | `normal` | from formulas to quotients of polynomials, and what they need to be defined |
//! | `fact` | what is known where a sequent could fail |
//! | `refutation` | the one rule of algebra: a sum that is 0, of terms that cannot be |
//! | `enclosure`, `boxes` | intervals that contain the value of a formula; boxes in which they show it |
//! | `proof`, [`answer`] | certificates, and what each must satisfy |
//! | `search` | finds certificates and counterexamples; from here on nothing is trusted |
//! | `latex`, `show`, `leaf`, `explain`, `certificate` | proofs as mathematics for a reader, and for another program |
//! | [`theorem`] | a statement together with what came of it |
//!
//! The rule of algebra is Stengle's Positivstellensatz: facts contradict each other if a sum of
//! products of them and of squares, none of which is below 0 and one of which is above, is 0. It is
//! complete for polynomials; exponentials and logarithms enter as symbols with the one law
//! q - p >= p ln(q / p).

pub mod answer;
mod boxes;
mod calculus;
mod certificate;
pub mod comparisons;
mod enclosure;
mod explain;
mod fact;
pub mod formula;
mod induction;
mod latex;
mod leaf;
mod normal;
mod polynomial;
mod proof;
mod refutation;
mod relation;
mod search;
mod sequent;
mod show;
pub mod slope;
pub mod statement;
pub mod theorem;

pub use answer::{Answer, Certificate, Counterexample};
pub use comparisons::StatementError;
pub use formula::{Formula, FormulaError, Mutant, Operation};
pub use polynomial::Rational;
pub use slope::Step;
pub use statement::Statement;
pub use theorem::Theorem;
