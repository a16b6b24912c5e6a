//! Spans of words made fit for nested elements.

use isnad_model::Span;

/// Spans of which any two are apart or one inside the other, outer ones first, in the order of the text.
///
/// Elements of a page nest; cited words may cross. Of two spans that cross, the first is widened to hold both, so that every
/// cited span lies inside one mark that begins no later and ends no earlier, and a link to it shows all its words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    /// The marks.
    pub(crate) spans: Vec<Span>,
    /// Every cited span with the number of its mark, sorted.
    of: Vec<(Span, usize)>,
}

impl Marks {
    /// Marks for these spans, in any order.
    pub(crate) fn new(mut cited: Vec<Span>) -> Self {
        cited.sort_by_key(|s| (s.start, std::cmp::Reverse(s.end)));
        cited.dedup();
        let mut marks = Self::default();
        let mut open: Vec<usize> = Vec::new();
        for span in cited {
            let end_of = |marks: &Self, at: usize| marks.spans.get(at).map_or(0, |m| m.end);
            while open.last().is_some_and(|&at| end_of(&marks, at) <= span.start) {
                open.pop();
            }
            let crossed = open.last().copied().filter(|&at| end_of(&marks, at) < span.end);
            let at = crossed.unwrap_or(marks.spans.len());
            if crossed.is_none() {
                marks.spans.push(span);
                open.push(at);
            }
            for &outer in open.iter().rev() {
                if let Some(mark) = marks.spans.get_mut(outer) {
                    mark.end = mark.end.max(span.end);
                }
            }
            marks.of.push((span, at));
        }
        marks.of.sort_unstable_by_key(|(s, _)| (s.start, s.end));
        marks
    }

    /// The number of the mark that holds a cited span.
    pub(crate) fn of(&self, cited: Span) -> Option<usize> {
        let at = self
            .of
            .binary_search_by_key(&(cited.start, cited.end), |(s, _)| (s.start, s.end))
            .ok()?;
        self.of.get(at).map(|(_, mark)| *mark)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn marks(cited: &[(usize, usize)]) -> Vec<(usize, usize)> {
        let marks = Marks::new(cited.iter().map(|&(a, b)| Span::new(a, b)).collect());
        marks.spans.iter().map(|s| (s.start, s.end)).collect()
    }

    #[test]
    fn spans_apart_and_nested_stay_and_crossing_ones_become_one() {
        assert_eq!(marks(&[(5, 9), (0, 4), (4, 5)]), [(0, 4), (4, 5), (5, 9)]);
        assert_eq!(marks(&[(2, 4), (0, 9), (0, 3)]), [(0, 9), (0, 4)]);
        assert_eq!(
            marks(&[(0, 5), (3, 9), (3, 4), (9, 12)]),
            [(0, 9), (3, 4), (9, 12)]
        );
    }

    proptest! {
        #[test]
        fn every_cited_span_lies_in_its_mark_and_marks_nest(cited in prop::collection::vec((0_usize..40, 1_usize..12), 0..20)) {
            let cited: Vec<Span> = cited.into_iter().map(|(a, n)| Span::new(a, a + n)).collect();
            let marks = Marks::new(cited.clone());
            for span in cited {
                let mark = marks.spans[marks.of(span).unwrap()];
                prop_assert!(mark.contains(span));
            }
            for (n, a) in marks.spans.iter().enumerate() {
                for b in &marks.spans[n + 1..] {
                    prop_assert!(a.contains(*b) || !a.overlaps(*b), "{:?}", marks.spans);
                }
            }
        }
    }
}
