//! Many networks side by side, from their first weights to where they end.

use claims::Streams;
use mlp::{Network, Number, Simd};

use super::settings::{Arm, Settings};
use crate::lanes::{self, Group};
use crate::xor_linear::four_points;
use crate::xor_relu::{Ended, architecture, descend};

/// A network with its first activation pattern.
pub(super) struct Trained {
    pub(super) ended: Ended,
    /// Of each hidden unit: which of the points (0, 1), (1, 0), (1, 1) it is active on, a bit each,
    /// and whether its weight in the output is above 0. At (0, 0) there is only the bias, 0.
    pub(super) units: Vec<(u8, bool)>,
}

/// Trains as many networks as there are seeds.
pub(super) fn trained(
    (arm, width): (&Arm, usize),
    settings: &Settings,
    rate: f64,
    seeds: &[Streams],
    simd: Simd,
) -> Vec<Trained> {
    let group = |seeds: &[Streams]| -> Vec<Trained> {
        let mut network: Network<Group> =
            Network::new(architecture(arm.activation, width)).expect("checked before the run");
        arm.initialization.fill(&mut network, 0.0, &mut lanes::streams(seeds, "init"));
        let units: Vec<Vec<(u8, bool)>> =
            (0..seeds.len()).map(|lane| pattern(&network, width, lane)).collect();
        let ended =
            descend(network, &four_points(), rate, (settings.goal, settings.steps), simd, |_| ());
        ended.into_iter().zip(units).map(|(ended, units)| Trained { ended, units }).collect()
    };
    seeds.chunks(lanes::WIDTH).flat_map(group).collect()
}

/// The first activation pattern of one lane.
fn pattern(network: &Network<Group>, width: usize, lane: usize) -> Vec<(u8, bool)> {
    let of_layer = |layer: usize| &network.parameters[network.layers[layer].weights.clone()];
    let (first, second) = (of_layer(0), of_layer(1));
    let unit = |unit: usize| {
        let (w1, w2) = (first[unit].lane(lane), first[width + unit].lane(lane));
        let active = [w2, w1, w1 + w2].map(|z| u8::from(z > 0.0));
        (active[0] | active[1] << 1 | active[2] << 2, second[unit].lane(lane) > 0.0)
    };
    (0..width).map(unit).collect()
}
