//! Sets that answer most questions with one look at one bit.

use std::collections::HashMap;

/// Patterns by a key. A bit tells whether a key can be in it; only then the map is asked.
#[derive(Debug)]
pub(super) struct Keyed {
    bits: Box<[u64]>,
    map: HashMap<u64, Vec<u32>>,
}

/// 2^18 bits, 32 KiB: a thousand names fill 1 % of them.
const BITS: u32 = 18;

impl Keyed {
    /// From pairs of key and pattern.
    pub(super) fn new(pairs: impl Iterator<Item = (u64, u32)>) -> Self {
        let mut keyed = Self { bits: vec![0; 1 << (BITS - 6)].into_boxed_slice(), map: HashMap::new() };
        for (key, pattern) in pairs {
            let bit = bit(key);
            if let Some(word) = keyed.bits.get_mut(bit >> 6) {
                *word |= 1 << (bit & 63);
            }
            let patterns = keyed.map.entry(key).or_default();
            if !patterns.contains(&pattern) {
                patterns.push(pattern);
            }
        }
        keyed
    }

    /// The patterns of a key.
    #[inline]
    pub(super) fn get(&self, key: u64) -> Option<&[u32]> {
        let bit = bit(key);
        if self.bits.get(bit >> 6).is_some_and(|it| it >> (bit & 63) & 1 == 1) {
            self.map.get(&key).map(Vec::as_slice)
        } else {
            None
        }
    }
}

/// The bit of a key (Fibonacci hashing).
#[inline]
fn bit(key: u64) -> usize {
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - BITS)) as usize
}
