//! SVG as plotters writes it, without what says nothing: a third of it.

/// What is said once, of the whole image.
pub(super) const FAMILY: &str = " font-family=\"Inter, Helvetica, Arial, sans-serif\"";
/// What holds where nothing is said.
const DEFAULTS: [&str; 2] = [" opacity=\"1\"", " stroke=\"none\""];

/// The elements of an image whose root names [`FAMILY`]: without defaults and empty words, numbers
/// without what rounding left of them.
pub(super) fn terse(drawn: &str) -> String {
    let mut elements = drawn.replace(" \"/>", "\"/>");
    for said in DEFAULTS.iter().chain([&FAMILY]) {
        elements = elements.replace(said, "");
    }
    let elements = joined(&elements);
    let mut parts = elements.split("<text");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (text, rest) = part.split_once("</text>").unwrap_or((part, ""));
        let (attributes, words) = text.split_once('>').unwrap_or((text, ""));
        match words.trim() {
            "" => out.push_str(rest.trim_start()),
            words => {
                let attributes = rounded(attributes);
                out.extend(["<text", &attributes, ">", words, "</text>", rest]);
            }
        }
    }
    out
}

/// Lines of one kind that follow each other, such as the dashes of one, as one path.
fn joined(elements: &str) -> String {
    let mut out = String::with_capacity(elements.len());
    let mut lines = elements.split_inclusive('\n').peekable();
    while let Some(first) = lines.next() {
        let Some((kind, points)) = line(first) else {
            out.push_str(first);
            continue;
        };
        let mut path = format!("M{points}");
        let mut count = 1;
        while let Some((_, points)) =
            lines.peek().and_then(|next| line(next)).filter(|(other, _)| *other == kind)
        {
            path.extend(["M", &points]);
            count += 1;
            lines.next();
        }
        if count == 1 {
            out.push_str(first);
        } else {
            out.extend(["<path ", kind, "d=\"", &path, "\"/>\n"]);
        }
    }
    out
}

/// How a line is drawn, and its points, if it is one.
fn line(element: &str) -> Option<(&str, String)> {
    if let Some(polyline) = element.strip_prefix("<polyline ") {
        let (kind, points) = polyline.split_once("points=\"")?;
        return Some((kind, points.strip_suffix("\"/>\n")?.to_owned()));
    }
    let (kind, ends) = element.strip_prefix("<line ")?.split_once("x1=\"")?;
    let ends = ends.strip_suffix("\"/>\n")?.replace("\" y1=\"", ",").replace("\" y2=\"", ",");
    Some((kind, ends.replace("\" x2=\"", " ")))
}

/// The size of the font to a hundredth: 52.00000000000001 is 52.
fn rounded(attributes: &str) -> String {
    const NAME: &str = "font-size=\"";
    let size = attributes.split_once(NAME).and_then(|(before, rest)| {
        let (size, after) = rest.split_once('"')?;
        Some((before, size.parse::<f64>().ok()?, after))
    });
    let Some((before, size, after)) = size else { return attributes.to_owned() };
    format!("{before}{NAME}{}\"{after}", (size * 100.0).round() / 100.0)
}

#[cfg(test)]
mod tests {
    use super::terse;

    #[test]
    fn lines_of_one_kind_are_one_path() {
        let dash =
            |points| format!("<polyline fill=\"none\" stroke=\"#000\" points=\"{points}\"/>\n");
        assert_eq!(
            terse(&[dash("1,2 3,4 "), dash("5,6 7,8 "), "<rect/>\n".into(), dash("9,9 ")].concat()),
            format!(
                "<path fill=\"none\" stroke=\"#000\" d=\"M1,2 3,4M5,6 7,8\"/>\n<rect/>\n{}",
                dash("9,9")
            )
        );
        let line = |x| format!("<line stroke=\"#000\" x1=\"{x}\" y1=\"2\" x2=\"3\" y2=\"4\"/>\n");
        let path = "<path stroke=\"#000\" d=\"M1,2 3,4M5,2 3,4\"/>\n";
        assert_eq!(terse(&[line(1), line(5)].concat()), path);
    }

    #[test]
    fn what_says_nothing_goes_and_the_rest_stays() {
        let drawn = "<text x=\"1\" font-family=\"sans-serif\" opacity=\"1\">\n\n</text>\n\
                     <text x=\"2\" font-family=\"Inter, Helvetica, Arial, sans-serif\" \
                     font-size=\"52.00000000000001\" opacity=\"1\">\na > b\n</text>\n\
                     <polyline opacity=\"0.5\" points=\"1,2 3,4 \"/>\n";
        assert_eq!(
            terse(drawn),
            "<text x=\"2\" font-size=\"52\">a > b</text>\n<polyline opacity=\"0.5\" points=\"1,2 3,4\"/>\n"
        );
    }
}
