//! Decoding: the best labels of a run of tokens, and by how much they are the best.

use isnad_lang::names::{LABELS, SequenceModel};

/// Far below every score.
const NEVER: i32 = i32::MIN / 4;

/// Memory for decoding, used again for every run of tokens.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    emissions: Vec<[i32; LABELS]>,
    forward: Vec<[i32; LABELS]>,
    backward: Vec<[i32; LABELS]>,
}

/// Labels that any label may stand before: outside, and the words that begin a name.
const BEGIN: [usize; 4] = [0, 1, 3, 5];
/// Labels of the words that go on: each follows only its own kind.
const GOES_ON: [usize; 3] = [2, 4, 6];

/// The label of the word that goes on with a name, if this is the label of one.
const fn goes_on(label: usize) -> Option<usize> {
    match label {
        0 => None,
        l => Some(l + l % 2),
    }
}

impl Decoder {
    /// Forgets the tokens.
    pub(super) fn clear(&mut self) {
        self.emissions.clear();
    }

    /// Adds a token to which the model gives this for each label.
    pub(super) fn push(&mut self, emission: [i32; LABELS]) {
        self.emissions.push(emission);
    }

    /// Gives each token its best label and by how much it beats every other one.
    pub(super) fn decode(&mut self, model: &SequenceModel, mut found: impl FnMut(usize, u8, i32)) {
        let n = self.emissions.len();
        if n == 0 {
            return;
        }
        self.forward.clear();
        self.backward.clear();
        self.forward.resize(n, [NEVER; LABELS]);
        self.backward.resize(n, [0; LABELS]);
        for to in 0..LABELS {
            if to % 2 == 1 || to == 0 {
                self.forward[0][to] = model.transitions[LABELS][to] + self.emissions[0][to];
            }
        }
        for t in 1..n {
            let before = self.forward[t - 1];
            let emissions = self.emissions[t];
            let now = &mut self.forward[t];
            for to in BEGIN {
                let best = (0..LABELS)
                    .map(|from| before[from] + model.transitions[from][to])
                    .max();
                now[to] = best.unwrap_or(NEVER) + emissions[to];
            }
            for to in GOES_ON {
                let begun = before[to - 1] + model.transitions[to - 1][to];
                now[to] = begun.max(before[to] + model.transitions[to][to]) + emissions[to];
            }
        }
        for t in (0..n - 1).rev() {
            let after: [i32; LABELS] =
                std::array::from_fn(|to| self.backward[t + 1][to] + self.emissions[t + 1][to]);
            let now = &mut self.backward[t];
            for (from, (row, now)) in model.transitions.iter().zip(now).enumerate() {
                let mut best = BEGIN.iter().map(|&to| after[to] + row[to]).max().unwrap_or(NEVER);
                if let Some(to) = goes_on(from) {
                    best = best.max(after[to] + row[to]);
                }
                *now = best;
            }
        }
        for t in 0..n {
            let score = |l: usize| self.forward[t][l].saturating_add(self.backward[t][l]);
            let (mut best, mut top, mut next) = (0, score(0), NEVER);
            for l in 1..LABELS {
                let s = score(l);
                if s > top {
                    (best, top, next) = (l, s, top);
                } else {
                    next = next.max(s);
                }
            }
            found(t, best as u8, top.saturating_sub(next));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use isnad_lang::{Pack, PackFile};

    #[test]
    fn gives_the_best_labels_and_their_margin() {
        // feature 1 speaks for the beginning of a person, feature 2 for a word that goes on
        let weights = "@after\t7\t0\t0\t0\t0\t0\t0\t0\n00000001\tPZPPPPP\n00000002\tPPUPPPP\n";
        let packs = isnad_lang::Packs::builtin_files();
        let (_, files) = packs
            .iter()
            .find(|(id, _)| *id == "en")
            .expect("the English pack");
        let mut files = files.to_vec();
        files.push(PackFile {
            name: "names-model.tsv",
            text: weights,
        });
        let pack = Pack::load(&files).expect("a pack");
        let model = &pack.names.model;
        let mut decoder = Decoder::default();
        for features in [[9u32, 9], [1, 9], [2, 9], [9, 9]] {
            decoder.push(model.score(&features));
        }
        let mut found = Vec::new();
        decoder.decode(model, |at, label, margin| found.push((at, label, margin)));
        assert_eq!(found.iter().map(|f| f.1).collect::<Vec<_>>(), [0, 1, 2, 0]);
        // otherwise the person begins a word earlier and goes on with the second word, which is worth 10 less
        assert_eq!(found[1].2, 10);
        // a word that goes on never stands alone
        decoder.clear();
        decoder.push(model.score(&[2]));
        decoder.decode(model, |_, label, _| assert_eq!(label, 0));
    }
}
