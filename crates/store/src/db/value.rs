//! The ten kinds of values that both engines keep, and how Rust types become them and come back.

use jiff::{Timestamp, civil::Date};
use okno_domain::id::Id;
use uuid::Uuid;

/// What a result column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// True or false.
    Bool,
    /// A whole number.
    I64,
    /// A number with a fraction.
    F64,
    /// Text without the character U+0000, which PostgreSQL cannot keep.
    Text,
    /// Bytes.
    Bytes,
    /// An identifier.
    Id,
    /// An instant, to the microsecond.
    Instant,
    /// A day of the calendar.
    Date,
    /// A JSON document.
    Json,
}

/// A value on its way to or from the database.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number.
    I64(i64),
    /// A number with a fraction.
    F64(f64),
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// An identifier.
    Id(Uuid),
    /// An instant, cut to the microsecond.
    Instant(Timestamp),
    /// A day of the calendar.
    Date(Date),
    /// A JSON document.
    Json(serde_json::Value),
}

/// A type that can be given to a statement.
pub trait ToValue {
    /// The value to bind.
    fn to_value(&self) -> Value;
}

/// A type that can be read from a row.
pub trait FromValue: Sized {
    /// The value as this type; `None` when it is of another kind or out of range.
    fn from_value(value: &Value) -> Option<Self>;
}

/// The arguments of a statement in the order of `$1`, `$2`.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => {
        ::std::vec::Vec::<$crate::db::Value>::from([$($crate::db::ToValue::to_value(&$value)),*])
    };
}

impl<T: ToValue + ?Sized> ToValue for &T {
    fn to_value(&self) -> Value {
        (**self).to_value()
    }
}

impl ToValue for Value {
    fn to_value(&self) -> Value {
        self.clone()
    }
}

impl<T: ToValue> ToValue for Option<T> {
    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::to_value)
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: &Value) -> Option<Self> {
        if *value == Value::Null { Some(None) } else { T::from_value(value).map(Some) }
    }
}

/// Writes both traits for types that are kept as they are.
macro_rules! plain {
    ($($type:ty => $kind:ident),* $(,)?) => {$(
        impl ToValue for $type {
            fn to_value(&self) -> Value {
                Value::$kind(self.clone())
            }
        }
        impl FromValue for $type {
            fn from_value(value: &Value) -> Option<Self> {
                if let Value::$kind(value) = value { Some(value.clone()) } else { None }
            }
        }
    )*};
}
plain!(bool => Bool, i64 => I64, f64 => F64, String => Text, Vec<u8> => Bytes, Uuid => Id, Date => Date);
plain!(serde_json::Value => Json);

/// Writes both traits for whole numbers that fit into an `i64`.
macro_rules! smaller_numbers {
    ($($type:ty),*) => {$(
        impl ToValue for $type {
            fn to_value(&self) -> Value {
                Value::I64(i64::from(*self))
            }
        }
        impl FromValue for $type {
            fn from_value(value: &Value) -> Option<Self> {
                if let Value::I64(value) = value { (*value).try_into().ok() } else { None }
            }
        }
    )*};
}
smaller_numbers!(i32, i16, u32, u16, u8);

impl ToValue for str {
    fn to_value(&self) -> Value {
        Value::Text(self.to_owned())
    }
}

impl ToValue for [u8] {
    fn to_value(&self) -> Value {
        Value::Bytes(self.to_vec())
    }
}

impl<const N: usize> ToValue for [u8; N] {
    fn to_value(&self) -> Value {
        Value::Bytes(self.to_vec())
    }
}

impl<const N: usize> FromValue for [u8; N] {
    fn from_value(value: &Value) -> Option<Self> {
        if let Value::Bytes(bytes) = value { bytes.as_slice().try_into().ok() } else { None }
    }
}

impl ToValue for Timestamp {
    /// Both engines keep microseconds, so what is finer is cut off here and equally for both.
    fn to_value(&self) -> Value {
        Value::Instant(Self::from_microsecond(self.as_microsecond()).unwrap_or(*self))
    }
}

impl FromValue for Timestamp {
    fn from_value(value: &Value) -> Option<Self> {
        if let Value::Instant(instant) = value { Some(*instant) } else { None }
    }
}

impl<T> ToValue for Id<T> {
    fn to_value(&self) -> Value {
        Value::Id(self.uuid())
    }
}

impl<T> FromValue for Id<T> {
    fn from_value(value: &Value) -> Option<Self> {
        if let Value::Id(id) = value { Some(Self::from_uuid(*id)) } else { None }
    }
}
