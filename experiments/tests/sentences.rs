//! What is said of a result has its numbers from the result: each is in the claim's findings, as it
//! stands there or in per cent, as a ratio, by its digits; or in claim.toml; or it is listed here with
//! where it comes from.

use std::collections::BTreeSet;
use std::path::Path;

use claims::ClaimFile;
use experiments::EXPERIMENTS;

/// Numbers that no finding has.
const ELSEWHERE: [(&str, &str, &str); 49] = [
    ("C03", "90", "the band that 95 % of the trains lie in: the metric's meaning"),
    ("C16", "1.7", "the first form, see deviations"),
    ("C31", "59", "58.63"),
    ("C31", "61", "58.63, and 3.4 % more"),
    ("C36", "76", "0.0000765"),
    ("C64", "6.3", "threshold.csv"),
    ("C67", "8,000", "1 / 0.000128"),
    ("C72", "1.6", "trials.csv: the median at 4 units over the parameters"),
    ("C72", "3.3", "trials.csv: the median at 32 units of tanh over the parameters"),
    ("C73", "0.35", "trials.csv: the least rank correlation"),
    ("C74", "0.75", "trials.csv, of 70 networks"),
    ("C74", "70", "trials.csv: networks below 10 %"),
    ("C27", "1.4", "trials.csv: medians of tanh"),
    ("C78", "561", "2,000 examples less those outside"),
    ("C79", "3,182", "trials.csv: medians"),
    ("C79", "459", "trials.csv: medians"),
    ("C79", "1,761", "trials.csv: medians"),
    ("C79", "393", "trials.csv: medians"),
    ("C79", "424", "trials.csv: medians"),
    ("E17", "35", "trials.csv: trials with such a score"),
    ("P01", "82", "specifications of digits, MNIST and Fashion-MNIST"),
    ("P07", "9.1", "46.3 less 37.2"),
    ("C75", "2.0", "population.csv: exp of a deviation"),
    ("N01", "2,380", "rows of critical_values.csv"),
    ("N02", "4,294,967,296", "2^32"),
    ("N03", "4,278", "2^32 less what is no number, in millions"),
    ("N03", "11,810", "trials.csv, summed over its blocks"),
    ("N04", "4,294,967,296", "2^32"),
    ("N05", "4,278", "2^32 less what is no number, in millions"),
    ("N05", "2,398,891", "trials.csv, summed over its blocks"),
    ("N06", "4,294,967,296", "2^32"),
    ("N07", "4,294,967,296", "2^32"),
    ("N09", "55", "relu_against_tanh.csv"),
    ("N09", "33", "relu_against_tanh.csv"),
    ("N13", "3,072,000", "3 widths x 1,000 trials x 1,024 networks"),
    ("N13", "150", "trials.csv: failures that are not explained"),
    ("N13", "1.56", "trials.csv: failures, in millions"),
    ("P02", "150", "half of 300 epochs"),
    ("P04", "1.06", "trials.csv: the worst seed of nielsen_depth_3"),
    ("P05", "0.28", "trials.csv: the median of distance_10"),
    ("P05", "0.47", "trials.csv: the median of distance_10"),
    ("P05", "0.45", "trials.csv: the median of distance_10"),
    ("P12", "598", "trials.csv: the median"),
    ("P12", "200", "trials.csv: of networks of two units"),
    ("P13", "6.8", "trials.csv: the share that has not learned"),
    ("P14", "200", "the depth of the published networks"),
    ("P16", "17", "trials.csv: networks that have not learned"),
    ("P16", "14", "trials.csv: networks that have not learned"),
    ("P16", "10,240", "10 trials x 1,024 networks"),
];

/// The numbers in a text, as they are written: digits, with commas between thousands, a point, an
/// exponent.
fn numbers(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let (mut found, mut i) = (Vec::new(), 0);
    while i < letters.len() {
        let is_inside = i > 0 && (letters[i - 1].is_alphanumeric() || letters[i - 1] == '_');
        if !letters[i].is_ascii_digit() || is_inside {
            i += 1;
            continue;
        }
        let start = i;
        let digit = |i: usize| letters.get(i).is_some_and(char::is_ascii_digit);
        while digit(i) || (matches!(letters.get(i), Some(',' | '.')) && digit(i + 1)) {
            i += 1;
        }
        if letters.get(i) == Some(&'e') {
            let sign = usize::from(letters.get(i + 1) == Some(&'-'));
            if digit(i + 1 + sign) {
                i += 1 + sign;
                while digit(i) {
                    i += 1;
                }
            }
        }
        found.push(letters[start..i].iter().collect());
        // The rest of a word that begins with digits.
        while letters.get(i).is_some_and(|letter| letter.is_alphanumeric()) {
            i += 1;
        }
    }
    found
}

