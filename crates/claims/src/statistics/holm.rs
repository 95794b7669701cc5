//! Several tests in one experiment: p-values corrected for their number.

/// max over j <= i of min(1, (m - j + 1) `p_j`) for the i-th smallest of m p-values: adjusted so
/// that, at any level, the chance of even one false finding among all is at most that level.
///
/// They are returned in the order given. Source: Holm 1979.
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|&a, &b| p_values[a].total_cmp(&p_values[b]));
    let mut adjusted = vec![0.0; p_values.len()];
    let mut least = 0.0;
    for (rank, &i) in order.iter().enumerate() {
        let scaled = p_values[i] * (p_values.len() - rank) as f64;
        let capped = if scaled > 1.0 { 1.0 } else { scaled };
        least = if capped > least { capped } else { least };
        adjusted[i] = least;
    }
    adjusted
}
