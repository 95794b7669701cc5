//! Tables as data: what stands in them, and that their hash is of every value.

use claims::tuning::Choice;
use claims::{Cell, Trial};
use figures::table::Values;
use figures::{Table, TableError, column, frame, trials};

fn cells() -> Vec<Cell> {
    let cell = |arm: &str, width| Cell {
        data_set: "digits".to_owned(),
        arm: arm.to_owned(),
        levels: vec![("width".to_owned(), width)],
    };
    vec![cell("relu", 2), cell("relu", 10)]
}

fn names(table: &Table) -> Vec<&str> {
    table.columns().iter().map(|column| column.name.as_str()).collect()
}

fn floats<'a>(table: &'a Table, name: &str) -> &'a [Option<f64>] {
    let column = table.columns().iter().find(|column| column.name == name).expect(name);
    let Values::Floats(values) = &column.values else { panic!("{name} has floats") };
    values
}

#[test]
fn columns_of_another_length_or_a_name_twice_make_no_table() {
    let [two, three] = [vec![1.0, 2.0], vec![1.0, 2.0, 3.0]];
    let of = |name: &str, rows: &[f64]| column(name, rows, |x| *x);
    assert_eq!(frame(vec![of("a", &two), of("b", &two)]).map(|table| table.height()), Ok(2));
    let error = frame(vec![of("a", &two), of("b", &three)]).expect_err("too long").to_string();
    assert_eq!(error, "column `b` has 3 rows, `a` has 2");
    let twice = frame(vec![of("a", &two), of("a", &two)]);
    assert_eq!(twice, Err(TableError::Name("a".to_owned())));
}

#[test]
fn a_hash_is_of_names_types_gaps_and_bits() {
    let of = |name: &str, values: &[Option<f64>]| {
        frame(vec![column(name, values, |x| *x)]).expect("a table").hash()
    };
    let base = of("x", &[Some(0.0), Some(1.0)]);
    assert_eq!(base, of("x", &[Some(0.0), Some(1.0)]));
    for other in [
        of("y", &[Some(0.0), Some(1.0)]),
        of("x", &[Some(-0.0), Some(1.0)]),
        of("x", &[None, Some(1.0)]),
        of("x", &[Some(0.0)]),
        of("x", &[Some(0.0), Some(1.0 + f64::EPSILON)]),
        frame(vec![column("x", &[0_i64, 1], |n| *n)]).expect("a table").hash(),
        frame(vec![column("x", &["0", "1"], |n| *n)]).expect("a table").hash(),
    ] {
        assert_ne!(base, other);
    }
    assert_eq!(of("x", &[Some(f64::NAN)]), of("x", &[Some(-f64::NAN)]));
    // Two columns are not one.
    let one = frame(vec![column("x", &["ab"], |n| *n)]).expect("a table");
    let two = frame(vec![column("x", &["a"], |n| *n), column("b", &["b"], |n| *n)]);
    assert_ne!(one.hash(), two.expect("a table").hash());
    // The bytes are those that the documentation of `hash` lists.
    let bytes = [
        &[1, 0, 0, 0, 0, 0, 0, 0][..],
        b"xi",
        &[1, 0, 0, 0, 0, 0, 0, 0],
        &[1],
        &(-2_i64).to_le_bytes(),
    ]
    .concat();
    let table = frame(vec![column("x", &[-2_i64], |n| *n)]).expect("a table");
    assert_eq!(table.hash(), blake3::hash(&bytes));
}

#[test]
fn cells_that_come_back_are_summed_up_once() {
    let trial =
        |cell, seed, x| Trial { cell, learning_rate: Some(0.1), seed, metrics: vec![("x", x)] };
    let all = [trial(1, 0, 4.0), trial(0, 0, 1.0), trial(1, 1, 2.0), trial(0, 1, 1.0 / 3.0)];
    let table = trials::summary(&cells(), &all).expect("a table");
    let wanted = [
        "data_set",
        "arm",
        "width",
        "learning_rate",
        "metric",
        "n",
        "mean",
        "median",
        "interquartile_mean",
        "min",
        "max",
    ];
    assert_eq!(names(&table), wanted);
    assert_eq!(floats(&table, "mean"), [Some(3.0), Some(0.666666666667)]);
    assert_eq!(floats(&table, "max"), [Some(4.0), Some(1.0)]);
    // Another rate is another row, and without any rate there is no column of rates.
    let other = Trial { learning_rate: Some(0.2), ..trial(0, 0, 5.0) };
    assert_eq!(trials::summary(&cells(), &[trial(0, 0, 1.0), other]).expect("one").height(), 2);
    let without = Trial { learning_rate: None, ..trial(0, 0, 5.0) };
    let without = trials::summary(&cells(), &[without]).expect("one");
    assert!(!names(&without).contains(&"learning_rate"));
}

#[test]
fn a_tuning_table_shows_six_digits_of_what_was_ranked_in_full() {
    let choice =
        Choice { cell: 1, learning_rate: 0.1, value: 1.0 / 3.0, n: 3, share: 1.0, chosen: true };
    let table = trials::tuning(&cells(), &[choice]).expect("a table");
    let wanted = ["data_set", "arm", "width", "learning_rate", "value", "n", "share", "chosen"];
    assert_eq!(names(&table), wanted);
    assert_eq!(floats(&table, "value"), [Some(0.333333)]);
}
