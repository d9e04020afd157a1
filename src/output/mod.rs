//! The one door by which anything leaves: refuses collisions, stages, and swaps in at the end.

mod door;
mod memory;

pub use door::{Door, DoorError};
pub use memory::MemoryDoor;
