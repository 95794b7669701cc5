//! A rule from the first activation pattern alone: whether XOR will be learned.

use std::collections::BTreeMap;

use claims::Metrics;

use super::lanes::Trained;

/// Units in any order, and inputs either way round, make the same network.
fn class(units: &[(u8, bool)], with_signs: bool) -> Vec<(u8, bool)> {
    let exchanged = |bits: u8| (bits & 1) << 1 | (bits >> 1 & 1) | bits & 4;
    let sorted = |exchange: bool| {
        let unit = |&(bits, sign): &(u8, bool)| {
            (if exchange { exchanged(bits) } else { bits }, sign && with_signs)
        };
        let mut units: Vec<(u8, bool)> = units.iter().map(unit).collect();
        units.sort_unstable();
        units
    };
    std::cmp::min(sorted(false), sorted(true))
}

/// Of each class of patterns, how many networks fail and how many learn XOR.
type Counts = BTreeMap<Vec<(u8, bool)>, [usize; 2]>;

fn counts(networks: &[Trained], with_signs: bool) -> Counts {
    let mut counts = Counts::new();
    for network in networks {
        let of_class = counts.entry(class(&network.units, with_signs)).or_default();
        of_class[usize::from(network.ended.solved)] += 1;
    }
    counts
}

/// The share that a table made of the first half of the networks is right about in the second, that
/// the best table for the second would be right about, and that the commonest outcome is.
fn shares(networks: &[Trained], with_signs: bool) -> [f64; 3] {
    let (seen, unseen) = networks.split_at(networks.len() / 2);
    let (seen, unseen) = (counts(seen, with_signs), counts(unseen, with_signs));
    let sum = |counts: &Counts| {
        counts.values().fold([0, 0], |sum, of_class| [sum[0] + of_class[0], sum[1] + of_class[1]])
    };
    let names = |of_class: &[usize; 2]| usize::from(of_class[1] > of_class[0]);
    let commonest = names(&sum(&seen));
    let (mut right, mut best, mut all) = (0, 0, 0);
    for (class, of_class) in &unseen {
        let named = seen.get(class).map_or(commonest, names);
        right += of_class[named];
        best += of_class[names(of_class)];
        all += of_class[0] + of_class[1];
    }
    [right, best, sum(&unseen)[commonest]].map(|count| count as f64 / all as f64)
}

/// What the rule is worth, without and with the signs of the output's weights.
pub(super) fn metrics(networks: &[Trained]) -> Metrics {
    let [right, best, commonest] = shares(networks, false);
    let [signed, best_signed, _] = shares(networks, true);
    vec![
        ("rule_right", right),
        ("best_rule", best),
        ("commonest_right", commonest),
        ("signed_rule_right", signed),
        ("best_signed_rule", best_signed),
    ]
}

#[cfg(test)]
mod tests {
    use super::{Trained, class, metrics};
    use crate::xor_relu::Ended;

    #[test]
    fn a_class_has_its_units_in_any_order_and_its_inputs_either_way_round() {
        let units = [(0b001, true), (0b110, false)];
        let exchanged = [(0b101, false), (0b010, true)];
        assert_eq!(class(&units, true), class(&exchanged, true));
        assert_ne!(class(&units, true), class(&[(0b001, false), (0b110, false)], true));
        assert_eq!(class(&units, false), class(&[(0b001, false), (0b110, false)], false));
    }

    #[test]
    fn a_rule_is_judged_by_what_it_has_not_seen() {
        let network = |bits, solved| Trained {
            ended: Ended { solved, steps: 0, loss: 0.0 },
            units: vec![(bits, true)],
        };
        let seen = [network(0, false), network(7, true), network(7, true), network(7, false)];
        let unseen = [network(0, true), network(7, true), network(7, true), network(4, true)];
        let networks: Vec<Trained> = seen.into_iter().chain(unseen).collect();
        // 0 fails, it says; 7 learns; of 4 it knows nothing, and takes the commonest: of two and two
        // the failure.
        let found = metrics(&networks);
        assert_eq!(found[0], ("rule_right", 0.5));
        assert_eq!((found[1], found[2]), (("best_rule", 1.0), ("commonest_right", 0.0)));
    }
}
