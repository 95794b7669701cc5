//! Verdicts: what settings say together, where a claim holds, what its row in the ledger is.

use claims::ledger::Row;
use claims::verdict::{Count, Test, Verdict};
use claims::{Claim, Evidence, Finding, Outcome, Place, Quantifier, Role};

fn claim(more: &str) -> Claim {
    let text = format!(
        "id = \"C1\"\nsection = \"s\"\nkind = \"training\"\nstatement = \"x\"\n{more}\n\
         [[criterion]]\nmetric = \"m\"\narm = \"a\"\nstatistic = \"max\"\nop = \"<=\"\nvalue = 1.0\n\
         at = {{ width = 2 }}"
    );
    toml::from_str(&text).expect("a claim")
}

fn finding(metric: &str, at: &str, outcome: Outcome) -> Finding {
    Finding {
        id: "C1".to_owned(),
        criterion: format!("max {metric}(a) <= 1"),
        role: Role::Decides,
        at: at.parse().expect("a place"),
        metric: metric.to_owned(),
        printed: false,
        predicted: None,
        value: 0.5,
        interval: None,
        n: 1,
        unobserved: 0,
        evidence: Evidence::Measured,
        failing: Vec::new(),
        p: None,
        outcome,
    }
}

fn row(claim: &Claim, findings: &[Finding]) -> Row {
    Row::new(&[(claim, Test { experiment: "race", findings })])
}

use Outcome::{Negligible, NotObserved, Refuted, Reversed, Supported, Undecided};

#[test]
fn settings_are_counted() {
    let verdict = |outcomes: &[Outcome]| {
        let place = |i: usize| format!("d{i}");
        let findings: Vec<Finding> =
            outcomes.iter().enumerate().map(|(i, &o)| finding("m", &place(i), o)).collect();
        row(&claim(""), &findings).verdict
    };
    for (outcomes, wanted) in [
        (&[Supported][..], Verdict::Supported),
        (&[Supported, Supported, Undecided], Verdict::Supported),
        (&[Supported, Undecided], Verdict::Inconclusive),
        (&[Supported, Supported, NotObserved], Verdict::Supported),
        (&[Supported, NotObserved], Verdict::Inconclusive),
        (&[Supported, Supported, Supported, Negligible], Verdict::Conditional),
        (&[Supported, Reversed, Undecided], Verdict::Conditional),
        (&[Refuted, Undecided, Undecided], Verdict::Refuted),
        (&[Negligible], Verdict::Refuted),
        (&[Undecided], Verdict::Inconclusive),
        (&[Refuted, NotObserved], Verdict::Inconclusive),
        (&[NotObserved], Verdict::Inconclusive),
    ] {
        assert_eq!(verdict(outcomes), wanted, "{outcomes:?}");
    }
    let some = |held, against, cells| {
        Count { held, against, observed: cells, cells }.verdict(Quantifier::Some)
    };
    assert_eq!(some(1, 4, 5), Verdict::Supported);
    assert_eq!(some(0, 5, 5), Verdict::Refuted);
    assert_eq!(some(0, 4, 5), Verdict::Inconclusive);
    assert_eq!(some(0, 0, 0), Verdict::Inconclusive);
}

#[test]
fn in_a_setting_the_worst_deciding_criterion_counts() {
    let shown = Finding { role: Role::Shows, ..finding("shown", "digits", Refuted) };
    let of = |findings: &[Finding]| {
        let row = row(&claim(""), findings);
        (row.verdict, row.metric.unwrap_or_default(), row.cells)
    };
    let first = finding("first", "digits", Supported);
    let second = finding("second", "digits", Supported);
    let third = finding("third", "digits", Refuted);
    let supported = [first.clone(), second.clone(), shown.clone()];
    assert_eq!(of(&supported), (Verdict::Supported, "first".to_owned(), 1));
    assert_eq!(of(&[first, third, second]), (Verdict::Refuted, "third".to_owned(), 1));
    assert_eq!(of(&[shown]).0, Verdict::Inconclusive);
    assert_eq!(row(&claim(""), &[]).criterion, "max m(a) <= 1 at width 2");
}

#[test]
fn where_a_control_fails_nothing_was_observed() {
    let control = |at: &str, outcome| Finding { role: Role::Control, ..finding("c", at, outcome) };
    let there = |at: &str| finding("m", at, Supported);
    let of = |findings: &[Finding]| {
        let row = row(&claim(""), findings);
        (row.held, row.observed, row.cells, row.verdict)
    };
    let both = [there("digits, depth 2"), there("digits, depth 5")];
    let with = |control: Finding| [&both[..], &[control]].concat();
    assert_eq!(of(&with(control("digits, depth 2", Supported))), (2, 2, 2, Verdict::Supported));
    for outcome in [Refuted, Undecided, NotObserved] {
        let found = of(&with(control("digits, depth 2", outcome)));
        assert_eq!(found, (1, 1, 2, Verdict::Inconclusive), "{outcome}");
    }
    // One at another place says nothing of these; one of the data set concerns both.
    assert_eq!(of(&with(control("digits, depth 8", Refuted))), (2, 2, 2, Verdict::Supported));
    assert_eq!(of(&with(control("digits", Refuted))), (0, 0, 2, Verdict::Inconclusive));
    // A setting that does not count does not stand for the claim.
    let counted = row(&claim(""), &with(control("digits, depth 2", Refuted)));
    assert_eq!(counted.region, "not observed on digits at depth 2");
    let three =
        [&with(control("digits, depth 2", Refuted))[..], &[there("digits, depth 8")]].concat();
    let findings = [
        Finding { n: 7, ..three[0].clone() },
        three[1].clone(),
        three[2].clone(),
        three[3].clone(),
    ];
    assert_eq!(row(&claim(""), &findings).n, Some(1));
    // A control of the whole experiment concerns every setting.
    assert_eq!(of(&with(control("", Refuted))), (0, 0, 2, Verdict::Inconclusive));
}

