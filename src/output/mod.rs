//! The one door by which anything leaves: refuses collisions, stages beside the target, and swaps in at the end.
//!
//! A [`StagingDoor`] writes into a folder beside the target and exchanges the two when everything is there, so that a build
//! that fails, is killed or meets a full disk leaves the previous output as it was. The generation that is exchanged out is
//! kept, and the next build rewrites in it only the files whose bytes changed. A [`Cache`] keeps what is dear to make.

mod cache;
mod door;
mod exchange;
mod manifest;
mod memory;
mod place;
mod staging;

pub use cache::{Cache, Kind};
pub use door::{Door, DoorError};
pub use memory::MemoryDoor;
pub use place::{MARKER, PlaceError, check_place, is_ours};
pub use staging::{StagingDoor, StagingError, clean};
