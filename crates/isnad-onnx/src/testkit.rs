//! Tiny models for tests: a table from pieces to labels, written as ONNX without any library.

use crate::Files;

/// A protocol buffer as it grows: <https://protobuf.dev/programming-guides/encoding/>.
#[derive(Default)]
struct Buffer(Vec<u8>);

impl Buffer {
    fn varint(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.0.push((value as u8 & 0x7f) | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }

    fn number(mut self, field: u64, value: u64) -> Self {
        self.varint(field << 3);
        self.varint(value);
        self
    }

    fn bytes(mut self, field: u64, bytes: &[u8]) -> Self {
        self.varint(field << 3 | 2);
        self.varint(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
        self
    }

    fn text(self, field: u64, text: &str) -> Self {
        self.bytes(field, text.as_bytes())
    }

    fn part(self, field: u64, part: Self) -> Self {
        self.bytes(field, &part.0)
    }
}

/// A value of the graph: its name, type and shape (`None`: the length of the sentence).
fn value(name: &str, kind: u64, shape: &[Option<u64>]) -> Buffer {
    let dims = shape.iter().fold(Buffer::default(), |all, dim| {
        let dim = match dim {
            Some(n) => Buffer::default().number(1, *n),
            None => Buffer::default().text(2, "length"),
        };
        all.part(1, dim)
    });
    let tensor = Buffer::default().number(1, kind).part(2, dims);
    Buffer::default()
        .text(1, name)
        .part(2, Buffer::default().part(1, tensor))
}

/// A model with the inputs named that looks up, for every piece, the row of a table: `rows[piece][label]`.
pub fn table(inputs: &[&str], rows: &[Vec<f32>]) -> Vec<u8> {
    const FLOAT: u64 = 1;
    const INT64: u64 = 7;
    let width = rows.first().map_or(0, Vec::len) as u64;
    let data: Vec<u8> = rows.iter().flatten().flat_map(|x| x.to_le_bytes()).collect();
    let weights = Buffer::default()
        .number(1, rows.len() as u64)
        .number(1, width)
        .number(2, FLOAT)
        .text(8, "table")
        .bytes(9, &data);
    let gather = Buffer::default()
        .text(1, "table")
        .text(1, "input_ids")
        .text(2, "logits")
        .text(3, "look")
        .text(4, "Gather");
    let mut graph = Buffer::default().part(1, gather).text(2, "tiny").part(5, weights);
    for name in inputs {
        graph = graph.part(11, value(name, INT64, &[Some(1), None]));
    }
    graph = graph.part(12, value("logits", FLOAT, &[Some(1), None, Some(width)]));
    Buffer::default()
        .number(1, 8)
        .part(7, graph)
        .part(8, Buffer::default().text(1, "").number(2, 13))
        .0
}

/// A model that draws its output.
pub fn drawn() -> Vec<u8> {
    const FLOAT: u64 = 1;
    const INT64: u64 = 7;
    // an attribute of one whole number, or of a list of them
    let shape = Buffer::default()
        .text(1, "shape")
        .number(8, 1)
        .number(8, 4)
        .number(8, 2)
        .number(20, 7);
    let draw = Buffer::default()
        .text(2, "logits")
        .text(3, "draw")
        .text(4, "RandomNormal")
        .part(5, shape);
    let graph = Buffer::default()
        .part(1, draw)
        .text(2, "drawn")
        .part(11, value("input_ids", INT64, &[Some(1), None]))
        .part(12, value("logits", FLOAT, &[Some(1), None, Some(2)]));
    Buffer::default()
        .number(1, 8)
        .part(7, graph)
        .part(8, Buffer::default().text(1, "").number(2, 13))
        .0
}

/// A classifier that knows these words, each with the name of its label; all else is outside of names.
pub fn classifier(words: &[(&str, &str)]) -> Files {
    let mut labels = vec!["O".to_owned()];
    let mut vocab = vec!["[PAD]", "[UNK]", "[CLS]", "[SEP]"];
    let mut of = vec![0; vocab.len()];
    for (word, label) in words {
        vocab.push(word);
        let known = labels.iter().position(|l| l == label);
        of.push(known.unwrap_or_else(|| {
            labels.push((*label).to_owned());
            labels.len() - 1
        }));
    }
    let row = |label: usize| {
        (0..labels.len())
            .map(|l| if l == label { 9.0 } else { 0.0 })
            .collect()
    };
    let rows: Vec<Vec<f32>> = of.into_iter().map(row).collect();
    let names: Vec<String> = labels
        .iter()
        .enumerate()
        .map(|(n, l)| format!("\"{n}\": \"{l}\""))
        .collect();
    Files {
        model: table(&["input_ids", "attention_mask"], &rows),
        vocab: vocab.join("\n").into_bytes(),
        config: format!(
            "{{\"id2label\": {{{}}}, \"max_position_embeddings\": 64}}",
            names.join(", ")
        )
        .into_bytes(),
        tokenizer: None,
    }
}
