//! Makes `results/report.html`.
fn main() -> std::process::ExitCode {
    experiments::page::main()
}
