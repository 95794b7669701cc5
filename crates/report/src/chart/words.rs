//! Words in a chart: how wide they are, and how a sentence is broken into lines.

/// The advance widths of Inter's characters from the space to the tilde, in thousandths of the
/// font's size. The report and exported figures carry this font.
const ADVANCES: [u16; 95] = [
    281, 288, 466, 633, 642, 982, 644, 300, 365, 365, 501, 662, 288, 460, 288, 360, 631, 407, 610,
    618, 646, 593, 620, 566, 619, 620, 288, 302, 662, 662, 662, 511, 966, 690, 654, 730, 722, 601,
    590, 746, 743, 269, 571, 672, 565, 903, 753, 765, 639, 765, 644, 642, 646, 744, 690, 985, 682,
    679, 629, 365, 360, 365, 471, 456, 323, 562, 612, 571, 612, 583, 370, 613, 591, 242, 242, 549,
    242, 876, 591, 600, 612, 612, 376, 528, 327, 591, 562, 818, 546, 562, 552, 426, 333, 426, 662,
];

/// How much wider the fonts are that a reader without Inter may have.
const ELSEWHERE: f64 = 1.15;

/// How wide `text` is in pixels, at most: the same on every machine.
pub(super) fn width(text: &str, size: u32) -> u32 {
    let advance = |c: char| {
        let place = (c as usize).checked_sub(0x20);
        let known = place.and_then(|place| ADVANCES.get(place));
        f64::from(known.copied().unwrap_or(700))
    };
    (text.chars().map(advance).sum::<f64>() * ELSEWHERE * f64::from(size) / 1000.0).ceil() as u32
}

/// `text` in lines of at most `limit` pixels.
pub(super) fn wrap(text: &str, limit: u32, size: u32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(&format!("{line} {word}"), size) <= limit => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// As it stands in an SVG file, which is XML and has no control characters.
pub(super) fn escape(text: &str) -> String {
    let text = text.replace(|letter: char| letter.is_control() && !"\t\n".contains(letter), "");
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
