//! claim.toml: what is refused, and how it is said.

use claims::{Configuration, ConfigurationError, Overlay, Parameters};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Arm {
    activation: mlp::Activation,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    #[serde(deserialize_with = "mlp::checked::count")]
    steps: usize,
}

const GOOD: &str = r#"
title = "A title"
about = "prose"
[[claim]]
id = "C99"
section = "Nowhere"
kind = "training"
statement = "something"
[[claim.criterion]]
metric = "solved"
arm = "relu"
statistic = "rate"
op = ">="
value = 0.5
[trials]
confirm_seeds = 3
[factors]
width = [2, 3]
[arms.relu]
activation = "relu"
[arms.tanh]
activation = "tanh"
[settings]
steps = 10
[quick]
settings = { steps = 1 }
"#;

type Ours = Parameters<Arm, Settings>;

fn read(text: &str, overlay: &Overlay) -> Result<Configuration, ConfigurationError> {
    let accepts = |text: &str| toml::from_str::<Ours>(text).map(|_| ());
    Configuration::read(text, "claim.toml", overlay, &accepts)
}

fn ours(read: &Configuration) -> Ours {
    toml::from_str(&read.text).expect("accepted")
}

fn error(from: &str, to: &str) -> String {
    assert!(GOOD.contains(from), "{from}");
    read(&GOOD.replace(from, to), &Overlay::default()).expect_err(to).to_string()
}

#[test]
fn errors_show_the_place_and_the_remedy() {
    for (from, to, wanted) in [
        ("metric = ", "metrik = ", vec!["line 10", "column 1", "metrik", "did you mean `metric`?"]),
        (
            "\"relu\"\n[arms.tanh]",
            "\"rellu\"\n[arms.tanh]",
            vec!["line 20", "did you mean `relu`?"],
        ),
        ("arm = \"relu\"", "arm = \"rely\"", vec!["line 11, column 7", "did you mean `relu`?"]),
        ("value = 0.5", "value = nan", vec!["line 14", "NaN is not a finite number"]),
        ("steps = 10", "steps = 0", vec!["line 24", "0 is not a whole number above 0"]),
        ("steps = 10", "steps = -1", vec!["line 24", "-1 is not a whole number above 0"]),
        ("op = \">=\"", "op = \"=>\"", vec!["line 13", "unknown variant `=>`"]),
        ("id = \"C99\"\n", "", vec!["missing field `id`"]),
        ("[arms.relu]", "[arms.relu", vec!["line 19"]),
        (
            "[[claim]]\nid",
            "[[source]]\ntitle = \"t\"\nurl = \"javascript:alert(1)\"\n[[claim]]\nid",
            vec!["line 6", "begins with https:// or http://"],
        ),
    ] {
        let error = error(from, to);
        for wanted in wanted {
            assert!(error.contains(wanted), "{to}: no `{wanted}` in\n{error}");
        }
    }
}

#[test]
fn a_claim_has_criteria_or_a_reason() {
    let start = GOOD.find("[[claim.criterion]]").expect("there");
    let end = GOOD.find("[trials]").expect("there");
    let without = format!("{}{}", &GOOD[..start], &GOOD[end..]);
    let error = read(&without, &Overlay::default()).expect_err("no criterion").to_string();
    assert!(error.contains("C99") && error.contains("not_testable"), "{error}");
    let reason = without.replace("[trials]", "not_testable = \"a matter of taste\"\n[trials]");
    assert!(read(&reason, &Overlay::default()).is_ok());
    let both = GOOD.replace("arm = \"relu\"", "arm = \"relu\"\ncontrast = [\"relu\", \"tanh\"]");
    assert!(read(&both, &Overlay::default()).expect_err("both").to_string().contains("either"));
    let level = GOOD.replace("op = ", "at = { width = 4 }\nop = ");
    let error = read(&level, &Overlay::default()).expect_err("no such level").to_string();
    assert!(error.contains("no such level"), "{error}");
}

#[test]
fn lists_are_checked() {
    let more =
        |more: &str| format!("confirm_seeds = 3\n[[trials.more]]\nconfirm_seeds = 1\n{more}");
    for (from, to, wanted) in [
        ("width = [2, 3]", "width = []".to_owned(), "one or more levels"),
        ("width = [2, 3]", "width = [2, 2]".to_owned(), "each once"),
        ("confirm_seeds = 3", more("arms = [\"rely\"]"), "did you mean `relu`?"),
        ("confirm_seeds = 3", more("at = { depth = [1] }"), "no such level"),
        ("confirm_seeds = 3", more("at = { depth = [] }"), "no such level"),
        ("statistic = \"rate\"\nop = \">=\"", "statistic = \"mean\"\nop = \"==\"".to_owned(), "=="),
        ("settings = { steps = 1 }", "settings = { stepz = 1 }".to_owned(), "with [quick]"),
    ] {
        let error = error(from, &to);
        assert!(error.contains(wanted), "{to}: {error}");
    }
}

