//! The header of a safetensors file: no key of it may stand there twice, since readers differ in which of the
//! two they take.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};

/// A key that stands twice in the header of a whole file, if there is one.
pub(crate) fn repeated(bytes: &[u8]) -> Option<String> {
    let (length, rest) = bytes.split_first_chunk::<8>()?;
    let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
    serde_json::from_slice::<Repeated>(rest.get(..length)?).ok()?.0
}

/// The first key of a JSON object that stands there twice.
struct Repeated(Option<String>);

impl<'de> Deserialize<'de> for Repeated {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys;

        impl<'de> Visitor<'de> for Keys {
            type Value = Repeated;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Repeated, A::Error> {
                let (mut keys, mut repeated) = (BTreeSet::new(), None);
                while let Some((key, _)) = map.next_entry::<String, IgnoredAny>()? {
                    if !keys.insert(key.clone()) {
                        repeated = repeated.or(Some(key));
                    }
                }
                Ok(Repeated(repeated))
            }
        }

        deserializer.deserialize_map(Keys)
    }
}
