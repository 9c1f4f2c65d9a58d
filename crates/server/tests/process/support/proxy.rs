//! A TCP proxy before the database that can refuse, cut and fall silent.

use std::{net::SocketAddr, sync::Arc};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream, tcp},
    sync::watch,
};

use super::place;

/// What the proxy does with connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mood {
    Pass,
    /// Ends every connection, old and new.
    Cut,
    /// Keeps connections and moves no byte.
    Silent,
}

/// A proxy; gone when dropped.
pub(crate) struct Proxy {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    mood: Arc<watch::Sender<Mood>>,
}

impl Proxy {
    /// Before the database of this URL.
    pub(crate) async fn before(url: &str) -> Self {
        let target = host(url).to_owned();
        let address = place::address();
        let listener = TcpListener::bind(address).await.unwrap();
        let mood = Arc::new(watch::Sender::new(Mood::Pass));
        let (ear, stop) = (mood.subscribe(), Arc::downgrade(&mood));
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                if stop.upgrade().is_none() {
                    return;
                }
                tokio::spawn(carry(near, target.clone(), ear.clone()));
            }
        });
        Self { address, mood }
    }

    /// The database's URL through the proxy.
    pub(crate) fn url(&self, url: &str) -> String {
        let url = url.replacen(host(url), &self.address.to_string(), 1);
        // The proxy's address is not one that is known to be this machine.
        format!("{url}{}sslmode=disable", if url.contains('?') { '&' } else { '?' })
    }

    pub(crate) fn pass(&self) {
        self.mood.send_replace(Mood::Pass);
    }

    pub(crate) fn cut(&self) {
        self.mood.send_replace(Mood::Cut);
    }

    pub(crate) fn fall_silent(&self) {
        self.mood.send_replace(Mood::Silent);
    }
}

/// `host:port` of a database URL.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.split(['/', '?']).next().unwrap();
    rest.rsplit_once('@').map_or(rest, |(_, host)| host)
}

async fn carry(near: TcpStream, target: String, ear: watch::Receiver<Mood>) {
    let mut cut = ear.clone();
    if *cut.borrow() == Mood::Cut {
        return;
    }
    let Ok(far) = TcpStream::connect(target).await else { return };
    let ((near_in, near_out), (far_in, far_out)) = (near.into_split(), far.into_split());
    tokio::select! {
        () = pump(near_in, far_out, ear.clone()) => {}
        () = pump(far_in, near_out, ear) => {}
        _ = cut.wait_for(|mood| *mood == Mood::Cut) => {}
    }
}

async fn pump(mut from: tcp::OwnedReadHalf, mut to: tcp::OwnedWriteHalf, mut ear: watch::Receiver<Mood>) {
    let mut buffer = vec![0; 16 * 1024];
    loop {
        let Ok(count @ 1..) = from.read(&mut buffer).await else { return };
        if ear.wait_for(|mood| *mood != Mood::Silent).await.is_err() {
            return;
        }
        if to.write_all(&buffer[..count]).await.is_err() {
            return;
        }
    }
}
