//! Figures and tables of a results folder, as a user asks for them.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use report::{Axis, Chart, Mark, Panel, chart};

/// A results folder with a chart and a table.
fn results() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let experiment = folder.path().join("race");
    fs::create_dir(&experiment).expect("made");
    let points = vec![(0.0, 0.5), (1.0, 1.5), (2.0, 1.0)];
    let line = Mark::Line { series: 0, points, label: "relu".to_owned() };
    let chart = Chart {
        name: "epochs".to_owned(),
        title: "Epochs".to_owned(),
        caption: "What to see.".to_owned(),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::linear("depth", 0.0, 2.0),
            y: Axis::linear("epochs", 0.0, 2.0),
            marks: vec![line],
        }],
    };
    fs::write(experiment.join("charts.json"), chart::json(&[chart]).expect("json")).expect("write");
    let table = "arm,value_of_it\nleaky_relu,0.123456\nx & y,-2.5\n";
    fs::write(experiment.join("rates.csv"), table).expect("write");
    fs::write(experiment.join("verdicts.csv"), "id\nC01\n").expect("write");
    folder
}

/// Exit code, standard output and standard error.
fn export(results: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(assert_cmd::cargo_bin!("export"));
    let output = command.current_dir(results).args(["--results", "."]).args(arguments);
    let output = output.output().expect("it starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

/// Letters that the font lacks would vanish: they are told.
#[test]
fn letters_without_a_glyph_are_named() {
    let folder = results();
    let path = folder.path().join("race/charts.json");
    let charts = fs::read_to_string(&path).expect("there");
    fs::write(&path, charts.replace("depth", "\u{6df1}\u{5ea6}")).expect("written");
    for format in ["svg", "png", "pdf"] {
        let (code, _, error) = export(folder.path(), &["race/epochs", "--format", format]);
        assert_eq!(code, Some(0), "{error}");
        let wanted = "warning: the bundled font has no \u{5ea6}, \u{6df1}; write it otherwise\n";
        assert_eq!(error, wanted);
    }
}

#[test]
fn a_long_table_has_its_header_on_each_page() {
    let folder = results();
    let rows = |n: usize| "relu,0.5\n".repeat(n);
    for (n, name, heads) in [(40, "tabular", 0), (41, "longtable", 1)] {
        fs::write(folder.path().join("race/rates.csv"), format!("arm,value\n{}", rows(n)))
            .expect("written");
        let (code, text, error) = export(folder.path(), &["race/rates", "--format", "latex"]);
        assert_eq!(code, Some(0), "{error}");
        assert!(text.starts_with(&format!("\\begin{{{name}}}")), "{text}");
        assert!(text.ends_with(&format!("\\end{{{name}}}\n")), "{text}");
        assert_eq!(text.matches("\\endhead").count(), heads);
        assert_eq!(text.matches("\\bottomrule").count(), 1);
    }
}

#[test]
fn completions_know_the_options() {
    let (code, script, error) = export(Path::new("."), &["--completions", "fish"]);
    assert_eq!(code, Some(0), "{error}");
    assert!(script.contains("captioned"), "{script}");
}

#[test]
fn a_chart_is_written_in_every_format_at_its_width() {
    let folder = results();
    for format in ["svg", "png", "pdf"] {
        let arguments = ["race/epochs", "--format", format, "--width", "single", "--dpi", "100"];
        let (code, said, error) = export(folder.path(), &arguments);
        assert_eq!(code, Some(0), "{error}");
        assert!(said.contains(&format!("epochs.{format}")), "{said}");
    }
    let read = |ending: &str| {
        fs::read(folder.path().join(format!("race-epochs.{ending}"))).expect("written")
    };
    let svg = String::from_utf8(read("svg")).expect("text");
    assert!(
        svg.contains("width=\"85mm\"")
            && svg.contains("@font-face")
            && svg.contains(">relu</text>")
    );
    assert!(!svg.contains(">Epochs</text>"), "the title is drawn only where it is asked for");
    let png = read("png");
    assert_eq!(&png[1..4], b"PNG");
    // 85 mm at 100 dots an inch.
    assert_eq!(u32::from_be_bytes([png[16], png[17], png[18], png[19]]), 335);
    let pdf = read("pdf");
    assert_eq!(&pdf[..5], b"%PDF-");
    let has = |wanted: &[u8]| pdf.windows(wanted.len()).any(|window| window == wanted);
    assert!(
        has(b"FontFile") && !has(b"/Subtype /Image"),
        "letters are a font's, nothing is pixels"
    );
}

#[test]
fn themes_and_captions_are_drawn_where_asked() {
    let folder = results();
    let svg = |arguments: &[&str]| {
        let all = [&["race/epochs", "--format", "svg", "--out", "x.svg"], arguments].concat();
        assert_eq!(export(folder.path(), &all).0, Some(0));
        fs::read_to_string(folder.path().join("x.svg")).expect("written")
    };
    assert!(svg(&["--captioned"]).contains(">What to see.</text>"));
    assert!(svg(&["--theme", "dark"]).contains("fill=\"#15171b\""));
    assert!(svg(&["--theme", "light"]).contains("fill=\"#FFFFFF\""));
    assert!(svg(&[]).contains("fill=\"#000000\""));
}

#[test]
fn a_table_is_printed_for_a_paper() {
    let folder = results();
    let (_, markdown, _) = export(folder.path(), &["race/rates", "--format", "markdown"]);
    let wanted = "| arm | value_of_it |\n|---|---:|\n| leaky_relu | 0.1235 |\n| x & y | -2.5 |\n";
    assert_eq!(markdown, wanted);
    let (_, latex, _) = export(folder.path(), &["race/rates", "--format", "latex"]);
    for wanted in
        ["{lr}", "value of it", "leaky\\_relu & $0.1235$ \\\\", "x \\& y & $-2.5$", "\\toprule"]
    {
        assert!(latex.contains(wanted), "no {wanted} in\n{latex}");
    }
    let (_, csv, _) = export(folder.path(), &["race/rates", "--format", "csv"]);
    assert!(csv.contains("0.123456"));
}

#[test]
fn what_is_markup_in_a_cell_stays_text() {
    let folder = results();
    let table =
        "formula,x\n\"2*sigmoid(2*x) - a_b | \\\\ <b>\",1\n\"[1, 2]\",2\n\"two\nlines\",3\n";
    fs::write(folder.path().join("race/cells.csv"), table).expect("write");
    let (_, markdown, _) = export(folder.path(), &["race/cells", "--format", "markdown"]);
    for wanted in [
        r"| 2\*sigmoid(2\*x) - a_b \| \\\\ &lt;b> | 1 |",
        r"| \[1, 2\] | 2 |",
        "| two<br>lines | 3 |",
    ] {
        assert!(markdown.contains(wanted), "no {wanted} in\n{markdown}");
    }
    let (_, latex, _) = export(folder.path(), &["race/cells", "--format", "latex"]);
    // A bracket after the end of a row would be its option.
    assert!(latex.contains("\n{}[1, 2] & "), "{latex}");
}

#[test]
fn a_file_says_its_format_by_its_ending() {
    let folder = results();
    let (code, _, error) = export(folder.path(), &["race/epochs", "--out", "x.png"]);
    assert_eq!(code, Some(0), "{error}");
    assert!(fs::read(folder.path().join("x.png")).expect("written").starts_with(b"\x89PNG"));
    for arguments in [
        &["race/epochs", "--out", "x.png", "--format", "pdf"][..],
        &["race/epochs", "--out", "x.jpeg"],
    ] {
        let (code, _, error) = export(folder.path(), arguments);
        assert_eq!(code, Some(2), "{error}");
        assert!(error.contains("--format"), "{error}");
    }
    // Charts of one name in two experiments are two files.
    let (_, said, _) = export(folder.path(), &["race/epochs"]);
    assert!(said.starts_with("race-epochs.pdf: "), "{said}");
}

#[test]
fn what_is_damaged_is_code_3_and_what_is_foreign_no_table() {
    let folder = results();
    fs::write(folder.path().join("race/._rates.csv"), "\0").expect("write");
    fs::create_dir(folder.path().join("race/copies.csv")).expect("a folder");
    let (_, list, _) = export(folder.path(), &["--list"]);
    assert!(!list.contains("._rates") && !list.contains("copies"), "{list}");
    fs::write(folder.path().join("race/charts.json"), "[{").expect("write");
    let (code, _, error) = export(folder.path(), &["race/epochs"]);
    assert_eq!(code, Some(3), "{error}");
    assert!(error.contains("a run of the experiment makes it"), "{error}");
}

#[test]
fn what_is_not_there_is_said_with_what_is() {
    let folder = results();
    for (arguments, wanted) in [
        (&["race/nothing"][..], "it has epochs"),
        (&["race/epochs", "--format", "csv"], "it has rates, verdicts"),
        (&["nowhere/epochs"], "--list"),
        (&["../race/epochs"], "no experiment"),
        (&["epochs"], "experiment/chart"),
        (&["race/epochs", "--width", "10"], "50 to 1000"),
    ] {
        let (code, _, error) = export(folder.path(), arguments);
        assert_eq!(code, Some(2), "{arguments:?}: {error}");
        assert!(error.contains(wanted), "{arguments:?}: {error}");
    }
    let (code, _, error) = export(folder.path(), &["race/epochs", "--out", "no/such/x.pdf"]);
    assert_eq!(code, Some(3), "{error}");
    let (code, list, _) = export(folder.path(), &["--list"]);
    assert!(code == Some(0) && list.contains("race/epochs") && list.contains("race/rates"));
}
