//! What became of SMS: receipts of the SMS center, noted at the messages they belong to and counted for operators (R218).
//!
//! Nothing follows from a receipt for a page or an account: a page that waits for a code says the same whether it arrived
//! or not, so that nobody learns from it which numbers are in use.

use std::sync::{
    Arc, Weak,
    atomic::{AtomicU64, Ordering},
};

use async_trait::async_trait;
use okno_domain::{
    locale::Locale,
    time::{SignedDuration, Timestamp, after},
};
use okno_store::{
    Tx,
    outgoing_message::{self as store, Settled},
};
use serde::{Deserialize, Serialize};

use crate::{
    context::{App, Client, Cx},
    error::{Error, Result},
    job::{self, Done, Job, JobError, Retry},
    ports::{Delivery, PortError, Receipt, Receipts},
};

/// A fast center's receipt overtakes our note that it took the message in, so an unknown one is looked at again.
const LOOK_AGAIN: SignedDuration = SignedDuration::from_secs(10);
/// After this time a receipt belongs to nothing that we sent.
const UNKNOWN_AFTER: SignedDuration = SignedDuration::from_mins(2);

/// What receipts were worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Worth {
    Told(Delivery),
    Unknown,
    Repeated,
    Unreadable,
}

impl Worth {
    const ALL: [Self; 7] = [
        Self::Told(Delivery::Delivered),
        Self::Told(Delivery::Undeliverable),
        Self::Told(Delivery::Expired),
        Self::Told(Delivery::Rejected),
        Self::Unknown,
        Self::Repeated,
        Self::Unreadable,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Told(delivery) => delivery.name(),
            Self::Unknown => "unknown",
            Self::Repeated => "repeated",
            Self::Unreadable => "unreadable",
        }
    }

    fn counter(self) -> &'static AtomicU64 {
        static COUNTERS: [AtomicU64; 7] = [const { AtomicU64::new(0) }; 7];
        let [delivered, undeliverable, expired, rejected, unknown, repeated, unreadable] = &COUNTERS;
        match self {
            Self::Told(Delivery::Delivered) => delivered,
            Self::Told(Delivery::Undeliverable) => undeliverable,
            Self::Told(Delivery::Expired) => expired,
            Self::Told(Delivery::Rejected) => rejected,
            Self::Unknown => unknown,
            Self::Repeated => repeated,
            Self::Unreadable => unreadable,
        }
    }

    fn count(self) {
        self.counter().fetch_add(1, Ordering::Relaxed);
    }
}

/// How many receipts this process has taken in, by what they told or why they told nothing. For the metrics.
pub fn receipts() -> [(&'static str, u64); 7] {
    Worth::ALL.map(|worth| (worth.name(), worth.counter().load(Ordering::Relaxed)))
}

/// From now on receipts of the SMS channel are taken in.
pub fn follow(app: &Arc<App>) {
    if let Some(sms) = &app.ports.sms {
        sms.hear(Arc::new(Book(Arc::downgrade(app))));
    }
}

/// The keyed hashes by which the parts of a message are found when their receipts come.
pub(crate) fn hashes(cx: &Cx, parts: &[String]) -> Vec<[u8; 32]> {
    parts.iter().map(|part| hash(cx, part)).collect()
}

fn hash(cx: &Cx, part: &str) -> [u8; 32] {
    cx.app.keys.blind("sms-part", part)
}

/// Takes receipts in for the program, and does not keep it alive.
struct Book(Weak<App>);

#[async_trait]
impl Receipts for Book {
    async fn take(&self, receipt: Receipt) -> std::result::Result<(), PortError> {
        let Some(app) = self.0.upgrade() else {
            return Err(PortError::Later { reason: "the program is about to end".to_owned(), pause_seconds: None });
        };
        let client = Client { request_id: "sms-receipt".to_owned(), ..Client::default() };
        let cx = Cx::begin(&app, Locale::default(), client);
        take(&cx, receipt).await.map_err(|error| {
            tracing::warn!(%error, "a receipt cannot be noted; the SMS center is asked to bring it again");
            PortError::Later { reason: error.to_string(), pause_seconds: None }
        })
    }

    fn unreadable(&self) {
        Worth::Unreadable.count();
        tracing::warn!("the SMS center sent a report that names no message or no state");
    }
}

/// Notes a receipt, or keeps it for a while when nothing is known of its message.
async fn take(cx: &Cx, receipt: Receipt) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let settled = settle(&mut tx, cx, &receipt).await?;
    if settled == Settled::Unknown {
        let late = LateReceipt { receipt: receipt.clone(), came_at: cx.now };
        job::enqueue_at(&mut tx, cx, &late, after(cx.now, LOOK_AGAIN)).await?;
    }
    cx.commit(tx).await?;
    tell(settled, &receipt);
    Ok(())
}

async fn settle(tx: &mut Tx, cx: &Cx, receipt: &Receipt) -> Result<Settled> {
    Ok(store::settle_part(tx, &hash(cx, &receipt.part), receipt.delivery.name()).await?)
}

/// Counts what is certain, and logs what went wrong.
fn tell(settled: Settled, receipt: &Receipt) {
    match settled {
        Settled::Unknown => {}
        Settled::Repeated => Worth::Repeated.count(),
        Settled::Noted(message) => {
            Worth::Told(receipt.delivery).count();
            if receipt.delivery != Delivery::Delivered {
                tracing::warn!(%message, delivery = receipt.delivery.name(), "an SMS did not reach its reader");
            }
        }
    }
}

/// A receipt whose message was not known when it came.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LateReceipt {
    receipt: Receipt,
    came_at: Timestamp,
}

impl Job for LateReceipt {
    const NAME: &'static str = "late-receipt";
    const RETRY: Retry = Retry::exponential(10, 600, 10);

    fn mark(&self) -> Option<String> {
        Some(format!("late-receipt:{}", self.receipt.part))
    }

    async fn run(&self, cx: &Cx) -> std::result::Result<Done, JobError> {
        let mut tx = cx.app.store.write().await.map_err(Error::from)?;
        let settled = settle(&mut tx, cx, &self.receipt).await?;
        tx.commit().await.map_err(Error::from)?;
        tell(settled, &self.receipt);
        if settled != Settled::Unknown {
            return Ok(Done::Did);
        }
        if cx.now < after(self.came_at, UNKNOWN_AFTER) {
            return Ok(Done::Again(after(cx.now, LOOK_AGAIN)));
        }
        Worth::Unknown.count();
        tracing::info!(part = self.receipt.part, "the SMS center sent a receipt for a message that is not ours");
        Ok(Done::Nothing)
    }
}
