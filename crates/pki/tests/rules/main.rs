//! What is accepted and what is refused, with vectors of the standards and of other programs.

mod certificate;
mod cms;
mod cms_signer;
mod esia;
mod gost;
mod scene;
mod support;
mod tools;
