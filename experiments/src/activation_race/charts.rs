//! Epochs by depth; the ratios that the claims are judged by.

use claims::statistics::{max, median, min};
use claims::{Comparison, Criterion};
use report::{Axis, Chart, Mark, Panel};

use super::Experiment;
use crate::experiment::Results;

fn log10(x: f64) -> f64 {
    libm::log10(x)
}

/// Median epochs to the goal, with the range over seeds.
pub(super) fn epochs_by_depth(results: &Results<'_, Experiment>) -> Chart {
    let budget = results.file.settings.epochs as f64;
    let arms: Vec<&String> = results.file.arms.keys().collect();
    let depths = results.file.factors["depth"].clone();
    let mut marks = vec![Mark::Path {
        series: None,
        points: vec![(-0.5, log10(budget)), (depths.len() as f64 - 0.5, log10(budget))],
    }];
    for (series, arm) in arms.iter().enumerate() {
        let aside = 0.14 * (series as f64 - (arms.len() - 1) as f64 / 2.0);
        let points = results.cells_of(arm).enumerate().map(|(i, (index, _))| {
            let epochs = results.values(index, "epochs");
            let at = |statistic: fn(&[f64]) -> f64| log10(statistic(&epochs));
            (i as f64 + aside, at(median), at(min), at(max))
        });
        marks.push(Mark::Dots { series, points: points.collect(), label: arm.replace('_', " ") });
    }
    Chart {
        name: "epochs_by_depth".to_owned(),
        title: "Epochs to a fixed training error on the digits".to_owned(),
        caption: format!(
            "Until at most {} % of the training set is classified wrongly: the median over {} \
             seeds (dots) and the range (lines), learning rates tuned for each activation and \
             depth. The grey line is the budget, where runs that never got there are censored.",
            results.file.settings.goal * 100.0,
            results.file.trials.confirm_seeds
        ),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::names("depth (hidden layers + 1)", depths.iter().map(ToString::to_string)),
            y: Axis::powers_of_ten("epochs", 0.0, log10(budget) + 0.1),
            marks,
        }],
    }
}

/// exp of each contrast's statistic and interval: how many times the epochs.
pub(super) fn ratios(results: &Results<'_, Experiment>) -> Chart {
    let depths = results.file.factors["depth"].clone();
    let level = |ratio: f64| Mark::Path {
        series: None,
        points: vec![(-0.5, log10(ratio)), (depths.len() as f64 - 0.5, log10(ratio))],
    };
    let mut marks = vec![level(1.0)];
    let criteria: Vec<&Criterion> = results.file.claims.iter().flat_map(|c| &c.criteria).collect();
    let ratios = criteria.into_iter().filter(|c| c.comparison == Comparison::LogRatio);
    for (series, criterion) in ratios.enumerate() {
        let aside = 0.14 * (series as f64 - 1.5);
        let of_criterion = results.findings.iter().filter(|f| f.criterion == criterion.to_string());
        // From the natural logarithm to that of the axis.
        let scale = |x: f64| x / std::f64::consts::LN_10;
        let points = of_criterion.enumerate().map(|(i, finding)| {
            let (low, high) = finding.interval.unwrap_or((finding.value, finding.value));
            (i as f64 + aside, scale(finding.value), scale(low), scale(high))
        });
        let label = criterion.arms().join(" / ").replace('_', " ");
        marks.push(Mark::Dots { series, points: points.collect(), label });
    }
    let mut y = Axis::powers_of_ten("ratio of epochs", log10(0.02), log10(3.0));
    let ticks = [0.03, 0.1, 0.3, 1.0, 3.0];
    y.ticks = ticks.map(|ratio| (log10(ratio), format!("{ratio}"))).to_vec();
    Chart {
        name: "ratios".to_owned(),
        title: "How many times the epochs: one activation against another".to_owned(),
        caption: "The median over paired seeds of the ratio of epochs, with its 95 % bootstrap \
                  interval. Below the line at 1 the first named is sooner. Where the slower one is \
                  censored at the budget, the true ratio is further from 1."
            .to_owned(),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::names("depth (hidden layers + 1)", depths.iter().map(ToString::to_string)),
            y,
            marks,
        }],
    }
}
