//! Features of the digits: raw, made by hand, principal components, and hidden layers.

use claims::Streams;
use mlp::{Activation, Architecture, Cost, Data, Initialization, Matrix, Network, Output, Simd};

use super::settings::{Arm, Features, Settings};
use crate::data::{Split, digits_split};
use crate::eigen::eigen;
use crate::training::{self, train};

/// What is fitted to, what learning rates are chosen by, what is judged by.
#[derive(Clone, Debug)]
pub(super) struct Parts {
    pub(super) fit: Data<f32>,
    pub(super) validation: Data<f32>,
    pub(super) test: Data<f32>,
}

impl Parts {
    /// The digits, split at random; every fourth training example is held back.
    pub(super) fn digits(test_share: f64, streams: &Streams) -> Self {
        let Split { train, test } = digits_split(streams, test_share);
        let part = |held_back: bool| {
            let rows = |matrix: &Matrix<f32>| {
                let columns = matrix.columns();
                let rows = matrix.as_slice().chunks_exact(columns).enumerate();
                let chosen = rows.filter(|(i, _)| (i % 4 == 3) == held_back);
                let values: Vec<f32> = chosen.flat_map(|(_, row)| row).copied().collect();
                Matrix::new(values.len() / columns, columns, values)
            };
            Data { input: rows(&train.input), target: rows(&train.target) }
        };
        Self { fit: part(false), validation: part(true), test }
    }

    /// The same parts with each input mapped, all at once.
    fn map(self, f: impl Fn(&Matrix<f32>) -> Matrix<f32>) -> Self {
        let one = |data: Data<f32>| Data { input: f(&data.input), target: data.target };
        Self { fit: one(self.fit), validation: one(self.validation), test: one(self.test) }
    }

    /// Every feature less its mean over its deviation, both taken of what is fitted to; a feature
    /// that is constant there becomes 0.
    fn standardised(self) -> Self {
        let columns = self.fit.input.columns();
        let mut scales = Vec::new();
        for j in 0..columns {
            let values = self.fit.input.as_slice().iter().skip(j).step_by(columns);
            let values: Vec<f64> = values.map(|&x| f64::from(x)).collect();
            let mean = claims::statistics::mean(&values);
            let squares: Vec<f64> = values.iter().map(|x| (x - mean) * (x - mean)).collect();
            let deviation = claims::statistics::mean(&squares).sqrt();
            scales.push((mean, if deviation > 1e-6 { 1.0 / deviation } else { 0.0 }));
        }
        self.map(|input| {
            let scaled = |(at, x): (usize, &f32)| {
                let (mean, scale) = scales[at % columns];
                ((f64::from(*x) - mean) * scale) as f32
            };
            let values = input.as_slice().iter().enumerate().map(scaled).collect();
            Matrix::new(input.rows(), columns, values)
        })
    }
}

/// These parts in the features of an arm, standardised.
pub(super) fn featured(
    parts: Parts,
    arm: &Arm,
    settings: &Settings,
    streams: &Streams,
    simd: Simd,
) -> Parts {
    let features = arm.features;
    let parts = match features {
        Features::Raw => parts,
        Features::Handcrafted => parts.map(handcrafted),
        Features::PrincipalComponents => {
            let directions = principal_directions(&parts.fit.input, settings.hidden);
            parts.map(|input| multiply(input, &directions))
        }
        Features::Untrained | Features::Shuffled | Features::Learned1 | Features::Learned2 => {
            let hidden = arm.hidden.unwrap_or(settings.hidden);
            let network = network((features, hidden), &parts.fit, settings, streams, simd);
            let layer = usize::from(features != Features::Learned1);
            parts.map(|input| training::hidden(&network, layer, input, simd))
        }
    };
    parts.standardised()
}

/// Means of the 16 zones of 2 x 2 pixels, sums of the 8 rows and of the 8 columns.
fn handcrafted(input: &Matrix<f32>) -> Matrix<f32> {
    let features = |image: &[f32]| -> Vec<f32> {
        let at = |row: usize, column: usize| image[row * 8 + column];
        let zone = |i: usize| {
            let (row, column) = (i / 4 * 2, i % 4 * 2);
            let top = at(row, column) + at(row, column + 1);
            (top + at(row + 1, column) + at(row + 1, column + 1)) / 4.0
        };
        let row = |i: usize| (0..8).fold(0.0, |sum, j| sum + at(i, j));
        let column = |j: usize| (0..8).fold(0.0, |sum, i| sum + at(i, j));
        (0..16).map(zone).chain((0..8).map(row)).chain((0..8).map(column)).collect()
    };
    let values = input.as_slice().chunks_exact(64).flat_map(features).collect();
    Matrix::new(input.rows(), 32, values)
}

