//! Whether trying pays: the variant that did best in tuning against ReLU.

use claims::Metrics;
use experiment::Trials;

use super::races::Race;
use super::settings::{Arm, Role, Settings};

/// Of each specification on which variants ran: 1 if the one with the best score in tuning is sooner
/// than ReLU, 0 if it is later, 1/2 if they are level. Nothing where neither gets to the goal.
pub(super) fn metrics(trials: &Trials<'_, Arm, Settings>, races: &[Race<'_>]) -> Vec<Metrics> {
    let wins = |race: &Race<'_>| {
        let is_variant = |arm: &&str| trials.arms[*arm].role == Role::Variant;
        let variants = race.arms.iter().map(|(arm, _)| *arm).filter(is_variant);
        let score = |arm: &&str| race.metric(arm, "pilot_score");
        let best = variants.min_by(|a, b| score(a).total_cmp(&score(b)))?;
        let log = race.log_ratio(best, "relu")?;
        let wins = if log < 0.0 {
            1.0
        } else if log > 0.0 {
            0.0
        } else {
            0.5
        };
        Some(vec![("best_variant_wins", wins)])
    };
    races.iter().filter_map(wins).collect()
}
