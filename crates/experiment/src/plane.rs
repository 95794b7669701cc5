//! What a network makes of one or two inputs: a function; a decision boundary, and the examples in its
//! hidden space.

use claims::criterion::shortest;
use claims::statistics::{max, min, significant};
use figures::{Axis, Chart, Mark, Panel};
use mlp::film::{Film, Frame};
use mlp::{Network, Simd, Workspace};

use crate::boundary::{self, Range};
use crate::measured::are_classes;
use crate::passed::{alone, hidden, predictions};

/// A function is drawn through so many points.
const POINTS: usize = 200;
/// More examples than this are a crowd.
const MOST_POINTS: usize = 250;
/// So few are named.
const NAMED: usize = 8;
/// Beyond the examples, in shares of their range.
const MARGIN: f64 = 0.15;

/// What can be drawn of every frame of a film, on the same axes.
#[derive(Clone, Debug)]
pub struct Views<'a> {
    film: &'a Film,
    simd: Simd,
    inputs: Vec<Range>,
    /// Of the network's output at one input; of two units of the last hidden layer at two.
    outputs: Vec<Range>,
    /// Which units of the last hidden layer are drawn.
    units: [usize; 2],
}

impl<'a> Views<'a> {
    /// None for a network of more than two inputs, and for one of two inputs whose targets are not
    /// classes.
    pub fn of(film: &'a Film, simd: Simd) -> Option<Self> {
        let last = &film.frames.last()?.network;
        let drawn = match last.inputs() {
            1 => last.outputs() == 1,
            2 => are_classes(&film.data),
            _ => false,
        };
        if !drawn {
            return None;
        }
        let inputs = columns(film.data.input.as_slice(), last.inputs());
        let units = heaviest(last);
        let mut views = Self { film, simd, inputs, outputs: Vec::new(), units };
        views.outputs = views.seen();
        Some(views)
    }

    /// The ranges of what a network makes of the examples, over all frames.
    fn seen(&self) -> Vec<Range> {
        let (networks, data) =
            (self.film.frames.iter().map(|frame| &frame.network), &self.film.data);
        if self.inputs.len() == 1 {
            let (x, y) = (data.input.as_slice(), data.target.as_slice());
            let said = networks.flat_map(|network| predictions(network, x, self.simd));
            let all: Vec<f64> = said.chain(y.to_vec()).filter(|y| y.is_finite()).collect();
            return columns(&all, 1);
        }
        if self.film.frames[0].network.layers.len() < 2 {
            return Vec::new();
        }
        let places = networks.flat_map(|network| self.hidden(network));
        let is_finite = |h: &[f64; 2]| h.iter().all(|h| h.is_finite());
        columns(places.filter(is_finite).collect::<Vec<_>>().as_flattened(), 2)
    }

    /// Where the examples are in the last hidden layer, in the two units that are drawn.
    fn hidden(&self, network: &Network<f64>) -> Vec<[f64; 2]> {
        let layer = network.layers.len() - 2;
        let hidden = hidden(network, layer, self.film.data.input.as_slice(), self.simd);
        let rows = hidden.chunks_exact(network.layers[layer].units);
        rows.map(|h| self.units.map(|unit| h[unit])).collect()
    }

    /// One frame, named after what was trained.
    pub fn chart(&self, frame: &Frame, trained: &str) -> Chart {
        let (network, data, step) = (&frame.network, &self.film.data, self.film.steps(frame));
        let mut workspace = Workspace::new(network, data.input.rows(), self.simd);
        let loss = workspace.loss(network, data.input.as_slice(), data.target.as_slice());
        let title = format!("{trained}, step {step}: J = {}", shortest(significant(loss, 3)));
        if let [x] = self.inputs[..] {
            let caption = "What the network says (line) and its targets (grey).".to_owned();
            let panels = vec![self.function(network, x)];
            return Chart { name: "function".to_owned(), title, caption, panels };
        }
        let mut panels = vec![self.boundary(network)];
        panels.extend(self.hidden_space(network));
        Chart { name: "boundary".to_owned(), title, caption: caption(network), panels }
    }

    /// f over one input, beside its targets.
    fn function(&self, network: &Network<f64>, (low, high): Range) -> Panel {
        let at = |i: usize| low + (high - low) * i as f64 / POINTS as f64;
        let x: Vec<f64> = (0..=POINTS).map(at).collect();
        let y = predictions(network, &x, self.simd);
        let data = &self.film.data;
        let targets = data.input.as_slice().iter().zip(data.target.as_slice());
        let mut targets: Vec<(f64, f64)> = targets.map(|(&x, &t)| (x, t)).collect();
        targets.sort_by(|a, b| a.0.total_cmp(&b.0));
        let y_range = self.outputs.first().copied().unwrap_or((0.0, 1.0));
        Panel {
            title: String::new(),
            x: Axis::linear("x", low, high),
            y: Axis::linear("y", y_range.0, y_range.1),
            marks: vec![
                Mark::Path { series: None, points: targets },
                Mark::Line {
                    series: 0,
                    points: x.into_iter().zip(y).collect(),
                    label: String::new(),
                },
            ],
        }
    }

