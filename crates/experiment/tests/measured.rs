//! What is said of a training, where it can be said by hand.

use experiment::measured::{Measured, table};
use experiment::plane::Views;
use figures::Mark;
use mlp::film::{Film, Frame};
use mlp::{Activation, Architecture, Data, Ending, Matrix, Network, Simd, Workspace};

/// One frame of a network on these examples.
fn film(network: Network<f64>, data: Data<f64>) -> Film {
    let examples = data.input.rows();
    Film {
        data,
        examples,
        batch_size: 3,
        learning_rate: 0.1,
        is_single: true,
        frames: vec![Frame { epoch: 2, network }],
        ending: Ending::Exhausted(2),
    }
}

/// Two ReLU units of which one is active at x = 1 only, and one nowhere.
fn half_dead() -> Film {
    let activation = Activation::Relu { at_zero: 0.0 };
    let architecture = Architecture { activation, ..Architecture::regression(&[1, 2, 1]) };
    let mut network = Network::new(architecture).expect("1-2-1");
    network.parameters.copy_from_slice(&[1.0, 0.0, 0.0, -1.0, 3.0, 1.0, 0.5]);
    let input = Matrix::from_rows(&[[-1.0], [1.0], [-2.0], [-3.0]]);
    film(network, Data { input, target: Matrix::from_rows(&[[0.0], [1.0], [0.0], [0.0]]) })
}

#[test]
fn dead_and_saturated_units_are_counted() {
    let film = half_dead();
    let measured = Measured::of(&film, Simd::fastest()).pop().expect("a frame");
    // Four examples in batches of 3 are two steps an epoch.
    assert_eq!((measured.epoch, measured.step), (2, 4));
    assert_eq!(measured.units[0].dead, Some(0.5));
    assert_eq!(measured.units[0].saturated, Some(7.0 / 8.0));
    // y is 1/2 at the three examples with target 0, which is no 1; and 3.5 at the other.
    assert_eq!(measured.wrong, Some(0.0));
    let network = &film.frames[0].network;
    let mut workspace = Workspace::new(network, 4, Simd::fastest());
    let data = &film.data;
    let (loss, gradient) =
        workspace.gradient(network, data.input.as_slice(), data.target.as_slice());
    assert_eq!(measured.loss, loss);
    let norm = |part: &[f64]| part.iter().map(|x| x * x).sum::<f64>().sqrt();
    let wanted = [norm(&gradient[..4]), norm(&gradient[4..])];
    // The sums are taken in another order.
    assert!(measured.gradients.iter().zip(wanted).all(|(x, y)| (x - y).abs() < 1e-12 * y));
    let columns = table(&[measured]).expect("a table");
    let names: Vec<&str> = columns.columns().iter().map(|column| &*column.name).collect();
    let wanted =
        ["step", "epoch", "loss", "wrong", "gradient_1", "gradient_2", "dead_1", "saturated_1"];
    assert_eq!(names, wanted);
}

#[test]
fn nothing_is_said_of_units_without_a_slope_by_z() {
    let mut film = half_dead();
    let activation = Activation::Prelu { initial: 0.25, per_unit: false };
    let architecture = Architecture { activation, ..Architecture::regression(&[1, 2, 1]) };
    film.frames[0].network = Network::new(architecture).expect("1-2-1");
    let measured = Measured::of(&film, Simd::fastest()).pop().expect("a frame");
    assert_eq!((measured.units[0].dead, measured.units[0].saturated), (None, None));
}

#[test]
fn a_decision_boundary_is_where_it_is() {
    // x1 + x2 >= 1/2 + 1/4.
    let mut network = Network::new(Architecture::regression(&[2, 1])).expect("2-1");
    network.parameters.copy_from_slice(&[1.0, 1.0, -0.25]);
    let input = Matrix::from_rows(&[[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]);
    let target = Matrix::from_rows(&[[0.0], [1.0], [1.0], [1.0]]);
    let film = film(network, Data { input, target });
    let views = Views::of(&film, Simd::fastest()).expect("two inputs");
    let chart = views.chart(&film.frames[0], "or");
    assert_eq!(chart.panels.len(), 1, "no hidden layer");
    let mut lines = 0;
    for mark in &chart.panels[0].marks {
        if let Mark::Line { points, .. } = mark {
            lines += 1;
            assert!(points.iter().all(|(x1, x2)| (x1 + x2 - 0.75).abs() < 1e-9), "{points:?}");
        }
    }
    assert!(lines > 20, "{lines}");
    // One half everywhere, but for rounding.
    let mut flat = film.frames[0].clone();
    flat.network.parameters.copy_from_slice(&[1e-16, -2e-16, 0.5]);
    let marks = views.chart(&flat, "flat").panels.remove(0).marks;
    assert!(!marks.iter().any(|mark| matches!(mark, Mark::Line { .. })), "a tie has no boundary");
    let targets = Matrix::from_rows(&[[0.5], [1.0], [1.0], [1.0]]);
    let film = Film { data: Data { target: targets, ..film.data.clone() }, ..film };
    assert!(Views::of(&film, Simd::fastest()).is_none(), "no classes, no boundary");
}
