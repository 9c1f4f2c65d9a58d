//! A document that follows from the settings alone, written once for as long as they are in force.

use std::sync::{Arc, PoisonError, RwLock};

use bytes::Bytes;
use okno_app::installation::InForce;

/// The document with the settings that it is of.
#[derive(Default)]
pub(crate) struct Kept(RwLock<Option<(Arc<InForce>, Bytes)>>);

impl Kept {
    /// The document of these settings, written now unless it was before.
    pub(crate) fn of(&self, settings: &Arc<InForce>, write: impl FnOnce() -> Vec<u8>) -> Bytes {
        if let Some((of, bytes)) = &*self.0.read().unwrap_or_else(PoisonError::into_inner)
            && Arc::ptr_eq(of, settings)
        {
            return bytes.clone();
        }
        let bytes = Bytes::from(write());
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some((Arc::clone(settings), bytes.clone()));
        bytes
    }
}

#[cfg(test)]
mod tests {
    use okno_app::{Settings, installation::RunTime};

    use super::*;

    #[test]
    fn a_document_is_written_once_for_the_same_settings() {
        let (one, other) = (RunTime::new(&Settings::default()), RunTime::new(&Settings::default()));
        let kept = Kept::default();
        assert_eq!(kept.of(&one.current(), || b"one".to_vec()), "one");
        assert_eq!(kept.of(&one.current(), || unreachable!()), "one");
        assert_eq!(kept.of(&other.current(), || b"other".to_vec()), "other");
        assert_eq!(kept.of(&one.current(), || b"again".to_vec()), "again");
    }
}