    /// The examples in the plane of the inputs.
    fn boundary(&self, network: &Network<f64>) -> Panel {
        let [x, y] = [self.inputs[0], self.inputs[1]];
        let mut marks = boundary::of(network, (x, y), self.simd);
        if network.layers.len() > 1 && network.layers[0].columns <= NAMED {
            marks.extend(boundary::kinks(network, (x, y)));
        }
        let places = self.film.data.input.as_slice().chunks_exact(2);
        marks.extend(self.points(places.map(|x| (x[0], x[1]))));
        panel(("inputs", "x1", "x2"), (x, y), marks)
    }

    /// The examples in the last hidden layer.
    fn hidden_space(&self, network: &Network<f64>) -> Option<Panel> {
        let (&[x, y], [_, .., last]) = (&self.outputs[..], &network.layers[..]) else {
            return None;
        };
        let units = last.fan_in;
        if units < 2 {
            return None;
        }
        // Only of two units is what the last layer decides a line in this plane.
        let mut marks = if units == 2 {
            boundary::of(&alone(network, network.layers.len() - 1), (x, y), self.simd)
        } else {
            Vec::new()
        };
        let places = self.hidden(network);
        marks.extend(self.points(places.into_iter().map(|[h1, h2]| (h1, h2))));
        let names = self.units.map(|unit| format!("h{}", unit + 1));
        Some(panel(("hidden space", &names[0], &names[1]), (x, y), marks))
    }

    /// A mark for each example, coloured by its class; the first class is drawn as rings.
    fn points(&self, places: impl Iterator<Item = (f64, f64)>) -> Vec<Mark> {
        let target = &self.film.data.target;
        let classes = target.as_slice().chunks_exact(target.columns());
        let class = |t: &[f64]| match t {
            [t] => usize::from(*t > 0.5),
            t => t.iter().position(|&t| t > 0.5).unwrap_or_default(),
        };
        let is_few = target.rows() <= NAMED;
        let mut named = Vec::new();
        let point = |(at, t): ((f64, f64), &[f64])| {
            let series = class(t);
            // Examples that fall on one place are named once.
            let is_new = is_few && !named.contains(&at);
            named.push(at);
            let label = if is_new { format!("{series}") } else { String::new() };
            Mark::Point { series, at, filled: series > 0, label }
        };
        places.zip(classes).take(MOST_POINTS).map(point).collect()
    }
}

/// What is seen of a network of two inputs.
fn caption(network: &Network<f64>) -> String {
    let mut caption =
        "The examples by class; on the thick line the network's decision changes".to_owned();
    if network.layers.len() > 1 {
        caption.push_str(", on a thin one a unit of the first layer has z = 0");
        let units = network.layers[network.layers.len() - 2].units;
        caption.push_str(match units {
            1 => ".",
            2 => ". To the right, the examples in the last hidden layer.",
            _ => {
                ". To the right, the examples in the two units of the last hidden layer with the \
                 largest weights at the end."
            }
        });
    } else {
        caption.push('.');
    }
    caption
}

fn panel((title, x, y): (&str, &str, &str), ranges: (Range, Range), marks: Vec<Mark>) -> Panel {
    let ((x0, x1), (y0, y1)) = ranges;
    let (x, y) = (Axis::linear(x, x0, x1), Axis::linear(y, y0, y1));
    Panel { title: title.to_owned(), x, y, marks }
}

/// The range of each column, with a margin.
fn columns(numbers: &[f64], columns: usize) -> Vec<Range> {
    let range = |column: usize| {
        let numbers: Vec<f64> = numbers.iter().skip(column).step_by(columns).copied().collect();
        let (low, high) = (min(&numbers), max(&numbers));
        if low.is_nan() {
            return (0.0, 1.0);
        }
        let margin = if high > low { MARGIN * (high - low) } else { 0.5 };
        (low - margin, high + margin)
    };
    (0..columns).map(range).collect()
}

/// The two units of the last hidden layer with the largest weights to what follows, in their order.
fn heaviest(network: &Network<f64>) -> [usize; 2] {
    let last = &network.layers[network.layers.len() - 1];
    let weights = &network.parameters[last.weights.clone()];
    let mut units: Vec<(usize, f64)> = weights
        .chunks_exact(last.columns)
        .map(|row| row.iter().fold(0.0, |sum, w| sum + w * w))
        .enumerate()
        .collect();
    units.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut units = [0, 1].map(|k| units.get(k).map_or(0, |unit| unit.0));
    units.sort_unstable();
    units
}
