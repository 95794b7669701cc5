//! Makes `results/report.html`.
fn main() -> std::process::ExitCode {
    lab::page::main(&experiments::catalogue())
}
