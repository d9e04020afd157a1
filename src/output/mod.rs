//! The one door by which anything leaves: refuses collisions, stages beside the target, and swaps in at the end.
//!
//! A [`StagingDoor`] writes into a folder beside the target and exchanges the two when everything is there, so that a build
//! that fails, is killed or meets a full disk leaves the previous output as it was. The generation that is exchanged out is
//! kept, and the next build rewrites in it only the files whose bytes changed. A [`GatedDoor`] stands before either and reads what
//! passes. A [`Cache`] keeps what is dear to make.

mod cache;
mod disk;
mod door;
mod exchange;
mod finished;
mod gated;
mod keeping;
mod lock;
mod manifest;
mod memory;
mod place;
mod staging;

pub use cache::{Cache, Kind, add_part};
pub use disk::{Disk, LocalDisk};
pub use door::{Door, DoorError};
pub use finished::{audience_of, finished_files};
pub use gated::GatedDoor;
pub use keeping::KeepingDoor;
pub use lock::Holder;
pub use memory::MemoryDoor;
pub use place::{MARKER, Others, PlaceError, check_place, is_ours};
pub use staging::{StagingDoor, StagingError, clean};