#[test]
fn overlays_change_values_and_are_checked_too() {
    let set = |setting: &str| Overlay { set: vec![setting.to_owned()], ..Overlay::default() };
    let steps = |overlay: &Overlay| ours(&read(GOOD, overlay).expect("right")).settings.steps;
    assert_eq!(steps(&Overlay::default()), 10);
    assert_eq!(steps(&Overlay { quick: true, ..Overlay::default() }), 1);
    assert_eq!(steps(&set("settings.steps=7")), 7);
    let tanh = read(GOOD, &set("arms.relu.activation=tanh")).expect("a bare word is a string");
    assert_eq!(ours(&tanh).arms["relu"].activation, mlp::Activation::Tanh {});
    for (setting, wanted) in [
        ("settings.steps=-1", "whole number above 0"),
        ("arms.relu.activation=tahn", "did you mean `tanh`?"),
        ("settings.stepz=3", "did you mean `settings.steps`?"),
        ("steps=3", "did you mean `settings.steps`?"),
        ("setting.steps=3", "did you mean `settings.steps`?"),
        ("trials.width=[3]", "did you mean `factors.width`?"),
        ("widht=[3]", "did you mean `factors.width`?"),
        ("factors.width=3", "a list; give [3]"),
        ("settings.steps=1.5", "--set settings.steps=1.5: invalid type"),
        ("arms.new.role=1", "unknown field `role`"),
        ("steps", "not of the form key=value"),
        ("title.x=1", "expected a string"),
        ("settings.steps.x=1", "is not a table"),
        ("quick.settings.steps=3", "set the value itself"),
    ] {
        let error = read(GOOD, &set(setting)).expect_err(setting).to_string();
        assert!(error.contains(wanted), "{setting}: {error}");
    }
    assert_eq!(steps(&set("settings.steps=1e3")), 1000);
    // The one to blame is named, wherever it stands; and no line of a text that nobody has seen.
    let right = "arms.more.activation=tanh".to_owned();
    for set in
        [["settings.stepz=3".to_owned(), right.clone()], [right, "settings.stepz=3".to_owned()]]
    {
        let error = read(GOOD, &Overlay { set: set.to_vec(), ..Overlay::default() })
            .expect_err("stepz")
            .to_string();
        assert!(error.starts_with("--set settings.stepz=3: unknown field"), "{error}");
        assert!(!error.contains(" | "), "{error}");
    }
    let seeds = Overlay { seeds: Some(5), ..Overlay::default() };
    assert_eq!(read(GOOD, &seeds).expect("right").file.trials.confirm_seeds, 5);
}

#[test]
fn hashes_follow_what_decides_and_nothing_else() {
    let of = |text: &str| {
        let read = read(text, &Overlay::default()).expect("right");
        (read.trials_hash, read.criteria_hash)
    };
    let (trials, criteria) = of(GOOD);
    assert_eq!(of(&GOOD.replace("prose", "other words")), (trials.clone(), criteria.clone()));
    assert_eq!(of(&GOOD.replace("something", "else")), (trials.clone(), criteria.clone()));
    let (t, c) = of(&GOOD.replace("steps = 10", "steps = 11"));
    assert!(t != trials && c == criteria);
    let (t, c) = of(&GOOD.replace("value = 0.5", "value = 0.6"));
    assert!(t == trials && c != criteria);
    let swapped = "[arms.tanh]\nactivation = \"tanh\"\n[arms.relu]\nactivation = \"relu\"\n";
    let reordered = GOOD.replace(
        "[arms.relu]\nactivation = \"relu\"\n[arms.tanh]\nactivation = \"tanh\"\n",
        swapped,
    );
    assert_eq!(of(&reordered), (trials, criteria));
}

#[test]
fn words_change_no_hash() {
    let plain = read(GOOD, &Overlay::default()).expect("good");
    let words = "statement = \"else\"\nmath = ['x']\nfound = \"what came out\"";
    let worded = GOOD.replace("statement = \"something\"", words);
    let worded = read(&worded, &Overlay::default()).expect("good");
    assert_eq!(plain.trials_hash, worded.trials_hash);
    assert_eq!(plain.criteria_hash, worded.criteria_hash);
    let other = read(&GOOD.replace("value = 0.5", "value = 0.6"), &Overlay::default());
    assert_ne!(plain.criteria_hash, other.expect("good").criteria_hash);
}

