//! Runs every experiment and rebuilds `results/`; `--check` compares instead.
fn main() -> std::process::ExitCode {
    lab::reproduce::main(&experiments::catalogue())
}
