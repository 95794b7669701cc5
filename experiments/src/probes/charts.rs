//! Good networks and good features; what a probe reads and the network uses.

use claims::statistics::{max, mean, min};
use experiment::Results;
use figures::{Axis, Chart, Mark, Panel};

use super::layers::LAYERS;
use super::qualities::{BLOCKS, QUALITIES};
use super::settings::{Arm, Settings};

/// The test error of a probe against that of its network, one dot a network.
pub(super) fn qualities(results: &Results<'_, Arm, Settings>) -> Chart {
    let per_cent = |values: Vec<f64>| values.into_iter().map(|x| 100.0 * x);
    let mut points = Vec::new();
    for (cell, _) in results.cells_of(QUALITIES) {
        let [network, features] =
            ["network_error", "feature_error"].map(|m| per_cent(results.values(cell, m)));
        points.extend(network.zip(features).map(|(x, y)| (x, y, y, y)));
    }
    let blocks = results.across.iter().find(|(name, _)| *name == BLOCKS);
    let correlations: Vec<f64> =
        blocks.iter().flat_map(|(_, seeds)| seeds.iter().map(|metrics| metrics[0].1)).collect();
    let same = vec![(0.0, 0.0), (100.0, 100.0)];
    Chart {
        name: "qualities".to_owned(),
        title: "A good network has good features, a bad one has bad ones".to_owned(),
        caption: format!(
            "Networks of several widths, learning rates and epochs, on labels of which some are wrong: test \
             error of a linear probe of the last hidden layer, which learns from right labels, against that of the \
             network. Grey: as good as the network. Rank correlation in blocks of {}: {:.2} in the mean.",
            results.settings.block,
            mean(&correlations)
        ),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::linear("test error of the network, %", 0.0, 100.0),
            y: Axis::linear("of the probe, %", 0.0, 100.0),
            marks: vec![
                Mark::Path { series: None, points: same },
                Mark::Dots { series: 0, points, label: String::new() },
            ],
        }],
    }
}

/// By hidden layer: a probe's test error, and the rank correlation over units.
pub(super) fn layers(results: &Results<'_, Arm, Settings>) -> Chart {
    let panel = |title: &str, y: Axis, metrics: [&'static str; 3], scale: f64| {
        let mut points = Vec::new();
        for (cell, _) in results.cells_of("layers") {
            points.extend(metrics.iter().enumerate().map(|(layer, metric)| {
                let values: Vec<f64> =
                    results.values(cell, metric).iter().map(|value| scale * value).collect();
                (layer as f64 + 1.0, mean(&values), min(&values), max(&values))
            }));
        }
        let marks = vec![Mark::Dots { series: 0, points, label: String::new() }];
        let x = Axis::linear("hidden layer", 0.5, 3.5).with_ticks(&[1.0, 2.0, 3.0]);
        Panel { title: title.to_owned(), x, y, marks }
    };
    let correlation = Axis::linear("rank correlation", 0.0, 1.0);
    Chart {
        name: "layers".to_owned(),
        title: "What a probe reads from a unit, the later layers use".to_owned(),
        caption: "Means over seeds, with the least and the most. Left: test error of a linear probe of each \
                  hidden layer. Right: over the units of a layer, the rank correlation of the rise of the \
                  cross-entropy when a unit is replaced by its mean: of the network's, and of the probe's."
            .to_owned(),
        panels: vec![
            panel("Probes", Axis::linear("test error, %", 0.0, 10.0), LAYERS.map(|l| l.0), 100.0),
            panel("Units removed", correlation, LAYERS.map(|l| l.1), 1.0),
        ],
    }
}
