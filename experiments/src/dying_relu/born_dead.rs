//! Random ReLU networks that are dead for an input from the start.
//!
//! Source: Lu et al. 2019, "Dying ReLU and initialization".

use claims::{Phase, Streams};
use mlp::Random;
use rayon::prelude::*;

use super::settings::Settings;

/// How many of some random networks are dead.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    pub(super) width: usize,
    pub(super) depth: usize,
    pub(super) draws: usize,
    dead: usize,
}

impl Cell {
    /// 1 - (1 - 2^-width)^depth: every unit of a layer is active with probability 1/2, whatever the
    /// layer before says, if that is not 0.
    pub(super) fn predicted(&self) -> f64 {
        let all_inactive = (0..self.width).fold(1.0, |share, _| 0.5 * share);
        1.0 - (0..self.depth).fold(1.0, |alive, _| alive * (1.0 - all_inactive))
    }

    pub(super) fn share(&self) -> f64 {
        self.dead as f64 / self.draws as f64
    }
}

/// Every width and depth.
pub(super) fn cells(settings: &Settings) -> Vec<Cell> {
    let cross = |&width: &usize| settings.depths.iter().map(move |&depth| (width, depth));
    let pairs: Vec<(usize, usize)> = settings.widths.iter().flat_map(cross).collect();
    let cell = |&(width, depth): &(usize, usize)| {
        let streams = Streams::new("dying_relu", Phase::Confirm, "", 0);
        let random = &mut streams.stream(&format!("born dead, {width} wide, {depth} deep"));
        let dead = (0..settings.draws).filter(|_| is_dead(width, depth, random)).count();
        Cell { width, depth, draws: settings.draws, dead }
    };
    pairs.par_iter().map(cell).collect()
}

/// Whether some hidden layer of a random network is 0 for the input 1.
fn is_dead(width: usize, depth: usize, random: &mut Random) -> bool {
    let mut h = vec![1.0];
    for _ in 0..depth {
        // Of weights only the sign of their distribution's symmetry counts; this is He's uniform.
        let bound = (6.0 / h.len() as f64).sqrt();
        let unit = |random: &mut Random| {
            let z = h.iter().fold(0.0, |z, h| z + random.between(-bound, bound) * h);
            if z > 0.0 { z } else { 0.0 }
        };
        let next: Vec<f64> = (0..width).map(|_| unit(random)).collect();
        if next.iter().all(|&h| h == 0.0) {
            return true;
        }
        h = next;
    }
    false
}

/// The largest abs(share - predicted), in standard errors.
pub(super) fn largest_deviation(settings: &Settings) -> f64 {
    let deviation = |cell: &Cell| {
        let p = cell.predicted();
        (cell.share() - p).abs() / (p * (1.0 - p) / cell.draws as f64).sqrt()
    };
    claims::statistics::max(&cells(settings).iter().map(deviation).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::largest_deviation;
    use crate::dying_relu::settings::Settings;

    #[test]
    fn networks_are_born_dead_as_often_as_predicted() {
        let file: toml::Table = include_str!("claim.toml").parse().expect("a claim file");
        let settings: Settings = file["settings"].clone().try_into().expect("its settings");
        // Of twenty standard normal numbers one is beyond 4 once in 800 times.
        assert!(largest_deviation(&Settings { draws: 5000, ..settings }) < 4.0);
    }
}
