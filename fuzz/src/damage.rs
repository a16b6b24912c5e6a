//! Damage to bytes: bits turned, parts put in, cut out, doubled, taken from other files. The same seed does the same damage.

/// One to four damages: bits turned, bytes put in, cut out, doubled, overwritten by those of another file, the end cut off.
pub(crate) fn damaged(bytes: &[u8], other: &[u8], dice: &mut Dice) -> Vec<u8> {
    const MARKS: &[&[u8]] = &[
        b"<",
        b">",
        b"&",
        b"\"",
        b"{",
        b"]",
        b"\\u",
        b"\n",
        b"\0",
        b"\xFF\xFE",
        b"PK\x03\x04",
        b"\x1F\x8B\x08",
        b"99999999",
    ];
    let mut out = bytes.to_vec();
    for _ in 0..=dice.below(4) {
        let at = dice.below(out.len() + 1);
        let end = (at + dice.below(64)).min(out.len());
        match dice.below(8) {
            0 | 1 => {
                if let Some(byte) = out.get_mut(at) {
                    *byte ^= 1 << dice.below(8);
                }
            }
            2 => out.truncate(at),
            3 => drop(out.drain(at..end)),
            4 => {
                let part = out[at..end].to_vec();
                drop(out.splice(at..at, part));
            }
            5 => {
                let mark = MARKS[dice.below(MARKS.len())];
                drop(out.splice(at..at, mark.iter().copied()));
            }
            6 => {
                let from = dice.below(other.len() + 1);
                let part = other[from..(from + end - at).min(other.len())].to_vec();
                drop(out.splice(at..end, part));
            }
            _ => {
                let noise: Vec<u8> = (at..end).map(|_| dice.below(256) as u8).collect();
                drop(out.splice(at..end, noise));
            }
        }
    }
    out
}

/// The same numbers for the same seed (xorshift64*).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// A number below `n`.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let drawn = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        drawn as usize % n.max(1)
    }
}
