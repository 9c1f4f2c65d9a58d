//! The virus scanner's look at a file. Until it has looked the file is closed; while it is away, that is all that waits.

use okno_domain::support::{AttachmentId, ScanState, SupportRequestId};
use okno_store::support as store;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{content_place, key_of};
use crate::{
    context::Cx,
    error::{Error, Result},
    job::{Done, Job, JobError, Lane, Retry},
    ports::{PortError, Scan},
};

/// Has one file looked at.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ScanAttachment {
    /// The request.
    pub request: SupportRequestId,
    /// The file.
    pub attachment: AttachmentId,
}

impl ScanAttachment {
    /// The content, if it still waits to be looked at.
    async fn content(&self, cx: &Cx) -> Result<Option<Zeroizing<Vec<u8>>>> {
        let mut read = cx.app.store.read().await?;
        let Some(row) = store::find(&mut read, self.request).await? else { return Ok(None) };
        let files = store::files(&mut read, self.request).await?;
        let waits = files.iter().any(|file| file.id == self.attachment && file.scan == ScanState::Waiting);
        if !waits {
            return Ok(None);
        }
        let Some(sealed) = store::content(&mut read, self.request, self.attachment).await? else { return Ok(None) };
        let key = match key_of(&mut read, cx, row.request.account).await {
            // The account is gone, and what was written with it.
            Err(Error::NotFound) => return Ok(None),
            key => key?,
        };
        Ok(Some(key.open(&content_place(self.attachment), &sealed)?))
    }
}

impl Job for ScanAttachment {
    const NAME: &'static str = "scan-attachment";
    const RETRY: Retry = Retry::exponential(10, 900, u32::MAX);

    fn lane(&self) -> Lane {
        Lane::Outside
    }

    async fn run(&self, cx: &Cx) -> std::result::Result<Done, JobError> {
        let Some(content) = self.content(cx).await? else { return Ok(Done::Nothing) };
        let Some(antivirus) = &cx.app.ports.antivirus else {
            return Err(JobError::Later {
                reason: "no virus scanner is configured".to_owned(),
                pause_seconds: Some(900),
            });
        };
        let found = match antivirus.scan(&content).await {
            Ok(Scan::Clean) => ScanState::Clean,
            Ok(Scan::Infected { what }) => {
                tracing::warn!(request = %self.request, what, "a file with a virus came to the support");
                ScanState::Infected
            }
            Err(PortError::Refused { reason }) => {
                tracing::warn!(request = %self.request, reason, "a file cannot be scanned");
                ScanState::Unscannable
            }
            Err(PortError::Later { reason, pause_seconds }) => return Err(JobError::Later { reason, pause_seconds }),
            Err(PortError::Garbage { reason }) => return Err(JobError::Later { reason, pause_seconds: None }),
        };
        let mut tx = cx.app.store.write().await.map_err(Error::from)?;
        let noted = store::scanned(&mut tx, self.request, self.attachment, found, cx.now).await.map_err(Error::from)?;
        tx.commit().await.map_err(Error::from)?;
        Ok(if noted { Done::Did } else { Done::Nothing })
    }
}
