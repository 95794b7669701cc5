//! Rates: integrate-and-fire, in closed form and simulated, with its fits; Poisson trains.

use claims::statistics::{clopper_pearson, max, mean, min};
use claims::{Metrics, Streams};
use mlp::Random;

use crate::search::Domain;

/// A leaky integrate-and-fire neuron: tau dV/dt = I - V, a spike and a pause when V reaches 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct IntegrateAndFire {
    /// tau, ms.
    pub(super) time_constant: f64,
    /// The pause after a spike, ms.
    pub(super) refractory: f64,
}

impl IntegrateAndFire {
    /// 1000 / (refractory + tau ln(I / (I - 1))) Hz for I > 1, else 0.
    pub(super) fn rate(&self, drive: f64) -> f64 {
        if drive <= 1.0 {
            return 0.0;
        }
        let rise = self.time_constant * libm::log(drive / (drive - 1.0));
        1000.0 / (self.refractory + rise)
    }

    /// The rate between the first and the last spike of a simulation, in Hz; 0 if there are not two.
    pub(super) fn simulated_rate(&self, drive: f64, duration: f64, step: f64) -> f64 {
        let (mut v, mut paused_until) = (0.0, 0.0);
        let mut spikes: Vec<f64> = Vec::new();
        for i in 0..(duration / step) as usize {
            let t = i as f64 * step;
            if t < paused_until {
                continue;
            }
            v += step * (drive - v) / self.time_constant;
            if v >= 1.0 {
                spikes.push(t);
                (v, paused_until) = (0.0, t + self.refractory);
            }
        }
        match spikes[..] {
            [first, .., last] => 1000.0 * (spikes.len() - 1) as f64 / (last - first),
            _ => 0.0,
        }
    }
}

/// The simulated rate against its closed form, and how well ReLU and softplus fit that.
pub(super) fn measure(
    neuron: IntegrateAndFire,
    drives: &[f64],
    duration: f64,
    step: f64,
) -> Metrics {
    let simulated = |drive: f64| neuron.simulated_rate(drive, duration, step);
    let found: Vec<f64> = drives.iter().map(|&drive| simulated(drive)).collect();
    let errors = drives.iter().zip(&found).map(|(&drive, found)| {
        let wanted = neuron.rate(drive);
        if wanted == 0.0 { *found } else { (found / wanted - 1.0).abs() }
    });
    let firing: Vec<f64> = drives
        .iter()
        .zip(&found)
        .filter(|(drive, _)| **drive > 1.0)
        .map(|(_, rate)| *rate)
        .collect();
    let rises: Vec<f64> = firing.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let (relu, softplus) = fits(neuron);
    vec![
        ("rate_error", max(&errors.collect::<Vec<_>>())),
        ("least_rise", min(&rises)),
        ("rate_at_2", simulated(2.0)),
        ("relu_fit_error", relu.error(neuron)),
        ("softplus_fit_error", softplus.error(neuron)),
    ]
}

/// `scale` ReLU(I - `from`), or the softplus of that sharpness.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fit {
    scale: f64,
    from: f64,
    /// None for ReLU.
    pub(super) sharpness: Option<f64>,
}

impl Fit {
    pub(super) fn at(&self, drive: f64) -> f64 {
        let x = drive - self.from;
        match self.sharpness {
            None => self.scale * if x > 0.0 { x } else { 0.0 },
            Some(b) => self.scale * mlp::functions::softplus(b * x) / b,
        }
    }

    /// The root mean square distance from the closed form for drives from 0 to 6, in Hz.
    pub(super) fn error(&self, neuron: IntegrateAndFire) -> f64 {
        let squares = (0..=240).map(|i| {
            let drive = f64::from(i) / 40.0;
            let error = self.at(drive) - neuron.rate(drive);
            error * error
        });
        mean(&squares.collect::<Vec<_>>()).sqrt()
    }
}

/// The ReLU and the softplus nearest to a neuron's rate.
pub(super) fn fits(neuron: IntegrateAndFire) -> (Fit, Fit) {
    let intervals = [("scale", [1.0, 100.0]), ("from", [-1.0, 2.0]), ("sharpness", [0.2, 50.0])];
    let nearest = |variables: usize| {
        let fit = |at: &[f64]| Fit { scale: at[0], from: at[1], sharpness: at.get(2).copied() };
        let named = intervals[..variables].iter().map(|(name, ends)| ((*name).to_owned(), *ends));
        let domain = Domain::new(&named.collect(), &indexmap::IndexMap::new());
        let random = &mut Random::from_number(0);
        fit(&domain.largest(random, |at| -fit(at).error(neuron)).at)
    };
    (nearest(2), nearest(3))
}

/// One train: the share of bins with a spike, and whether 1 - e^(-r dt) lies in its interval.
pub(super) fn poisson(rates: &[f64], bin: f64, bins: usize, streams: &Streams) -> Metrics {
    let rate = rates[streams.seed as usize % rates.len()];
    let random = &mut streams.stream("spikes");
    let count = bins_with_spikes(rate, bin, bins as u32, random);
    let predicted = -libm::expm1(-rate * bin / 1000.0);
    let (low, high) = clopper_pearson(count, bins as u64);
    let inside = f64::from(u8::from((low..=high).contains(&predicted)));
    vec![
        ("rate", rate),
        ("share", count as f64 / bins as f64),
        ("predicted_share", predicted),
        ("inside", inside),
    ]
}

/// How many of so many bins of `bin` ms hold a spike of a Poisson train of `rate` Hz, whose
/// intervals are drawn one after the other.
fn bins_with_spikes(rate: f64, bin: f64, bins: u32, random: &mut Random) -> u64 {
    let mut time = 0.0;
    let mut last = None;
    let mut count = 0;
    loop {
        time += -libm::log(1.0 - random.uniform()) * 1000.0 / rate;
        let here = time / bin;
        if here >= f64::from(bins) {
            return count;
        }
        let here = here as u32;
        count += u64::from(last != Some(here));
        last = Some(here);
    }
}

#[cfg(test)]
mod tests {
    use super::IntegrateAndFire;

    #[test]
    fn the_closed_form_is_the_limit_of_small_steps() {
        let neuron = IntegrateAndFire { time_constant: 20.0, refractory: 2.0 };
        let off = |step| (neuron.simulated_rate(1.5, 4000.0, step) / neuron.rate(1.5) - 1.0).abs();
        assert!(off(0.01) < 1e-3 && off(0.01) < off(0.5));
        assert_eq!(neuron.simulated_rate(0.99, 4000.0, 0.01), 0.0);
    }
}
