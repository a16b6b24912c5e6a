//! Average linkage over a sparse graph: groups are joined, the most alike first, while the average likeness of their members is
//! high enough.

use super::{Day, SPAN, Vector};
use std::{
    cmp::{Ordering, Reverse},
    collections::{BTreeSet, BinaryHeap},
};

/// The average likeness of two groups that are one story.
const ALIKE: f32 = 0.2;
/// That of two reports from which on they are neighbours at all, as a part of it.
const NEAR: f32 = 0.7;
/// What a likeness is worth where it is not known whether the days agree.
const UNDATED: f32 = 0.8;

/// Groups of reports.
pub(super) struct Linkage {
    /// Sum of the words of the members, by word; empty once the group is part of another.
    sums: Vec<Vector>,
    members: Vec<Vec<u32>>,
    days: Vec<Option<(Day, Day)>>,
    near: Vec<BTreeSet<u32>>,
    /// Likeness in ten millionths, then the pair with the smaller numbers first.
    heap: BinaryHeap<(u32, Reverse<(u32, u32)>)>,
}

impl Linkage {
    /// Every report by itself.
    pub(super) fn new(vectors: &[Vector], days: Vec<Option<(Day, Day)>>) -> Self {
        Self {
            sums: vectors.to_vec(),
            members: (0..vectors.len() as u32).map(|n| vec![n]).collect(),
            days,
            near: vec![BTreeSet::new(); vectors.len()],
            heap: BinaryHeap::new(),
        }
    }

    /// Looks at two reports.
    pub(super) fn compare(&mut self, a: u32, b: u32) {
        let likeness = self.likeness(a as usize, b as usize);
        if likeness >= key(ALIKE * NEAR) {
            self.near[a as usize].insert(b);
            self.near[b as usize].insert(a);
            self.heap.push((likeness, Reverse((a, b))));
        }
    }

    /// Joins what belongs together: the members of each group, in ascending order.
    pub(super) fn join(mut self) -> Vec<Vec<u32>> {
        while let Some((likeness, Reverse((a, b)))) = self.heap.pop() {
            if likeness < key(ALIKE) {
                break;
            }
            let (a, b) = (a as usize, b as usize);
            let gone = self.members[a].is_empty() || self.members[b].is_empty();
            if !gone && self.likeness(a, b) == likeness && self.fits(a, b) {
                self.unite(a, b);
            }
        }
        let mut out: Vec<Vec<u32>> = self.members.into_iter().filter(|m| !m.is_empty()).collect();
        out.iter_mut().for_each(|m| m.sort_unstable());
        out
    }

    fn likeness(&self, a: usize, b: usize) -> u32 {
        let pairs = self.members[a].len() * self.members[b].len();
        let mut likeness = dot(&self.sums[a], &self.sums[b]) / pairs.max(1) as f32;
        if self.days[a].is_none() || self.days[b].is_none() {
            likeness *= UNDATED;
        }
        key(likeness)
    }

    fn fits(&self, a: usize, b: usize) -> bool {
        let joined = self.joined(a, b);
        joined.is_none_or(|(from, to)| to - from <= SPAN)
    }

    fn joined(&self, a: usize, b: usize) -> Option<(Day, Day)> {
        match (self.days[a], self.days[b]) {
            (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
            (a, b) => a.or(b),
        }
    }

    fn unite(&mut self, a: usize, b: usize) {
        self.days[a] = self.joined(a, b);
        let moved = std::mem::take(&mut self.members[b]);
        self.members[a].extend(moved);
        let words = std::mem::take(&mut self.sums[b]);
        self.sums[a] = sum(&self.sums[a], &words);
        let around = std::mem::take(&mut self.near[b]);
        for &other in &around {
            self.near[other as usize].remove(&(b as u32));
        }
        self.near[a].extend(around.into_iter().filter(|&other| other as usize != a));
        for other in self.near[a].clone() {
            self.near[other as usize].insert(a as u32);
            let (x, y) = (other.min(a as u32), other.max(a as u32));
            let likeness = self.likeness(x as usize, y as usize);
            self.heap.push((likeness, Reverse((x, y))));
        }
    }
}

fn key(likeness: f32) -> u32 {
    (likeness.max(0.0) * 1e7) as u32
}

fn dot(a: &[(u64, f32)], b: &[(u64, f32)]) -> f32 {
    let (mut i, mut j, mut out) = (0, 0, 0.0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.0.cmp(&y.0) {
            Ordering::Less => i += 1,
            Ordering::Greater => j += 1,
            Ordering::Equal => {
                out += x.1 * y.1;
                i += 1;
                j += 1;
            }
        }
    }
    out
}

fn sum(a: &[(u64, f32)], b: &[(u64, f32)]) -> Vector {
    let mut out = Vec::with_capacity(a.len() + b.len());
    let (mut i, mut j) = (0, 0);
    loop {
        match (a.get(i), b.get(j)) {
            (Some(x), Some(y)) if x.0 == y.0 => {
                out.push((x.0, x.1 + y.1));
                i += 1;
                j += 1;
            }
            (Some(x), Some(y)) if x.0 < y.0 => {
                out.push(*x);
                i += 1;
            }
            (_, Some(y)) => {
                out.push(*y);
                j += 1;
            }
            (Some(x), None) => {
                out.push(*x);
                i += 1;
            }
            (None, None) => return out,
        }
    }
}