/// Half a unit in the last digit that is written.
fn half_a_unit(written: &str) -> f64 {
    let (digits, exponent) = written.split_once('e').unwrap_or((written, "0"));
    let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let exponent: f64 = exponent.parse().expect("an exponent");
    0.5 * libm::pow(10.0, exponent - decimals as f64)
}

/// What a value may be called in a sentence.
fn said(x: f64) -> Vec<f64> {
    let mut said = vec![x, -x, 100.0 * x, -100.0 * x, 1.0 - x, 100.0 * (1.0 - x)];
    said.extend([1e3, 1e6, 1e9, 1e12].map(|unit| unit * x));
    // The logarithm of a ratio: the ratio, the other way, and how much more or less.
    let (ratio, inverse) = (libm::exp(x), libm::exp(-x));
    said.extend([ratio, inverse, 100.0 * ratio, 100.0 * inverse]);
    said.extend([ratio, inverse].map(|ratio| 100.0 * (ratio - 1.0).abs()));
    said
}

#[test]
fn numbers_in_sentences_are_those_of_the_findings() {
    let mut wrong = Vec::new();
    let mut unused: BTreeSet<(&str, &str)> = ELSEWHERE.iter().map(|(id, n, _)| (*id, *n)).collect();
    for entry in &EXPERIMENTS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let toml = folder.join(format!("experiments/src/{}/claim.toml", entry.name));
        let toml = std::fs::read_to_string(toml).expect("claim.toml");
        let found = folder.join(format!("results/{}/verdicts.csv", entry.name));
        let found = std::fs::read_to_string(found).expect("verdicts.csv");
        let file: ClaimFile = toml::from_str(&toml).expect("a claim file");
        let is_sentence =
            |line: &&str| line.starts_with("found = ") || line.starts_with("headline = ");
        let rest: Vec<&str> = toml.lines().filter(|line| !is_sentence(line)).collect();
        let registered: BTreeSet<String> = numbers(&rest.join("\n")).into_iter().collect();
        for claim in &file.claims {
            let of_claim = found.lines().filter(|row| row.starts_with(&format!("{},", claim.id)));
            let values: Vec<f64> = of_claim
                .flat_map(|row| row.split([',', '"']))
                .filter_map(|cell| cell.parse().ok())
                .collect();
            for written in numbers(&format!("{} {}", claim.found, claim.headline)) {
                let plain = written.replace(',', "");
                if registered.contains(&written) || registered.contains(&plain) {
                    continue;
                }
                let number: f64 = plain.parse().expect("a number");
                let near = 1.000_001 * half_a_unit(&plain);
                if values.iter().flat_map(|&x| said(x)).any(|x| (x - number).abs() <= near) {
                    continue;
                }
                if let Some((id, n, _)) =
                    ELSEWHERE.iter().find(|(id, n, _)| *id == claim.id && *n == written)
                {
                    unused.remove(&(*id, *n));
                    continue;
                }
                wrong.push(format!("{}: {written}", claim.id));
            }
        }
    }
    assert!(wrong.is_empty(), "in no finding: {wrong:#?}");
    assert!(unused.is_empty(), "no longer needed: {unused:?}");
}

#[test]
fn a_number_is_read_as_it_is_written() {
    let text = "in 1,000 of 3.5 runs (2.1e-9), C35 and 16-bit 4x; 0.6.";
    assert_eq!(numbers(text), ["1,000", "3.5", "2.1e-9", "16", "4", "0.6"]);
    assert_eq!([half_a_unit("3.5"), half_a_unit("12")], [0.05, 0.5]);
    assert!((half_a_unit("2.1e-9") - 0.05e-9).abs() < 1e-20);
}
