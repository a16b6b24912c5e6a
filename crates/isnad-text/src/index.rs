//! From hashes of words to numbers, in one load.

/// A table from hashes ([`hash_word`](crate::hash_word)) to numbers that were given one after another from 0 on.
///
/// Nearly all look-ups of an analysis are for words that are not there, or go on to a row that has the whole hash. So a place in
/// the table holds the upper half of the hash and the number alone: eight bytes, half of the places free, no second load for a word
/// that is not known. Whoever finds a number compares the whole hash with that of its row; `same` does it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    /// A power of two of places: upper half of the hash, number plus one; 0 where the place is free.
    places: Box<[(u32, u32)]>,
    len: usize,
}

impl Index {
    /// The number of a hash, if `same` says of a number that its hash is this one.
    #[inline]
    pub(crate) fn get(&self, hash: u64, same: impl Fn(u32) -> bool) -> Option<u32> {
        let tag = (hash >> 32) as u32;
        let mut at = self.start(hash);
        loop {
            let &(other, number) = self.places.get(at)?;
            let number = number.checked_sub(1)?;
            if other == tag && same(number) {
                return Some(number);
            }
            at = (at + 1) & (self.places.len() - 1);
        }
    }

    /// Takes in a hash that is not there; `hash_of` tells those of the numbers that are.
    pub(crate) fn insert(&mut self, hash: u64, number: u32, hash_of: impl Fn(u32) -> u64) {
        self.len += 1;
        if self.len * 2 > self.places.len() {
            let places = vec![(0, 0); (self.len * 4).next_power_of_two().max(8)].into_boxed_slice();
            for (_, old) in std::mem::replace(&mut self.places, places) {
                if let Some(old) = old.checked_sub(1) {
                    self.put(hash_of(old), old);
                }
            }
        }
        self.put(hash, number);
    }

    /// Gives a hash another number than the one it has.
    pub(crate) fn replace(&mut self, hash: u64, number: u32, by: u32) {
        let mut at = self.start(hash);
        while let Some(place) = self.places.get_mut(at).filter(|p| p.1 != 0) {
            if place.1 == number + 1 {
                place.1 = by + 1;
                return;
            }
            at = (at + 1) & (self.places.len() - 1);
        }
    }

    fn put(&mut self, hash: u64, number: u32) {
        let mut at = self.start(hash);
        while let Some(place) = self.places.get_mut(at) {
            if place.1 == 0 {
                *place = ((hash >> 32) as u32, number + 1);
                return;
            }
            at = (at + 1) & (self.places.len() - 1);
        }
    }

    #[inline]
    fn start(&self, hash: u64) -> usize {
        (hash ^ (hash >> 29)) as usize & self.places.len().wrapping_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::Index;

    #[test]
    fn every_hash_is_found_and_no_other() {
        let mut index = Index::default();
        let hash = |n: u32| crate::hash_word(&n.to_string());
        assert_eq!(index.get(hash(1), |_| true), None);
        for n in 0..1000 {
            assert_eq!(index.get(hash(n), |m| hash(m) == hash(n)), None);
            index.insert(hash(n), n, hash);
        }
        for n in 0..2000 {
            let found = index.get(hash(n), |m| hash(m) == hash(n));
            assert_eq!(found, (n < 1000).then_some(n));
        }
        // hashes that agree in all that the table holds of them are told apart by their rows
        let near = hash(5) ^ 1 << 31;
        index.insert(near, 1000, |m| if m == 1000 { near } else { hash(m) });
        assert_eq!(index.get(hash(5), |m| m == 5), Some(5));
        assert_eq!(index.get(near, |m| m == 1000), Some(1000));
        index.replace(hash(5), 5, 7);
        assert_eq!(index.get(hash(5), |m| m == 7), Some(7));
    }
}
