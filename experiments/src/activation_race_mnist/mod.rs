//! The race of the activations on MNIST and Fashion-MNIST, which have to be fetched.

pub use crate::activation_race::Experiment;
