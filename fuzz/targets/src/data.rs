//! Files that an operator gives.

use okno_app::{
    catalog,
    vault::{FileVault, KeyVault},
};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

/// The service catalogue.
pub(crate) fn catalog(bytes: &[u8]) {
    let Some(text) = crate::text(bytes) else { return };
    match catalog::parse(text) {
        Ok(catalog) => {
            for service in catalog.services() {
                assert_eq!(catalog.find(&service.id).map(|found| &found.id), Some(&service.id));
                assert!(service.id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'));
            }
            let listed: usize = catalog.by_category().map(|(.., services)| services.len()).sum();
            assert_eq!(listed, catalog.services().len());
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// The key file: one that is accepted can be rotated, and the new one has another current key.
pub(crate) fn key_file(bytes: &[u8]) {
    let Some(text) = crate::text(bytes) else { return };
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    match FileVault::parse(text) {
        Ok(vault) => {
            let rotated = FileVault::rotate(text, &mut rng);
            assert!(rotated.is_ok(), "a key file that is accepted could not be rotated");
            let rotated = rotated.ok().map(|text| FileVault::parse(&text));
            assert!(rotated.is_some_and(|next| next.is_ok_and(|next| next.current() != vault.current())));
        }
        Err(error) => {
            assert!(!error.to_string().is_empty());
            assert!(FileVault::rotate(text, &mut rng).is_err());
        }
    }
}
