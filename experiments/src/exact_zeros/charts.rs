//! The share of networks by depth, beside the published one.

use experiment::Results;
use figures::{Axis, Chart, Mark, Panel};

use super::scores::DEPTHS;
use super::settings::{Arm, Settings};

/// Published: of 1,000 networks, at each of the depths.
const PUBLISHED: [u32; 5] = [54, 258, 463, 647, 697];

/// The share of networks in which some score is exactly 0, by depth.
pub(super) fn by_depth(results: &Results<'_, Arm, Settings>) -> Chart {
    let mut marks = Vec::new();
    for (series, name) in results.arms.keys().enumerate() {
        let Some((cell, _)) = results.cells_of(name).next() else { continue };
        let points = DEPTHS.map(|(depth, metric)| {
            let rate = results.rate(cell, metric);
            (depth as f64, 100.0 * rate.rate, 100.0 * rate.low, 100.0 * rate.high)
        });
        marks.push(Mark::Dots { series, points: points.to_vec(), label: name.replace('_', " ") });
    }
    let published = DEPTHS.iter().zip(PUBLISHED);
    let points = published.map(|(&(depth, _), count)| (depth as f64, f64::from(count) / 10.0));
    marks.push(Mark::Dashes {
        series: results.arms.len(),
        points: points.collect(),
        label: "published, single".to_owned(),
    });
    Chart {
        name: "by_depth".to_owned(),
        title: "Is a score ever exactly 0? Often, if the bias is added last; never, after fused multiply-adds".to_owned(),
        caption: "The share of random networks with such a score for some training example, with its 95 % interval (Clopper-Pearson). \
                  Only there does the gradient depend on what ReLU'(0) is taken to be."
            .to_owned(),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::linear("hidden layers", 0.5, 6.5).with_ticks(&[1.0, 2.0, 3.0, 5.0, 6.0]),
            y: Axis::linear("% of the networks", 0.0, 100.0),
            marks,
        }],
    }
}
