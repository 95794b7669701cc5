//! The page: whole, self-contained, the same each time; what a claim.toml says stays text.

use claims::ledger::Row;
use claims::verdict::Test;
use claims::{Configuration, Evidence, Finding, Outcome, Overlay};
use figures::{Axis, Chart, Mark, Panel, column, frame};
use report::page::{Live, Page, PageError, Section};
use report::table::data_frame;

const HEADING: &str = "A heading";

const CLAIM: &str = r#"
title = "One & <two>"
about = "What `code` does.\n\nA second paragraph."
deviations = "None <b>worth</b> telling."
settings = {}

[[source]]
title = "A paper"
url = "https://example.org/paper"

[[claim]]
id = "C01"
section = "A heading"
kind = "property"
statement = "x < y & <script>alert(1)</script>"
math = ['x < \frac{y}{2}']
[[claim.criterion]]
metric = "share"
arm = "only"
statistic = "mean"
op = ">="
value = 0.5

[arms.only]
"#;

fn page(text: &str) -> Page {
    let read = Configuration::read(text, "test", &Overlay::default(), &|_| Ok(()));
    let file = read.expect("a claim.toml").file;
    let finding = Finding {
        id: "C01".to_owned(),
        criterion: file.claims[0].criteria[0].to_string(),
        role: claims::Role::Decides,
        at: claims::Place::default(),
        metric: "share".to_owned(),
        printed: false,
        predicted: None,
        value: 0.62541,
        interval: Some((0.6, 0.65)),
        n: 20,
        unobserved: 0,
        evidence: Evidence::Measured,
        failing: Vec::new(),
        p: Some(0.01),
        outcome: Outcome::Supported,
    };
    let test = Test { experiment: "first", findings: std::slice::from_ref(&finding) };
    let row = Row::new(&[(&file.claims[0], test)]);
    let at = (1.0, 2.0);
    let point = Mark::Point { series: 0, at, filled: true, label: "here".to_owned() };
    let chart = Chart {
        name: "drawn".to_owned(),
        title: "A chart".to_owned(),
        caption: "What to see".to_owned(),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::linear("x", 0.0, 2.0),
            y: Axis::linear("y", 0.0, 3.0),
            marks: vec![point],
        }],
    };
    let rows = [("<i>", 1.0 / 3.0), ("b", -2.0)];
    let table = frame(vec![
        column("name", &rows, |(name, _)| name.to_string()),
        column("value", &rows, |(_, value)| *value),
    ]);
    let section = Section {
        name: "first".to_owned(),
        file,
        findings: vec![finding],
        charts: vec![chart],
        tables: vec![("rows".to_owned(), data_frame(&table.expect("a table")).expect("columns"))],
        hashes: "trials_table = \"0123456789abcdef\"".parse().expect("a table"),
        is_fetched: true,
    };
    Page {
        sections: vec![section],
        ledger: vec![row],
        headings: vec!["Another", HEADING],
        live: None,
    }
}

#[test]
fn a_page_has_all_of_a_claim_and_needs_nothing_else() {
    let html = page(CLAIM).html().expect("a page");
    assert_eq!(html, page(CLAIM).html().expect("a page"));
    for wanted in [
        "id=\"C01\"",
        "x &lt; y &amp; &lt;script&gt;",
        "<mfrac>",
        "<mo>&lt;</mo>",
        "mean share(only) &gt;= 0.5",
        "mean share, only: <b>0.5 or more</b>",
        "0.6254",
        "0.6 to 0.65",
        "<svg class=\"track\"",
        "A second paragraph.",
        "None &lt;b&gt;worth&lt;/b&gt; telling.",
        "https://example.org/paper",
        "<title>here: 1, 2</title>",
        "What to see",
        "first/rows.csv",
        "&lt;i&gt;",
        "0.3333",
        "&#8722;2",
        "cargo run -p experiments --bin first",
        "scripts/fetch-data",
        "0123456789ab",
    ] {
        assert!(html.contains(wanted), "no {wanted}");
    }
    // Nothing is loaded: every address is a link's, or within the page.
    for foreign in
        ["<script src", "<link rel=\"stylesheet", "<img", "@import", "url(http", "<iframe"]
    {
        assert!(!html.contains(foreign), "{foreign}");
    }
    // Before anything is drawn, after the first screen, and at the end.
    assert_eq!(html.matches("<script>").count(), 3);
}

