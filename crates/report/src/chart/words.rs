//! Words in a chart: how wide they are, by estimate, and how a sentence is broken into lines.

/// The width of a character, as a share of the font's size: on average in a sentence, and as much
/// as a short name may need.
const MEAN: f64 = 0.47;
pub(super) const WIDE: f64 = 0.56;

/// How wide `text` is, by estimate: the same on every machine.
pub(super) fn width(text: &str, size: u32, character: f64) -> u32 {
    (text.chars().count() as f64 * character * f64::from(size)).ceil() as u32
}

/// `text` in lines of at most `limit` pixels.
pub(super) fn wrap(text: &str, limit: u32, size: u32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(line, size, MEAN) + width(word, size, MEAN) + size / 2 <= limit => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// As it stands in an SVG file.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
