//! Charts as data: ticks and contours where they belong, nothing without a place.

use figures::{Axis, Chart, Mark, Panel, contours};

#[test]
fn ticks_are_round_numbers_inside_the_range() {
    let names = |axis: Axis| axis.ticks.into_iter().map(|(_, name)| name).collect::<Vec<_>>();
    assert_eq!(names(Axis::linear("", -4.0, 4.0)), ["-4", "-2", "0", "2", "4"]);
    assert_eq!(names(Axis::linear("", 0.0, 1.0)), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
    assert_eq!(
        names(Axis::linear("", 0.0, 0.012)),
        ["0.0000", "0.0025", "0.0050", "0.0075", "0.0100"]
    );
    // However small a step is, its ticks are told apart.
    for high in [1e-5, 1e-7, 3e-12] {
        let mut names = names(Axis::linear("", 0.0, high));
        let count = names.len();
        assert!(count > 2 && names[0].parse::<f64>() == Ok(0.0), "{names:?}");
        names.dedup();
        assert_eq!(names.len(), count, "{names:?}");
    }
    assert_eq!(Axis::linear("", 2.0, 2.0).range, (1.5, 2.5));
    assert_eq!(names(Axis::powers_of_ten("", -2.5, 2.1)), ["0.01", "0.1", "1", "10", "100"]);
    assert_eq!(names(Axis::powers_of_ten("", -6.0, -5.0)), ["1e-6", "1e-5"]);
    // No range has endless ticks, or none to be found between its ends.
    let infinite = f64::INFINITY;
    for (low, high) in [(-infinite, infinite), (0.0, infinite), (1e20, 1e20), (0.0, 5e-324)] {
        assert!(Axis::linear("", low, high).ticks.len() <= 20, "{low} to {high}");
        assert!(Axis::powers_of_ten("", low, high).ticks.len() <= 801, "{low} to {high}");
    }
}

#[test]
fn contours_of_a_circle_lie_on_the_circle() {
    let segments = contours(|x, y| x * x + y * y, (-2.0, 2.0), (-2.0, 2.0), 80, 1.0);
    let points = segments.iter().flatten();
    // Linear interpolation in squares of side 0.05 errs by at most 0.05^2 / 8 of the curvature.
    assert!(points.clone().all(|(x, y)| ((x * x + y * y).sqrt() - 1.0).abs() < 1e-3));
    let length: f64 = segments
        .iter()
        .map(|[a, b]| ((a.0 - b.0) * (a.0 - b.0) + (a.1 - b.1) * (a.1 - b.1)).sqrt())
        .sum();
    assert!((length - std::f64::consts::TAU).abs() < 0.01, "{length}");
}

#[test]
fn a_rounded_chart_has_six_digits_and_nothing_without_a_place() {
    let mark = |at| Mark::Point { series: 0, at, filled: true, label: String::new() };
    let line = Mark::Line {
        series: 0,
        points: vec![(0.0, f64::NAN), (1.0 / 3.0, 2.0)],
        label: String::new(),
    };
    let panel = Panel {
        title: String::new(),
        x: Axis::linear("", 0.0, 1.0),
        y: Axis::linear("", 0.0, 1.0),
        marks: vec![mark((f64::NAN, 0.0)), line, mark((0.0, 1.23456789))],
    };
    let text = || "t".to_owned();
    let chart = Chart { name: text(), title: text(), caption: text(), panels: vec![panel] };
    let [Mark::Line { points, .. }, Mark::Point { at, .. }] = &chart.rounded().panels[0].marks[..]
    else {
        panic!("a line and a point");
    };
    assert_eq!((&points[..], *at), (&[(0.333333, 2.0)][..], (0.0, 1.23457)));
}
