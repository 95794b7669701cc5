//! Every value of J at which its gradient vanishes, whichever units are active on whichever points.
//!
//! Off its kinks, a unit with an outgoing weight other than 0 is active on a set of points that a
//! line cuts off. On three points or fewer, its gradient vanishes only if their residuals are 0; on
//! all four, only if the residuals are r, -r, -r, r. Where no unit is active, the output is b. So the
//! points that are covered, and whether a unit covers all four, decide J: a statement for each case.

use std::collections::BTreeMap;

use claims::Theorem;
use figures::{Table, TableError, column, frame};

/// The residuals at (0, 0), (0, 1), (1, 0) and (1, 1), and what the target adds to b in each.
const RESIDUALS: [(&str, i32); 4] = [("p", 0), ("q", 1), ("s", 1), ("u", 0)];
const ALL: u8 = 0b1111;
/// What no line cuts off: the two diagonals.
const DIAGONALS: [u8; 2] = [0b1001, 0b0110];
const WIDTHS: [usize; 3] = [2, 3, 4];

/// What decides J: which points are covered, and whether some unit covers all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Case {
    covered: u8,
    is_affine: bool,
}

/// Every pattern of so many units, in no order: how many come to each case.
fn patterns(width: usize) -> BTreeMap<Case, u64> {
    let sets: Vec<u8> = (0..=ALL).filter(|set| !DIAGONALS.contains(set)).collect();
    let mut all: Vec<(usize, Case)> = vec![(0, Case { covered: 0, is_affine: false })];
    for _ in 0..width {
        let more = all.iter().flat_map(|&(from, case)| {
            sets.iter().enumerate().skip(from).map(move |(i, &set)| {
                let partial = if set == ALL { 0 } else { set };
                let covered = case.covered | partial;
                (i, Case { covered, is_affine: case.is_affine || set == ALL })
            })
        });
        all = more.collect();
    }
    let mut counts = BTreeMap::new();
    for (_, case) in all {
        *counts.entry(case).or_default() += 1;
    }
    counts
}

impl Case {
    /// J: half the squared spread of the targets that are not covered.
    fn value(self) -> &'static str {
        if self.is_affine {
            return if self.covered == 0 { "1/2" } else { "0" };
        }
        let open = |target: i32| {
            let of =
                |(i, (_, y)): (usize, &(&str, i32))| *y == target && self.covered >> i & 1 == 0;
            RESIDUALS.iter().enumerate().filter(|&point| of(point)).count()
        };
        match (open(0), open(1)) {
            (1, 1) => "1/4",
            (1, 2) | (2, 1) => "1/3",
            (2, 2) => "1/2",
            _ => "0",
        }
    }

    /// That J has this value where the gradients in b and in every unit vanish.
    fn statement(self) -> String {
        let names = RESIDUALS.map(|(name, _)| name);
        let mut given = vec![format!("{} = 0", names.join(" + "))];
        for (i, (name, target)) in RESIDUALS.into_iter().enumerate() {
            if self.covered >> i & 1 == 1 {
                given.push(format!("{name} = 0"));
            } else if !self.is_affine {
                given.push(format!("{name} = b - {target}"));
            }
        }
        if self.is_affine {
            // The gradients in the weights of a unit that is active everywhere.
            given.extend(["s + u = 0".to_owned(), "q + u = 0".to_owned()]);
            if self.covered == 0 {
                let output = ["p = b", "q = b + v - 1", "s = b + w - 1", "u = b + w + v"];
                given.extend(output.map(str::to_owned));
            }
        }
        let squares = names.map(|name| format!("{name}^2")).join(" + ");
        format!("({squares})/2 = {} if {}", self.value(), given.join(", "))
    }

    fn points(self) -> String {
        let points = ["00", "01", "10", "11"].into_iter().enumerate();
        let covered = points.filter(|(i, _)| self.covered >> i & 1 == 1);
        covered.map(|(_, point)| point).collect::<Vec<_>>().join(" ")
    }
}

/// The values of J and how many patterns of 2, 3 and 4 units come to each, with a proof.
pub(super) fn values() -> Result<Table, TableError> {
    let counts = WIDTHS.map(patterns);
    let cases: Vec<Case> = counts[WIDTHS.len() - 1].keys().copied().collect();
    let theorem = |case: &Case| Theorem::try_from(case.statement()).expect("a statement");
    let rows: Vec<(Case, Theorem)> = cases.iter().map(|case| (*case, theorem(case))).collect();
    let count = |width: usize, case: Case| counts[width].get(&case).copied().unwrap_or(0);
    frame(vec![
        column("covered", &rows, |(case, _)| case.points()),
        column("all_by_one", &rows, |(case, _)| u64::from(case.is_affine)),
        column("patterns_of_2", &rows, |(case, _)| count(0, *case)),
        column("patterns_of_3", &rows, |(case, _)| count(1, *case)),
        column("patterns_of_4", &rows, |(case, _)| count(2, *case)),
        column("critical_value", &rows, |(case, _)| case.value().to_owned()),
        column("statement", &rows, |(_, theorem)| theorem.to_string()),
        column("answer", &rows, |(_, theorem)| theorem.answer().to_string()),
        column("certificate", &rows, |(_, theorem)| theorem.certificate()),
    ])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use claims::Theorem;

    use super::{Case, patterns};

    #[test]
    fn every_pattern_has_a_value_that_is_proved() {
        let counts = patterns(4);
        assert_eq!(counts.values().sum::<u64>(), 2380, "multisets of 4 out of 14");
        let values: BTreeSet<&str> = counts.keys().map(|case| case.value()).collect();
        assert_eq!(values, BTreeSet::from(["0", "1/4", "1/3", "1/2"]));
        for case in counts.keys() {
            let theorem = Theorem::try_from(case.statement()).expect("a statement");
            assert_eq!(theorem.answer().to_string(), "proved", "{theorem}");
        }
    }

    #[test]
    fn another_value_is_not_proved() {
        let case = Case { covered: 0b0011, is_affine: false };
        let slip = case.statement().replace("1/4", "1/3");
        assert_eq!(Theorem::try_from(slip).expect("a statement").answer().to_string(), "disproved");
    }
}
