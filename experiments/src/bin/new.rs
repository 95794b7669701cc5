//! Begins a new experiment from a template.
fn main() -> std::process::ExitCode {
    lab::new::main(&experiments::catalogue())
}
