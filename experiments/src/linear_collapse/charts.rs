//! Autoencoders against PCA; training on XOR by depth; the floors of activations on the scores.

use claims::{Phase, Streams};
use experiment::Results;
use figures::series::of_activation;
use figures::{Axis, Chart, Mark, Panel};
use libm::log10;
use mlp::Activation;

use super::settings::{Arm, Settings};
use super::training::{pca_errors, scores};

/// The error of trained autoencoders on the curve of the best possible.
pub(super) fn autoencoders(results: &Results<'_, Arm, Settings>) -> Chart {
    let errors = pca_errors();
    let share = |error: f64| error / errors[0];
    let line = (0..=20).map(|rank| (rank as f64, share(errors[rank]))).collect();
    let dots = results.arms.iter().filter_map(|(name, arm)| {
        let Arm::Autoencoder { units } = arm else { return None };
        let (cell, _) = results.cells_of(name).next()?;
        let error = share(*results.values(cell, "error").first()?);
        Some((*units as f64, error, error, error))
    });
    let dots = dots.collect();
    let mut marks = vec![Mark::Line { series: 0, points: line, label: "PCA".to_owned() }];
    marks.push(Mark::Dots { series: 1, points: dots, label: "trained".to_owned() });
    Chart {
        name: "autoencoders".to_owned(),
        title: "A linear autoencoder learns what PCA computes".to_owned(),
        caption: "The share of the digits' variance that a linear map of a given rank leaves \
                  unexplained: at best (line, from the eigenvalues of the covariance) and after \
                  training a linear 64-k-64 network (dots)."
            .to_owned(),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::linear("hidden units k = rank", 0.0, 20.0),
            y: Axis::linear("unexplained variance", 0.0, 1.02)
                .with_ticks(&[0.0, 0.25, 0.5, 0.75, 1.0]),
            marks,
        }],
    }
}

/// Training on XOR: linear networks of several depths beside a tanh network.
pub(super) fn xor(results: &Results<'_, Arm, Settings>) -> Chart {
    let streams = Streams::new("linear_collapse", Phase::Confirm, "", 0);
    let settings = results.settings;
    let curve = |activation, depth| -> Vec<(f64, f64)> {
        let (losses, _) = super::training::xor(activation, depth, settings, &streams, results.simd);
        let shown = losses.into_iter().enumerate().take(1501).filter(|&(_, loss)| loss >= 0.01);
        shown.map(|(step, loss)| (step as f64, log10(loss))).collect()
    };
    let mut marks = vec![Mark::Dashes {
        series: 1,
        points: curve(Activation::Tanh {}, 2),
        label: "tanh, 2 layers".to_owned(),
    }];
    for depth in [1, 2, 4, 8] {
        let label = if depth == 8 { "linear" } else { "" }.to_owned();
        marks.push(Mark::Line { series: 0, points: curve(Activation::Identity {}, depth), label });
    }
    Chart {
        name: "xor".to_owned(),
        title: "Depth does not help a linear network: XOR stays at J = 1/2".to_owned(),
        caption: "J over the steps of gradient descent: linear networks of 1, 2, 4 and 8 layers \
                  (solid) and a tanh network of 2 (dashed), down to 0.01."
            .to_owned(),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::linear("step", 0.0, 1500.0),
            y: Axis::powers_of_ten("J", -2.0, 1.1),
            marks,
        }],
    }
}

/// Descent with the scores behind an activation, and the floors worked out beforehand.
pub(super) fn floors(results: &Results<'_, Arm, Settings>) -> Chart {
    let mut marks: Vec<Mark> = [0.5, 1.0]
        .map(|floor| Mark::Path { series: None, points: vec![(0.0, floor), (60.0, floor)] })
        .to_vec();
    let arms =
        [("scores_linear", "linear"), ("scores_relu", "ReLU"), ("scores_sigmoid", "sigmoid")];
    for (arm, name) in arms {
        let series = of_activation(arm);
        if let Some(Arm::Scores { activation }) = results.arms.get(arm) {
            let losses = scores(*activation, results.settings, results.simd);
            let points = losses.into_iter().enumerate().take(61);
            let points = points.map(|(step, loss)| (step as f64, loss)).collect();
            marks.push(Mark::Line { series, points, label: name.to_owned() });
        }
    }
    Chart {
        name: "floors".to_owned(),
        title: "An activation on the scores puts a floor under the error".to_owned(),
        caption:
            "J over the steps of gradient descent with targets -1 and 2. A sigmoid can come no \
                  nearer than 0 and 1, a ReLU no lower than 0: floors of 1 and 1/2 (grey)."
                .to_owned(),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::linear("step", 0.0, 60.0),
            y: Axis::linear("J", 0.0, 2.5),
            marks,
        }],
    }
}
