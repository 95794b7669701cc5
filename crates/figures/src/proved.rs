//! The table of proofs: every statement that a claim rests on, and what came of it.

use claims::{Claim, Theorem};

use crate::found::PRINTED;
use crate::table::{Table, TableError, column, frame};

/// One row a statement: whether it is proved, how, and the certificate, which another program can
/// check.
///
/// # Errors
/// Never: its columns are of one length, and each has a name of its own.
pub fn proofs(claims: &[Claim]) -> Result<Table, TableError> {
    let of = |claim| {
        Claim::all_criteria(claim).filter_map(move |(printed, criterion)| {
            let of = if printed { PRINTED } else { "" };
            Some((&claim.id, of, criterion.proof.as_ref()?))
        })
    };
    let rows: Vec<(&String, &str, &Theorem)> = claims.iter().flat_map(of).collect();
    frame(vec![
        column("id", &rows, |(id, ..)| (*id).clone()),
        column("statement", &rows, |(_, of, theorem)| format!("{of}{theorem}")),
        column("answer", &rows, |(.., theorem)| theorem.answer().to_string()),
        column("method", &rows, |(.., theorem)| theorem.method()),
        column("parts", &rows, |(.., theorem)| theorem.size() as u64),
        column("certificate", &rows, |(.., theorem)| theorem.certificate()),
    ])
}