#[test]
fn names_that_are_none_and_text_that_a_terminal_obeys_are_refused() {
    let long = "x".repeat(65);
    for name in ["../../gone", "/etc/x", "a/b", "", "<b>", "a b", "\\u001b[2J", long.as_str()] {
        let error = error("[arms.tanh]", &format!("[arms.\"{name}\"]"));
        assert!(error.contains("[arms]") && error.contains("is no name"), "{name}: {error}");
    }
    let data_sets = "confirm_seeds = 3\ndata_sets = [\"../mnist\"]";
    assert!(error("confirm_seeds = 3", data_sets).contains("data_sets"));
    assert!(error("width = [2, 3]", "\"<i>\" = [2, 3]").contains("[factors]"));
    for (from, to) in [
        ("\"A title\"", "\"A \\u001b]0;title\""),
        ("\"something\"", "\"some\\u0007thing\""),
        ("\"C99\"", "\"C\\u000899\""),
    ] {
        assert!(error(from, to).contains("control character"), "{to}");
    }
    assert!(read(&GOOD.replace("A title", "A <b> title"), &Overlay::default()).is_ok());
}

#[test]
fn more_trials_than_a_machine_holds_are_refused_and_no_count_overflows() {
    let most = "confirm_seeds = 9223372036854775807";
    let more = format!("{most}\n[[trials.more]]\nat = {{ width = [2] }}\n{most}");
    for to in [most, &more, "confirm_seeds = 5000001"] {
        let error = error("confirm_seeds = 3", to);
        assert!(error.contains("trials in all"), "{to}: {error}");
    }
    let seeds = Overlay { seeds: Some(u32::MAX as usize), ..Overlay::default() };
    let error = read(GOOD, &seeds).expect_err("too many").to_string();
    assert!(error.contains("trials in all") && error.contains("command line"), "{error}");
    let levels: Vec<String> = (0..200).map(|level| level.to_string()).collect();
    let levels = levels.join(", ");
    let two = format!("width = [{levels}]\ndepth = [{levels}]");
    let error = self::error("width = [2, 3]", &two);
    assert!(error.contains("80000 data sets x arms x levels"), "{error}");
}

#[test]
fn no_text_nests_too_deep_to_be_read() {
    let deep = |to: &str| {
        let error = error("settings = { steps = 1 }", to);
        assert!(error.contains("nest deeper than 32 levels"), "{error}");
    };
    deep(&format!("x = {}{}", "[".repeat(100_000), "]".repeat(100_000)));
    // Each key as long, and each bracket as deep, as the parser allows.
    let keys = format!("{{a{} = ", ".a".repeat(78));
    deep(&format!("x = {}1{}", keys.repeat(78), "}".repeat(78)));
    for setting in [
        format!("settings{}=1", ".a".repeat(100_000)),
        format!("settings.steps={}1{}", keys.repeat(78), "}".repeat(78)),
    ] {
        let overlay = Overlay { set: vec![setting], ..Overlay::default() };
        let error = read(GOOD, &overlay).expect_err("deep").to_string();
        assert!(error.contains("nests deeper than 32 levels"), "{}", &error[error.len() - 80..]);
    }
}

/// A string that ends in a quote of its own hid what follows from an earlier guard.
#[test]
fn a_string_that_ends_in_a_quote_hides_no_nesting() {
    for string in ["'''x''''", "\"\"\"x\"\"\"\""] {
        for size in [20, 40] {
            let keys = format!("{{a{} = ", ".a".repeat(size));
            let deep = format!("{}1{}", keys.repeat(size), "}".repeat(size));
            let text = error("settings = { steps = 1 }", &format!("x = [{string}, {deep}]"));
            assert!(text.contains("nest deeper than 32 levels"), "{text}");
            let set = vec![format!("settings.steps=[{string}, {deep}]")];
            let error = read(GOOD, &Overlay { set, ..Overlay::default() }).expect_err("deep");
            assert!(error.to_string().contains("nests deeper than 32 levels"));
        }
    }
}

#[test]
fn a_setting_is_one_value() {
    for setting in ["settings.steps=7\nvalue2 = 8", "settings.steps=7\n[arms.sigmoid]\nx = 1"] {
        let overlay = Overlay { set: vec![setting.to_owned()], ..Overlay::default() };
        let error = read(GOOD, &overlay).expect_err("two values").to_string();
        assert!(error.contains("more than one value") && error.contains("--set"), "{error}");
    }
}

#[test]
fn a_long_wrong_name_is_no_slip_of_another() {
    let long = "a".repeat(100_000);
    let error = error("arm = \"relu\"", &format!("arm = \"{long}\""));
    assert!(error.contains("no arm") && !error.contains("did you mean"));
}