#[test]
fn a_claim_has_one_row_over_all_experiments() {
    let at = |place: &str, outcome| finding("m", place, outcome);
    let one = [at("digits, depth 2", Undecided), at("digits, depth 5", Supported)];
    let other = [at("mnist, depth 2", Reversed), at("mnist, depth 5", Supported)];
    let claim = claim("");
    let test = |experiment, findings| (&claim, Test { experiment, findings });
    let row = Row::new(&[test("race", &one), test("race_mnist", &other)]);
    assert_eq!(row.experiment, "race; race_mnist");
    assert_eq!((row.held, row.observed, row.cells), (2, 4, 4));
    assert_eq!(
        row.in_words(),
        "conditional: in 2 of 4 settings, at depth 5; reversed on mnist at depth 2; 1 undecided"
    );
}

/// The factor that separates the settings, those named first among equals, and the exceptions.
#[test]
fn a_conditional_claim_says_where_it_holds() {
    let region = |found: &[(&str, Outcome)]| {
        let findings: Vec<Finding> = found.iter().map(|&(at, o)| finding("m", at, o)).collect();
        row(&claim(""), &findings).region
    };
    let by_data_set = region(&[
        ("digits, depth 2", Negligible),
        ("digits, depth 5", Reversed),
        ("spirals, depth 2", Supported),
        ("spirals, depth 5", Supported),
        ("teacher, depth 5", Undecided),
    ]);
    assert_eq!(
        by_data_set,
        "on spirals; reversed on digits at depth 5; negligible on digits at depth 2; 1 undecided"
    );
    // Both separate them: the factor comes before the data set.
    assert_eq!(
        region(&[("a, depth 2", Refuted), ("b, depth 5", Supported), ("b, depth 8", Supported)]),
        "at depth 5 and 8; refuted on a at depth 2"
    );
    let imperfect = region(&[
        ("a, depth 2", Refuted),
        ("b, depth 2", Supported),
        ("c, depth 2", Refuted),
        ("a, depth 5", Supported),
        ("b, depth 5", Supported),
    ]);
    assert_eq!(imperfect, "mostly at depth 5; refuted on a at depth 2, on c at depth 2");
    // No better than to say the same of every setting: nothing is named.
    let none = region(&[
        ("a, depth 2", Supported),
        ("a, depth 5", Supported),
        ("b, depth 2", Supported),
        ("b, depth 5", Refuted),
    ]);
    assert_eq!(none, "refuted on b at depth 5");
    assert_eq!(region(&[("", Supported), ("depth 2", Refuted)]), "refuted at depth 2");
    let many = region(&[
        ("a, depth 2", Refuted),
        ("b, depth 2", Refuted),
        ("c, depth 2", Refuted),
        ("d, depth 2", Refuted),
        ("a, depth 5", Supported),
        ("a, depth 8", Supported),
        ("a, depth 9", Supported),
    ]);
    assert_eq!(
        many,
        "at depth 5, 8 and 9; refuted on a at depth 2, on b at depth 2, on c at depth 2 and 1 more"
    );
}

#[test]
fn a_slip_fails_as_printed_and_its_correction_holds() {
    let printed =
        "[[printed]]\nmetric = \"m\"\narm = \"a\"\nstatistic = \"max\"\nop = \"<=\"\nvalue = 1.0";
    let of = |claim: &Claim, printed: Outcome, corrected: Outcome| {
        let printed = Finding { printed: true, ..finding("printed", "", printed) };
        let row = row(claim, &[printed, finding("corrected", "", corrected)]);
        (row.verdict, row.metric.unwrap_or_default())
    };
    let slip = claim(printed);
    assert_eq!(of(&slip, Refuted, Supported), (Verdict::Erratum, "printed".to_owned()));
    assert_eq!(of(&slip, Supported, Supported), (Verdict::Supported, "corrected".to_owned()));
    assert_eq!(of(&slip, Refuted, Refuted), (Verdict::Refuted, "corrected".to_owned()));
    assert_eq!(of(&slip, Undecided, Supported).0, Verdict::Inconclusive);
    let meant = claim(&format!("imprecise = \"as it is meant\"\n{printed}"));
    assert_eq!(of(&meant, Refuted, Supported).0, Verdict::Imprecise);
    assert_eq!(of(&meant, Supported, Supported).0, Verdict::Supported);
}

#[test]
fn what_is_written_can_be_read_back() {
    for verdict in Verdict::ALL {
        assert_eq!(verdict.to_string().parse::<Verdict>().expect("a verdict"), verdict);
    }
    for outcome in Outcome::ALL {
        assert_eq!(outcome.to_string().parse::<Outcome>().expect("an outcome"), outcome);
    }
    for role in [Role::Decides, Role::Control, Role::Shows] {
        assert_eq!(role.to_string().parse::<Role>().expect("a role"), role);
    }
    for place in ["", "digits", "depth 5", "two_spirals, depth 5, width -2"] {
        assert_eq!(place.parse::<Place>().expect("a place").to_string(), place);
    }
    assert!("digits, spirals".parse::<Place>().is_err());
    assert!("depth five".parse::<Place>().is_err());
    assert!("perhaps".parse::<Verdict>().is_err());
}