/// The eigenvectors of the covariance with the largest eigenvalues, one a row.
fn principal_directions(input: &Matrix<f32>, count: usize) -> Vec<Vec<f64>> {
    let (rows, n) = (input.rows() as f64, input.columns());
    let values: Vec<f64> = input.as_slice().iter().map(|&x| f64::from(x)).collect();
    let images = || values.chunks_exact(n);
    let means: Vec<f64> =
        (0..n).map(|j| images().fold(0.0, |sum, image| sum + image[j]) / rows).collect();
    let covariance = |at: usize| {
        let (i, j) = (at / n, at % n);
        images().fold(0.0, |sum, x| sum + (x[i] - means[i]) * (x[j] - means[j])) / rows
    };
    let covariance: Vec<f64> = (0..n * n).map(covariance).collect();
    eigen(&covariance, n).into_iter().take(count).map(|(_, vector)| vector).collect()
}

/// Every row's dot products with the directions.
fn multiply(input: &Matrix<f32>, directions: &[Vec<f64>]) -> Matrix<f32> {
    let product = |image: &[f32], direction: &[f64]| {
        let terms = image.iter().zip(direction).map(|(x, d)| f64::from(*x) * d);
        terms.fold(0.0, |sum, term| sum + term) as f32
    };
    let images = input.as_slice().chunks_exact(input.columns());
    let values = images.flat_map(|image| directions.iter().map(move |d| product(image, d)));
    Matrix::new(input.rows(), directions.len(), values.collect())
}

/// The network whose hidden layers are features.
fn network(
    (features, hidden): (Features, usize),
    data: &Data<f32>,
    settings: &Settings,
    streams: &Streams,
    simd: Simd,
) -> Network<f32> {
    let architecture = Architecture {
        sizes: vec![64, hidden, hidden, 10],
        activation: Activation::Relu { at_zero: 0.0 },
        output: Output::Softmax,
        cost: Cost::CategoricalCrossEntropy,
    };
    let mut network = Network::new(architecture).expect("checked before the run");
    Initialization::HeNormal.fill(&mut network, 0.0, &mut [streams.stream("init")]);
    if features == Features::Untrained {
        return network;
    }
    let mut data = data.clone();
    if features == Features::Shuffled {
        let classes = data.target.columns();
        let mut labels: Vec<Vec<f32>> =
            data.target.as_slice().chunks_exact(classes).map(<[f32]>::to_vec).collect();
        streams.stream("labels").shuffle(&mut labels);
        data.target = Matrix::new(labels.len(), classes, labels.concat());
    }
    let rate = settings.network_learning_rate as f32;
    let plan = (rate, settings.network_epochs, settings.batch_size);
    train(network, &data, plan, streams, simd).network
}

#[cfg(test)]
mod tests {
    use super::{Parts, handcrafted, multiply, principal_directions};
    use claims::{Phase, Streams};
    use mlp::Matrix;

    #[test]
    fn zones_rows_and_columns_of_a_ramp() {
        let image: Vec<f32> = (0..64).map(|i| i as f32).collect();
        let features = handcrafted(&Matrix::new(1, 64, image));
        let features = features.as_slice();
        assert_eq!((features[0], features[15]), (4.5, 58.5));
        assert_eq!((features[16], features[24], features[31]), (28.0, 224.0, 280.0));
    }

    #[test]
    fn components_are_uncorrelated_and_parts_do_not_overlap() {
        let streams = Streams::new("test", Phase::Confirm, "", 0);
        let parts = Parts::digits(0.25, &streams);
        let rows = [&parts.fit, &parts.validation, &parts.test].map(|part| part.input.rows());
        assert_eq!(rows, [1011, 337, 449]);
        let directions = principal_directions(&parts.fit.input, 3);
        let scores = multiply(&parts.fit.input, &directions);
        let column = |j: usize| -> Vec<f64> {
            scores.as_slice().iter().skip(j).step_by(3).map(|&x| f64::from(x)).collect()
        };
        let covariance = |a: &[f64], b: &[f64]| {
            let (ma, mb) = (claims::statistics::mean(a), claims::statistics::mean(b));
            a.iter().zip(b).fold(0.0, |sum, (x, y)| sum + (x - ma) * (y - mb)) / a.len() as f64
        };
        let (a, b) = (column(0), column(1));
        assert!(covariance(&a, &a) > covariance(&b, &b));
        // Single precision leaves seven digits of the scores.
        assert!(covariance(&a, &b).abs() < 1e-6);
    }
}
