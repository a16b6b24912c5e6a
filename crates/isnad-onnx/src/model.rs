//! Running a model.

use crate::{Files, Labels, Unusable, WordPiece, config};
use isnad_analyze::{Classifier, Heard, Label};
use std::{
    collections::BTreeMap,
    io::Cursor,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, PoisonError},
};
use tract_onnx::prelude::*;

const FILE: &str = "model.onnx";

/// Lengths for which a model is prepared, in pieces: a sentence gets the next one.
const LENGTHS: [usize; 5] = [16, 32, 64, 128, 256];

/// A model for one length.
type Plan = Arc<TypedRunnableModel>;

/// The inputs that such models have.
const INPUTS: [&str; 3] = ["input_ids", "attention_mask", "token_type_ids"];

/// A classifier that can be asked.
pub struct Model {
    pieces: WordPiece,
    labels: Labels,
    /// The model as it was read, and which of [`INPUTS`] it takes, in its order.
    read: InferenceModel,
    inputs: Vec<usize>,
    /// Lengths that are allowed.
    lengths: Vec<usize>,
    plans: Mutex<BTreeMap<usize, Plan>>,
}

impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Model")
            .field("pieces", &self.pieces.len())
            .field("labels", &self.labels)
            .finish_non_exhaustive()
    }
}

impl Model {
    /// Reads a classifier and tries it once. `longest`: most pieces of a sentence, the two special ones included; what is longer is cut
    /// and its rest is heard as outside of names.
    ///
    /// # Errors
    /// A file cannot be read, or the model does not take and give what it should. Never panics, whatever the bytes are.
    pub fn new(files: &Files, longest: Option<usize>) -> Result<Self, Unusable> {
        let (labels, own) = config::read(files)?;
        let pieces = WordPiece::new(files)?;
        let read = guarded(|| onnx().model_for_read(&mut Cursor::new(&files.model)))
            .map_err(|e| Unusable::new(FILE, e))?;
        // the same words must give the same labels
        let draws = |name: &str| {
            ["Random", "Multinomial", "Bernoulli"]
                .iter()
                .any(|d| name.contains(d))
        };
        if let Some(node) = read.nodes().iter().find(|n| draws(&n.op.name())) {
            let what = format!("it draws random numbers ({})", node.op.name());
            return Err(Unusable::new(FILE, what));
        }
        let mut inputs = Vec::new();
        let outlets = guarded(|| Ok(read.input_outlets()?.to_vec())).map_err(|e| Unusable::new(FILE, e))?;
        for outlet in outlets {
            let name = read.nodes().get(outlet.node).map_or("", |n| n.name.as_str());
            let Some(known) = INPUTS.iter().position(|i| *i == name) else {
                let what = format!("expected the inputs {}, found {name:?}", INPUTS.join(", "));
                return Err(Unusable::new(FILE, what));
            };
            inputs.push(known);
        }
        if !inputs.contains(&0) {
            return Err(Unusable::new(FILE, "no input input_ids"));
        }
        let most = longest
            .unwrap_or(usize::MAX)
            .min(own.0.unwrap_or(usize::MAX))
            .max(3);
        let mut lengths: Vec<usize> = LENGTHS.iter().copied().filter(|l| *l < most).collect();
        lengths.push(most.min(LENGTHS[LENGTHS.len() - 1]));
        lengths.dedup();
        let model = Self {
            pieces,
            labels,
            read,
            inputs,
            lengths,
            plans: Mutex::default(),
        };
        model.run(&[model.pieces.first, model.pieces.last])?;
        Ok(model)
    }

    /// The model prepared for a length.
    fn plan(&self, length: usize) -> Result<Plan, Unusable> {
        let mut plans = self.plans.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(plan) = plans.get(&length) {
            return Ok(plan.clone());
        }
        let made = guarded(|| {
            let mut model = self.read.clone();
            for at in 0..self.inputs.len() {
                let fact = InferenceFact::dt_shape(i64::datum_type(), tvec![1, length]);
                model.set_input_fact(at, fact)?;
            }
            model.into_optimized()?.into_runnable()
        });
        let plan: Plan = made.map_err(|e| Unusable::new(FILE, e))?;
        plans.insert(length, plan.clone());
        Ok(plan)
    }

