//! Sums of columns that are 0: found by the simplex method in double precision, made exact after.

use crate::polynomial::{Rational, ratio};

/// Smaller numbers count as 0 while a basis is looked for.
const SMALL: f64 = 1e-9;

const MOST_PIVOTS: usize = 400;

/// A column: rows that are not 0, each with its entry.
pub(super) type Column = Vec<(usize, Rational)>;

/// Weights of at least 0, of any sign where a column is free, under which the columns sum to `wanted`.
pub(super) fn weights(
    columns: &[Column],
    free: &[bool],
    wanted: &[Rational],
) -> Option<Vec<Rational>> {
    let basis = basis(columns, free, wanted)?;
    let solved = solved(columns, &basis, wanted)?;
    let mut weights = vec![ratio(0, 1); columns.len()];
    for (column, weight) in basis.into_iter().zip(solved) {
        weights[column] = weight;
    }
    let are_signed = weights.iter().zip(free).all(|(w, free)| *free || *w >= ratio(0, 1));
    are_signed.then_some(weights)
}

fn approximate(x: &Rational) -> f64 {
    crate::formula::approximate(x)
}

/// The columns of a basic solution, by the first phase of the simplex method: artificial columns
/// are driven out; Bland's rule, so that it ends.
fn basis(columns: &[Column], free: &[bool], wanted: &[Rational]) -> Option<Vec<usize>> {
    let rows = wanted.len();
    // A free column is one column and its negative.
    let signed: Vec<(usize, f64)> = (0..columns.len())
        .flat_map(|j| [(j, 1.0), (j, -1.0)].into_iter().take(1 + usize::from(free[j])))
        .collect();
    let width = signed.len() + 1;
    let mut table = vec![vec![0.0; width]; rows + 1];
    for (k, &(j, sign)) in signed.iter().enumerate() {
        for (row, entry) in &columns[j] {
            table[*row][k] = sign * approximate(entry);
        }
    }
    for (row, wanted) in wanted.iter().enumerate() {
        table[row][width - 1] = approximate(wanted);
        if table[row][width - 1] < 0.0 {
            table[row].iter_mut().for_each(|x| *x = -*x);
        }
    }
    let sums: Vec<f64> = (0..width).map(|k| table[..rows].iter().map(|row| row[k]).sum()).collect();
    table[rows] = sums.into_iter().map(|sum: f64| -sum).collect();
    let mut basic: Vec<Option<usize>> = vec![None; rows];
    for turn in 0..MOST_PIVOTS {
        if table[rows][width - 1] > -SMALL {
            let mut basis: Vec<usize> = basic.iter().flatten().map(|k| signed[*k].0).collect();
            basis.sort_unstable();
            basis.dedup();
            return Some(basis);
        }
        // The steepest column is quick, and the first one ends where that goes round.
        let mut falling = (0..width - 1).filter(|&k| table[rows][k] < -SMALL);
        let enters = if turn < MOST_PIVOTS / 2 {
            falling.min_by(|&a, &b| table[rows][a].total_cmp(&table[rows][b]))
        } else {
            falling.next()
        }?;
        let ratios = (0..rows).filter(|&row| table[row][enters] > SMALL);
        let leaves = ratios.min_by(|&a, &b| {
            let of = |row: usize| table[row][width - 1] / table[row][enters];
            of(a).total_cmp(&of(b)).then_with(|| basic[a].cmp(&basic[b]))
        })?;
        let pivot = table[leaves][enters];
        table[leaves].iter_mut().for_each(|x| *x /= pivot);
        let pivot_row = table[leaves].clone();
        for (row, entries) in table.iter_mut().enumerate() {
            let factor = entries[enters];
            if row != leaves && factor != 0.0 {
                entries.iter_mut().zip(&pivot_row).for_each(|(x, p)| *x -= factor * p);
            }
        }
        basic[leaves] = Some(enters);
    }
    None
}

/// The weights of these columns exactly, by elimination; 0 where the equations leave one open.
pub(super) fn solved(
    columns: &[Column],
    basis: &[usize],
    wanted: &[Rational],
) -> Option<Vec<Rational>> {
    let zero = ratio(0, 1);
    let mut rows: Vec<Vec<Rational>> = wanted
        .iter()
        .map(|wanted| (0..basis.len()).map(|_| zero.clone()).chain([wanted.clone()]).collect())
        .collect();
    for (k, j) in basis.iter().enumerate() {
        for (row, entry) in &columns[*j] {
            rows[*row][k] = entry.clone();
        }
    }
    let mut pivots = Vec::new();
    for column in 0..basis.len() {
        let done = pivots.len();
        let Some(row) = (done..rows.len()).find(|&row| rows[row][column] != zero) else { continue };
        rows.swap(done, row);
        let pivot = rows[done][column].clone();
        rows[done].iter_mut().for_each(|x| *x = &*x / &pivot);
        let pivot_row = rows[done].clone();
        for (row, entries) in rows.iter_mut().enumerate() {
            let factor = entries[column].clone();
            if row != done && factor != zero {
                for (x, p) in entries.iter_mut().zip(&pivot_row) {
                    *x -= &factor * p;
                }
            }
        }
        pivots.push(column);
    }
    let is_consistent = rows[pivots.len()..].iter().all(|row| row[basis.len()] == zero);
    let mut weights = vec![zero; basis.len()];
    for (row, column) in pivots.into_iter().enumerate() {
        weights[column] = rows[row][basis.len()].clone();
    }
    is_consistent.then_some(weights)
}

#[cfg(test)]
mod tests {
    use super::weights;
    use crate::polynomial::ratio;

    #[test]
    fn a_sum_is_found_exactly_or_not_at_all() {
        // x + y = 1, x - 3 y = 0; the third column would do alone, and may not be negative.
        let column = |a, b| vec![(0, ratio(a, 1)), (1, ratio(b, 1))];
        let columns = [column(1, 1), column(1, -3), column(-1, 0)];
        let wanted = [ratio(1, 1), ratio(0, 1)];
        let found = weights(&columns, &[false; 3], &wanted).expect("there is one");
        assert_eq!(found[0], ratio(3, 4));
        assert_eq!(found[1], ratio(1, 4));
        let found = weights(&columns[2..], &[true], &wanted).expect("it may be negative");
        assert_eq!(found, [ratio(-1, 1)]);
        assert!(weights(&columns[2..], &[false], &wanted).is_none());
        assert!(weights(&columns[..1], &[false], &wanted).is_none());
    }
}
