//! One colour for each activation, in every chart.

/// Activations and their places. A name that has another in it comes first.
const ACTIVATIONS: [(&str, usize); 8] = [
    ("leaky_relu", 5),
    ("prelu", 6),
    ("relu", 0),
    ("sigmoid", 1),
    ("tanh", 2),
    ("softplus", 3),
    ("maxout", 7),
    ("elu", 4),
];

/// The place of what is no activation.
pub const OTHER: usize = 8;

/// The place in the theme's list of colours of the activation that a name speaks of, as
/// `trained_sigmoid_16` does.
pub fn of_activation(name: &str) -> usize {
    let known = ACTIVATIONS.iter().find(|(activation, _)| name.contains(activation));
    known.map_or(OTHER, |(_, place)| *place)
}

#[cfg(test)]
mod tests {
    use super::{ACTIVATIONS, OTHER, of_activation};

    #[test]
    fn an_activation_has_its_place_in_any_name() {
        for (activation, place) in ACTIVATIONS {
            assert_eq!(of_activation(activation), place, "{activation}");
            assert_eq!(of_activation(&format!("trained_{activation}_16")), place, "{activation}");
        }
        assert_eq!(of_activation("linear"), OTHER);
    }
}
