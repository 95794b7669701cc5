//! Shows one trial of an experiment, step by step.
use std::sync::LazyLock;

static CATALOGUE: LazyLock<lab::Catalogue> = LazyLock::new(experiments::catalogue);

fn main() -> std::process::ExitCode {
    lab::show::main(&CATALOGUE)
}
