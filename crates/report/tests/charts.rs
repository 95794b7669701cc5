//! Charts: whole, described, the same each time; ticks and contours where they belong.

use figures::{Axis, Chart, Mark, Panel};
use report::chart::{Layout, svg};
use report::theme::Theme;

fn chart() -> Chart {
    let points = vec![(0.0, 0.0), (1.0, 0.5), (2.0, 1.0)];
    let band = points.iter().map(|&(x, y)| (x, y - 0.1, y + 0.1)).collect();
    let dots = points.iter().map(|&(x, y)| (x, y, y - 0.1, y + 0.1)).collect();
    let path = points.clone();
    Chart {
        name: "all_marks".to_owned(),
        title: "Every mark & <one> title".to_owned(),
        caption: "What to see.".to_owned(),
        panels: vec![Panel {
            title: "panel".to_owned(),
            x: Axis::linear("x, in units", 0.0, 2.0),
            y: Axis::powers_of_ten("y", -1.0, 2.0),
            marks: vec![
                Mark::Band { series: 0, points: band },
                Mark::Line { series: 0, points, label: "line".to_owned() },
                Mark::Dots { series: 1, points: dots, label: "dots".to_owned() },
                Mark::Bars {
                    series: 2,
                    bars: vec![(1.0, 0.5)],
                    width: 0.2,
                    label: "bar".to_owned(),
                },
                Mark::Path { series: None, points: path },
                Mark::heat(vec![(1.0, 1.0, 0.5, "50".to_owned())]),
                Mark::Point { series: 3, at: (0.5, 0.5), filled: true, label: "point".to_owned() },
                Mark::Note { at: (0.2, 1.5), text: "note".to_owned() },
            ],
        }],
    }
}

#[test]
fn every_mark_is_drawn_and_described() {
    let image = svg(&chart(), Layout::FILE).expect("drawn");
    assert_eq!(image, svg(&chart(), Layout::FILE).expect("drawn again"));
    for wanted in [
        "<title id=\"all_marks-title\">Every mark &amp; &lt;one&gt; title</title>",
        "<desc id=\"all_marks-desc\">What to see.</desc>",
        "screen and (prefers-color-scheme:dark)",
        "x, in units",
        "panel",
        ">line</text>",
        ">dots</text>",
        ">bar</text>",
        ">50</text>",
        ">point</text>",
        ">note</text>",
        ">100</text>",
        "</svg>",
    ] {
        assert!(image.contains(wanted), "no {wanted}");
    }
    assert!(!image.contains("NaN") && !image.contains("<one>"));
}

#[test]
fn names_at_the_right_stand_a_line_apart() {
    let mut chart = chart();
    let line = |i: usize| Mark::Line {
        series: i,
        points: vec![(0.0, 0.0), (2.0, 1.0)],
        label: format!("name{i}"),
    };
    chart.panels[0].marks = (0..5).map(line).collect();
    let image = svg(&chart, Layout::FILE).expect("drawn");
    let height = |i: usize| -> i32 {
        let name = format!(">name{i}</text>");
        let line = image.lines().find(|line| line.ends_with(&name)).expect("written");
        let y = line.split("y=\"").nth(1).expect("a place");
        y.split('"').next().expect("a number").parse().expect("a number")
    };
    let mut heights: Vec<i32> = (0..5).map(height).collect();
    heights.sort_unstable();
    // 14 pixels of text, drawn four times as large.
    assert!(heights.windows(2).all(|pair| pair[1] - pair[0] >= 56), "{heights:?}");
}

#[test]
fn a_chart_comes_back_from_its_file_and_is_drawn_the_same() {
    let rounded = chart().rounded();
    let json = report::chart::json(std::slice::from_ref(&rounded)).expect("written");
    let read = report::chart::read(&json).expect("read");
    assert_eq!(read, std::slice::from_ref(&rounded));
    assert_eq!(
        svg(&read[0], Layout::FILE).expect("drawn"),
        svg(&rounded, Layout::FILE).expect("drawn")
    );
}

#[test]
fn where_there_is_less_room_panels_stand_below_each_other_and_names_are_turned() {
    let names = ["a rather long name", "another long name", "a third long name"];
    let mut wide = chart();
    wide.panels[0].x = Axis::names("", names);
    wide.panels.push(wide.panels[0].clone());
    let narrow = Layout { width: 330, ..Layout::FILE };
    let height = |image: &str| -> u32 {
        let height = image.split("height=\"").nth(1).and_then(|rest| rest.split('"').next());
        height.expect("a height").parse().expect("a number")
    };
    let [wide, narrow] = [Layout::FILE, narrow].map(|layout| svg(&wide, layout).expect("drawn"));
    assert!(height(&narrow) > height(&wide) + 100, "two rows");
    assert!(narrow.contains("rotate(270") && narrow.contains("text-anchor=\"end\""));
}

#[test]
fn values_are_told_where_they_are_asked_for() {
    let layout = Layout { inline: true, theme: Theme::Light, ..Layout::FILE };
    let image = svg(&chart(), layout).expect("drawn");
    // The axis is one of powers of ten: 10^0.5, from 10^0.4 to 10^0.6.
    for wanted in
        ["<title>dots: 3.16, from 2.51 to 3.98</title>", "<title>point: 0.5, 3.16</title>"]
    {
        assert!(image.contains(wanted), "no {wanted} in\n{image}");
    }
    assert!(!svg(&chart(), Layout::FILE).expect("drawn").contains("class=\"value\""));
}

#[test]
fn what_has_no_place_is_left_out() {
    let mut chart = chart();
    let marks = &mut chart.panels[0].marks;
    let whole = marks.len();
    marks.push(Mark::Point { series: 0, at: (f64::NAN, 0.0), filled: true, label: String::new() });
    marks.push(Mark::Dots {
        series: 0,
        points: vec![(0.0, f64::NAN, 0.0, 0.0), (1.0, 0.5, 0.4, 0.6)],
        label: String::new(),
    });
    marks.push(Mark::heat(vec![(0.0, 0.0, f64::INFINITY, "-".to_owned())]));
    let rounded = chart.rounded();
    assert_eq!(rounded.panels[0].marks.len(), whole + 2, "the point is gone");
    let json = report::chart::json(std::slice::from_ref(&rounded)).expect("written");
    assert_eq!(report::chart::read(&json).expect("read"), [rounded]);
}

#[test]
fn squares_have_their_numbers_or_a_key() {
    let cells = (0..10).map(|x| (f64::from(x), 0.0, f64::from(x) / 9.0, format!("{}.25", 10 + x)));
    let mut chart = chart();
    chart.panels.truncate(1);
    chart.panels[0] = Panel {
        title: String::new(),
        x: Axis::names("", (0..10).map(|x| x.to_string())),
        y: Axis::names("", ["row"]),
        marks: vec![Mark::heat(cells.collect())],
    };
    let numbers = |width| {
        let layout = Layout { width, captioned: false, ..Layout::FILE };
        let svg = svg(&chart, layout).expect("drawn");
        (10..20).filter(|n| svg.contains(&format!("{n}.25"))).collect::<Vec<i32>>()
    };
    assert_eq!(numbers(640), (10..20).collect::<Vec<i32>>());
    // The ends of the scale.
    assert_eq!(numbers(320), [10, 19]);
}
