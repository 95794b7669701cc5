//! Settles statements about all real numbers, given as arguments or as lines of standard input.

use std::io::{self, BufRead, Write};
use std::process::ExitCode;

use proofs::{Answer, Statement};

const HELP: &str = "\
Settle statements about all real numbers

Usage: prove [STATEMENT]...

A statement is one or more comparisons of formulas, with what is assumed after `if`. Without arguments,
each line of standard input is one. Functions: exp ln ln1p sqrt sin cos abs max min sigmoid tanh relu
softplus where(a < b, then, otherwise), d/dx(f) for a derivative, and the number pi.

Examples:
  prove 'd/dx(sigmoid(x)) = sigmoid(x)*(1 - sigmoid(x))'
  prove 'relu(x) < softplus(x) <= relu(x) + ln(2)'
  prove 'x = y if a*x + b*y = c, b*x + a*y = c, a != b'
  prove 'impossible if b < c, v + b > c, w + b > c, w + v + b < c'
  prove '0 < p <= q by induction from p = 1, q = 1 to p = p*d/dz(sigmoid(z)), q = q/4'

Letters that begin with a capital are matrices. An answer is proved, disproved (with a point) or
undecided. Exit codes: 0 all are proved, 1 some are not, 2 something is no statement
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--help" || argument == "-h") {
        return said(HELP, 0);
    }
    let lines = || io::stdin().lock().lines().map_while(Result::ok).collect();
    let statements = if arguments.is_empty() { lines() } else { arguments };
    let mut worst = 0;
    for text in statements.iter().map(|text| text.trim()).filter(|text| !text.is_empty()) {
        let (answer, code) = match text.parse::<Statement>() {
            Ok(statement) => settled(&statement),
            Err(error) => (format!("no statement  {error}\n"), 2),
        };
        if said(&answer, 0) != ExitCode::SUCCESS {
            return ExitCode::from(2);
        }
        worst = worst.max(code);
    }
    ExitCode::from(worst)
}

/// The answer with its certificate, and the exit code.
fn settled(statement: &Statement) -> (String, u8) {
    let answer = statement.settle();
    let by = match statement.method(&answer) {
        method if method.is_empty() => String::new(),
        method => format!("    by {method}\n"),
    };
    let certificate = statement.certificate(&answer);
    let lines = certificate.split("; ").filter(|line| !line.is_empty());
    let lines: Vec<String> = lines.map(|line| format!("    {line}\n")).collect();
    let code = u8::from(!matches!(answer, Answer::Proved(_)));
    (format!("{answer:<10} {statement}\n{by}{}", lines.concat()), code)
}

fn said(text: &str, code: u8) -> ExitCode {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::from(code),
        Err(_) => ExitCode::from(2),
    }
}
