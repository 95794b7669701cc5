//! Activations in configuration: a name alone takes the usual constants, a table sets them.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, MapDeserializer};
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::activation::Activation;

impl Serialize for Activation {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}

impl<'de> Deserialize<'de> for Activation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameOrTable;
        impl<'de> Visitor<'de> for NameOrTable {
            type Value = Activation;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of an activation, or a table { name = { constants } }")
            }
            fn visit_str<E: de::Error>(self, name: &str) -> Result<Activation, E> {
                let no_constants = MapDeserializer::<_, E>::new(std::iter::empty::<(&str, f64)>());
                let table = [(name, Deferred(no_constants))];
                Activation::deserialize(MapAccessDeserializer::new(MapDeserializer::new(
                    table.into_iter(),
                )))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Activation, A::Error> {
                Activation::deserialize(MapAccessDeserializer::new(map))
            }
        }

        /// A deserializer where a value is expected.
        struct Deferred<D>(D);
        impl<'de, E: de::Error, D: Deserializer<'de, Error = E>> de::IntoDeserializer<'de, E>
            for Deferred<D>
        {
            type Deserializer = D;
            fn into_deserializer(self) -> D {
                self.0
            }
        }
        deserializer.deserialize_any(NameOrTable)
    }
}
