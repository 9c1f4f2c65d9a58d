//! Addresses that no other test on this machine uses.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener},
    process,
    sync::atomic::{AtomicU16, Ordering},
};

/// Where one server listens. It is the same after a restart.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    /// Pages.
    pub(crate) pages: SocketAddr,
    /// Health and metrics.
    pub(crate) management: SocketAddr,
}

impl Place {
    pub(crate) fn fresh() -> Self {
        Self { pages: address(), management: address() }
    }

    /// What people would type.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.pages)
    }
}

/// An address on a loopback host of this process's own: 127.64.0.0/10 has room for every process id there can be.
pub(crate) fn address() -> SocketAddr {
    static NEXT: AtomicU16 = AtomicU16::new(2000);
    let [_, high, middle, low] = process::id().to_be_bytes();
    let host = IpAddr::V4(Ipv4Addr::new(127, 64 | (high & 63), middle, low));
    // Somebody may listen on all addresses of this machine at once.
    let free = |address: &SocketAddr| TcpListener::bind(address).is_ok();
    let mut candidates = (0..100).map(|_| SocketAddr::new(host, NEXT.fetch_add(1, Ordering::Relaxed)));
    candidates.find(free).expect("one of a hundred ports is free")
}
