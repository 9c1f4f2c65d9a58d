//! What administrators change at run time, without a restart and on every server of the installation within seconds
//! (docs/decisions/0013): methods, limits, whether one can register, announcements; and texts, which have
//! a module of their own, [`crate::wording`].
//!
//! What is in force is one immutable snapshot, [`InForce`]. A request or a job takes it once, when its context begins, and
//! sees the same all along. The file stays the ground on which changes stand: a change that is taken back leaves the
//! file's value, and what has no key here can only be set in the file.

mod announcement;
mod change;
mod in_force;
mod key;

pub use announcement::{
    AnnouncementForm, TEXT_FIELDS, announcements, put as put_announcement, remove as remove_announcement,
};
pub(crate) use change::commit;
pub use change::{Asked, Line, Outcome, Typed, back_to_file, change, execute, overview};
pub use in_force::{InForce, Override, RunTime, overrides, refresh};
pub use key::{Key, LIMITS, Limit, SWITCHABLE, Value};
pub use okno_store::installation::{AnnouncementRow, Changed};
