//! Formulas, statements about all real numbers, and proofs of them by certificates.

mod answer;
mod calculus;
mod enclosure;
mod explain;
mod fact;
mod formula;
mod latex;
mod normal;
mod polynomial;
mod proof;
mod refutation;
mod relation;
mod search;
mod sequent;
mod show;
mod statement;
mod theorem;

pub use answer::{Answer, Certificate, Counterexample};
pub use formula::{Formula, FormulaError, Mutant};
pub use polynomial::Rational;
pub use statement::{Statement, StatementError};
pub use theorem::Theorem;
