//! The two shapes that identifiers and credentials repeat: an enum of reasons, and a checked text in canonical form.

/// An enum of reasons with stable codes and at most one value each for the message.
macro_rules! reasons {
    (
        $(#[$meta:meta])*
        $name:ident {
            $( $(#[$variant_meta:meta])* $variant:ident $( { $field:ident : $type:ty } )? => $code:literal ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
        pub enum $name {
            $(
                $(#[$variant_meta])*
                #[error($code)]
                $variant $( {
                    /// The value for the message.
                    $field: $type
                } )?,
            )+
        }

        impl $name {
            /// Every code this refusal can have, for the test that all of them are worded.
            pub const CODES: &'static [$crate::refusal::Code] = &[ $( $code ),+ ];
        }

        impl $crate::identifier::Reason for $name {
            fn code(&self) -> $crate::refusal::Code {
                match self { $( Self::$variant $( { $field: _ } )? => $code, )+ }
            }

            fn args(&self) -> $crate::identifier::Args {
                match self {
                    $( Self::$variant $( { $field } )? =>
                        vec![ $( (stringify!($field), std::borrow::Cow::from($field.to_string())) )? ], )+
                }
            }
        }
    };
}

/// What a checked text in canonical form has: `as_str`, parsing from text, serialisation. `personal` ones do not show
/// themselves in debug output.
macro_rules! checked_text {
    (@debug $name:ident personal) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    };
    (@debug $name:ident public) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.as_str())
            }
        }
    };
    ($name:ident, $privacy:ident, $refusal:ty, $read:expr) => {
        checked_text!(@debug $name $privacy);

        impl $name {
            /// The canonical form, as stored.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = $refusal;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            /// Reads a stored value; the error names the reason and never the value.
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
                let read: fn(&str) -> Result<Self, $refusal> = $read;
                read(&text).map_err(serde::de::Error::custom)
            }
        }
    };
    ($name:ident, $privacy:ident, $refusal:ty) => {
        checked_text!($name, $privacy, $refusal, Self::parse);
    };
}

/// An enum of values with stored names, such as the states of something.
macro_rules! stored_names {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$variant_doc])* $variant,)* }

        impl $name {
            /// Every one.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The stored name.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// The one with this stored name.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.name() == name)
            }
        }
    };
}
