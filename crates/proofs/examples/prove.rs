use std::io::BufRead;
fn main() {
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        if line.trim().is_empty() { continue; }
        let start = std::time::Instant::now();
        match line.parse::<proofs::Statement>() {
            Ok(s) => {
                let a = s.settle();
                let t = start.elapsed().as_secs_f64();
                let w = match &a { proofs::Answer::Proved(_) => "PROVED".to_owned(), proofs::Answer::Disproved(c) => format!("DISPROVED {}", c.at.iter().map(|(n,v)| format!("{n}={v}")).collect::<Vec<_>>().join(" ")), proofs::Answer::Undecided => "undecided".to_owned() };
                println!("{w:<12} {t:.3} {line}"); if std::env::var("V").is_ok() { println!("  {} {}: {}", s.method(&a), s.size(&a), s.certificate(&a)); for l in s.explained(&a) { println!("    {l}"); } }
            }
            Err(e) => println!("ERROR {e}"),
        }
    }
}