    /// The probabilities of the labels of each piece.
    fn run(&self, ids: &[i64]) -> Result<Vec<Vec<f32>>, Unusable> {
        let length = self.lengths.iter().copied().find(|l| *l >= ids.len());
        let length = length.unwrap_or(ids.len());
        let plan = self.plan(length)?;
        let fill = |values: &mut dyn Iterator<Item = i64>, rest: i64| -> TractResult<TValue> {
            let all: Vec<i64> = values.chain(std::iter::repeat(rest)).take(length).collect();
            Ok(Tensor::from_shape(&[1, length], &all)?.into())
        };
        let output = guarded(|| {
            let mut inputs = TVec::new();
            for input in &self.inputs {
                inputs.push(match input {
                    0 => fill(&mut ids.iter().copied(), self.pieces.filler)?,
                    1 => fill(&mut ids.iter().map(|_| 1), 0)?,
                    _ => fill(&mut std::iter::empty(), 0)?,
                });
            }
            let outputs = plan.run(inputs)?;
            let first = outputs
                .first()
                .map(|o| o.cast_to::<f32>().map(|t| t.into_owned()));
            first.transpose()
        })
        .map_err(|e| Unusable::new(FILE, e))?
        .ok_or_else(|| Unusable::new(FILE, "it has no output"))?;
        let wanted = [1, length, self.labels.0.len()];
        if output.shape() != wanted {
            let what = format!(
                "expected an output of shape {wanted:?} (labels of config.json), found {:?}",
                output.shape()
            );
            return Err(Unusable::new(FILE, what));
        }
        let view = guarded(|| {
            Ok(output
                .to_plain_array_view::<f32>()?
                .iter()
                .copied()
                .collect::<Vec<f32>>())
        })
        .map_err(|e| Unusable::new(FILE, e))?;
        Ok(view
            .chunks(self.labels.0.len())
            .take(ids.len())
            .map(softmax)
            .collect())
    }
}

/// Numbers of any size as probabilities.
fn softmax(row: &[f32]) -> Vec<f32> {
    let most = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let powers: Vec<f32> = row.iter().map(|x| (x - most).exp()).collect();
    let all: f32 = powers.iter().sum();
    powers.iter().map(|x| x / all).collect()
}

/// Calls tract, which may panic on models that are not what they say.
fn guarded<T>(call: impl FnOnce() -> TractResult<T>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(format!("{error:#}")),
        Err(_) => Err("it cannot be run".to_owned()),
    }
}

impl Classifier for Model {
    fn label(&self, words: &[&str]) -> Vec<Heard> {
        let room = self.lengths.last().copied().unwrap_or(0);
        let mut ids = vec![self.pieces.first];
        // where each word begins
        let mut starts = Vec::with_capacity(words.len());
        for word in words {
            let pieces = self.pieces.word(word);
            if ids.len() + pieces.len() + 1 > room {
                break;
            }
            starts.push(ids.len());
            ids.extend(pieces);
        }
        ids.push(self.pieces.last);
        // a model that ran once runs again; should it not, nothing is heard
        let Ok(rows) = self.run(&ids) else {
            return Vec::new();
        };
        starts
            .into_iter()
            .map(|at| {
                rows.get(at)
                    .map_or_else(Heard::default, |row| heard(row, &self.labels))
            })
            .collect()
    }
}

/// The best label of a word, which is that of its first piece.
fn heard(row: &[f32], labels: &Labels) -> Heard {
    // a model that gives no numbers says nothing
    if row.iter().any(|p| !p.is_finite()) {
        return Heard::default();
    }
    let mut best: Option<(f32, Label)> = None;
    let mut next = 0.0f32;
    for (&p, &label) in row.iter().zip(&labels.0) {
        match best {
            Some((top, _)) if p <= top || p.is_nan() => next = next.max(p),
            _ => {
                next = best.map_or(0.0, |b| b.0);
                best = Some((p, label));
            }
        }
    }
    best.map_or_else(Heard::default, |(top, label)| Heard {
        label,
        margin: top - next,
    })
}