#[test]
fn trials_of_the_first_seeds_can_be_run_again() {
    let mut page = page(CLAIM);
    let rows =
        [(0_u64, "only", f64::NAN), (1, "only", 0.1), (2, "only", 0.2), (0, "slow_one", 0.3)];
    let table = frame(vec![
        column("arm", &rows, |(_, arm, _)| (*arm).to_owned()),
        column("seed", &rows, |(seed, ..)| *seed),
        column("share", &rows, |(.., share)| *share),
    ]);
    let table = data_frame(&table.expect("a table")).expect("columns");
    page.sections[0].tables.push(("trials".to_owned(), table));
    assert!(!page.html().expect("a page").contains("id=\"published-trials\""), "without a module");
    let live = |experiments| Live {
        again: b"module",
        parts: b"parts",
        experiments,
        slow: &[("first", "slow_")],
    };
    page.live = Some(live(&["another"]));
    assert!(!page.html().expect("a page").contains("id=\"published-trials\""), "with another's");
    page.live = Some(live(&["first"]));
    let html = page.html().expect("a page");
    for wanted in [
        "data-experiment=\"first\" data-trials=\"0 1\">Run C01 again, here",
        r#""trials":[["","only",[],null,0,["NaN"]],["","only",[],null,1,[0.1]]]"#,
        r#""metrics":["share"]"#,
        r#""parameters":"{\"arms\":{\"only\":{}},\"settings\":{}}""#,
        "type=\"text/plain\">bW9kdWxl</script>",
    ] {
        assert!(html.contains(wanted), "no {wanted}");
    }
}

#[test]
fn a_picture_that_is_no_chart_is_an_error() {
    let with = |picture: &str| {
        let headline =
            format!("headline = \"Seen\"\npicture = \"{picture}\"\n\n[[claim.criterion]]");
        page(&CLAIM.replacen("[[claim.criterion]]", &headline, 1)).html()
    };
    assert!(with("drawn").is_ok());
    let error = with("drown").expect_err("no such chart").to_string();
    assert_eq!(error, "C01: picture = \"drown\" is no chart; there are drawn");
}

#[test]
fn the_first_sentence_counts_the_statements_of_the_notes_alone() {
    let lead = |text: &str| {
        let html = page(text).html().expect("a page");
        let (_, lead) = html.split_once("<p class=\"lead\">").expect("a lead");
        lead.split_once("</p>").expect("its end").0.to_owned()
    };
    assert!(lead(CLAIM).starts_with("Of <b>1 statements</b>"), "{}", lead(CLAIM));
    assert!(lead(CLAIM).contains("1 hold"));
    let published = lead(&CLAIM.replace("C01", "P01"));
    assert!(published.starts_with("Of <b>0 statements</b>"), "{published}");
}

#[test]
fn what_the_notes_do_not_have_is_no_heading() {
    let text = CLAIM.replace(HEADING, "Of our own");
    let error = page(&text).html().expect_err("no heading").to_string();
    assert_eq!(error, "C01: there is no heading `Of our own`");
}

#[test]
fn a_finding_of_the_first_screen_is_there_with_its_picture() {
    let headline = "kind = \"property\"\nheadline = \"Half of all\"\npicture = \"drawn\"";
    let html = page(&CLAIM.replace("kind = \"property\"", headline)).html().expect("a page");
    let (header, _) = html.split_once("</header>").expect("a header");
    assert!(header.contains("Half of all") && header.contains("<svg"));
    assert!(!page(CLAIM).html().expect("a page").contains("class=\"findings\""));
}

#[test]
fn a_formula_that_is_none_is_an_error_that_shows_it() {
    let wrong = CLAIM.replace(r"\frac{y}{2}", r"\frac{y}{2");
    let error = page(&wrong).html().expect_err("no formula");
    assert!(matches!(error, PageError::Formula(_)));
    assert!(error.to_string().contains(r"first, C01: formula `x < \frac{y}{2`"), "{error}");
}

#[test]
fn no_formula_brings_markup_into_the_page() {
    let name = r"\operatorname{<img src=x onerror=alert(1)>}(x)";
    let error = page(&CLAIM.replace(r"x < \frac{y}{2}", name)).html().expect_err("no operator");
    assert!(error.to_string().contains("operator cannot be called"), "{error}");
    let text = page(&CLAIM.replace(r"x < \frac{y}{2}", r"\text{<b>x</b>}")).html().expect("a page");
    assert!(!text.contains("<b>x"), "text stays text");
}

#[test]
fn a_per_cent_sign_in_a_formula_is_one() {
    let text = CLAIM.replace(r"x < \frac{y}{2}", r"x > 99 \% \text{ of 99 \% of } y");
    let html = page(&text).html().expect("a page");
    assert!(!html.contains(r"\%") && html.contains("of 99 % of"));
}

#[test]
fn a_claim_leads_to_its_charts_and_they_to_it() {
    let named = "kind = \"property\"\ncharts = [\"drawn\"]";
    let mut page = page(&CLAIM.replace("kind = \"property\"", named));
    let chart = page.sections[0].charts.remove(0).naming(&["C01"]);
    page.sections[0].charts.push(chart);
    let html = page.html().expect("a page");
    assert!(html.contains("Chart: <a href=\"#first-drawn\">"));
    assert!(html.contains("<figure id=\"first-drawn\">"));
    assert!(html.contains(" Claim <a href=\"#C01\">C01</a>."));
    assert!(html.is_ascii());
}
