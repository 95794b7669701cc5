//! The specification curve; the map of data sets and depths; which choice decides.

use claims::statistics::median;
use figures::{Axis, Chart, Mark, Panel};

use super::choices::Level;
use super::races::Race;

/// What ReLU is compared with.
const RIVALS: [&str; 2] = ["sigmoid", "tanh"];
/// No ratio is drawn below a hundredth, nor above a hundredfold.
const MOST: f64 = 2.0;

fn log10(log: f64) -> f64 {
    (log / std::f64::consts::LN_10).clamp(-MOST, MOST)
}

/// The ratios of steps in increasing order, a curve for each depth.
pub(super) fn curve(races: &[Race<'_>], depths: &[usize]) -> Chart {
    let panel = |rival: &str| {
        let level = |y: f64| Mark::Path { series: None, points: vec![(0.0, y), (100.0, y)] };
        let mut marks = vec![level(0.0), level(log10(-0.1))];
        if rival == "tanh" {
            let sixth = -libm::log10(6.0);
            marks.push(level(sixth));
            let text = "1/6: Krizhevsky et al.".to_owned();
            marks.push(Mark::Note { at: (24.0, sixth - 0.12), text });
        }
        for (series, &depth) in depths.iter().enumerate() {
            let here = races.iter().filter(|race| race.specification.depth == depth);
            let mut logs: Vec<f64> =
                here.filter_map(|race| race.log_ratio("relu", rival)).collect();
            logs.sort_by(f64::total_cmp);
            let n = logs.len() as f64;
            let points = logs.iter().enumerate();
            let points = points.map(|(i, &x)| ((i as f64 + 0.5) / n * 100.0, log10(x))).collect();
            let label = format!("depth {depth}");
            marks.push(if series % 2 == 0 {
                Mark::Line { series, points, label }
            } else {
                Mark::Dashes { series, points, label }
            });
        }
        Panel {
            title: format!("ReLU / {rival}"),
            x: Axis::linear("per cent of the specifications", 0.0, 100.0),
            y: Axis::powers_of_ten("ratio of steps", -1.9, 0.9),
            marks,
        }
    };
    Chart {
        name: "specification_curve".to_owned(),
        title: "Where ReLU is faster: the ratio of steps over random specifications".to_owned(),
        caption: "Each curve has the specifications of one depth in the order of their ratios: below 1 \
                  (upper grey line) ReLU is sooner, below 0.9 (lower one) by an interesting amount. \
                  Where one of the two never gets to the goal the ratio is a bound."
            .to_owned(),
        panels: RIVALS.map(panel).to_vec(),
    }
}

/// The median ratio at each data set and depth.
pub(super) fn map(races: &[Race<'_>], data_sets: &[String], depths: &[usize]) -> Chart {
    let rows: Vec<&String> = data_sets.iter().rev().collect();
    let panel = |rival: &str| {
        let mut cells = Vec::new();
        for (y, data_set) in rows.iter().enumerate() {
            for (x, depth) in depths.iter().map(Some).chain([None]).enumerate() {
                let is_here = |race: &&Race<'_>| {
                    race.data_set == **data_set
                        && depth.is_none_or(|depth| race.specification.depth == *depth)
                };
                let here = races.iter().filter(is_here);
                let logs: Vec<f64> =
                    here.filter_map(|race| race.log_ratio("relu", rival)).collect();
                if logs.is_empty() {
                    cells.push((x as f64, y as f64, 0.5, "-".to_owned()));
                    continue;
                }
                let middle = median(&logs);
                // In the middle of the ramp where the two are level, at its ends at a tenth and
                // tenfold.
                let share = (0.5 + 0.5 * log10(middle)).clamp(0.0, 1.0);
                cells.push((x as f64, y as f64, share, format!("{:.2}", libm::exp(middle))));
            }
        }
        let names = depths.iter().map(ToString::to_string).chain(["all".to_owned()]);
        Panel {
            title: format!("ReLU / {rival}"),
            x: Axis::names("depth", names),
            y: Axis::names("", rows.iter().map(|name| name.replace('_', " "))),
            marks: vec![Mark::diverging(cells)],
        }
    };
    Chart {
        name: "map".to_owned(),
        title: "How many times the steps, by data set and depth".to_owned(),
        caption:
            "The median ratio over the specifications of a data set and depth, some ten of them. \
                  Below 1 (blue) ReLU is sooner, above (orange) later. A dash: neither ever gets to the goal."
                .to_owned(),
        panels: RIVALS.map(panel).to_vec(),
    }
}

/// What is held, a panel each.
const HELD: [&str; 5] = ["depth", "width", "batch size", "weights", "optimizer"];

/// The median ratio at each level of each choice.
pub(super) fn choices(contrasts: &[(String, Vec<Level>)]) -> Chart {
    let of_choice = |levels: &[Level], choice: &str| -> Vec<(String, [f64; 3])> {
        let here = levels.iter().filter(|level| level.choice == choice);
        here.map(|level| (level.held_at.clone(), level.ratio.map(libm::log10))).collect()
    };
    let panel = |choice: &str| {
        let names = of_choice(&contrasts[0].1, choice).into_iter().map(|(name, _)| name);
        let x = Axis::names("", names);
        let (left, right) = x.range;
        let mut marks = vec![Mark::Path { series: None, points: vec![(left, 0.0), (right, 0.0)] }];
        for (series, (contrast, levels)) in contrasts.iter().enumerate() {
            let ratios = of_choice(levels, choice).into_iter().enumerate();
            let dots: Vec<(f64, f64, f64, f64)> =
                ratios.map(|(i, (_, [y, low, high]))| (i as f64, y, low, high)).collect();
            let points = dots.iter().map(|&(x, y, ..)| (x, y)).collect();
            marks.push(Mark::Path { series: Some(series), points });
            // Said once, where there is room; a label at the end would make its panel narrow.
            let place = dots.first().filter(|_| choice == HELD[0]).map(|dot| dot.1);
            let beside = if series == 0 { -0.8 } else { 0.25 };
            let note = |y| Mark::Note { at: (left + 0.1, y + beside), text: contrast.clone() };
            marks.extend(place.map(note));
            marks.push(Mark::Dots { series, points: dots, label: String::new() });
        }
        Panel {
            title: choice.to_owned(),
            x,
            y: Axis::powers_of_ten("ratio of steps", -1.3, 0.4),
            marks,
        }
    };
    Chart {
        name: "choices".to_owned(),
        title: "How many times the steps ReLU needs, by each choice".to_owned(),
        caption: "The median ratio of steps where one choice is held and the others are left to chance, with \
                  its 95 % interval over specifications. Below 1 (grey line) ReLU is sooner."
            .to_owned(),
        panels: HELD.map(panel).to_vec(),
    }
}
