//! What stands in order and what does not: one answer for the finding and for the place of what is
//! missing, so that inserting it moves no finding from one section to another.

/// The places of the longest run of rising numbers; of several the one that starts earliest, and goes
/// on earliest, so that what stands late is what stands wrong.
pub fn longest_run(order: &[usize]) -> Vec<usize> {
    let mut lengths = vec![1; order.len()];
    for at in (0..order.len()).rev() {
        let rest = (at + 1..order.len()).filter(|next| order[*next] > order[at]).map(|next| lengths[next]);
        lengths[at] = 1 + rest.max().unwrap_or(0);
    }
    let mut left = lengths.iter().copied().max().unwrap_or(0);
    let mut out: Vec<usize> = Vec::new();
    for at in 0..order.len() {
        if lengths[at] == left && left > 0 && out.last().is_none_or(|last| order[*last] < order[at]) {
            out.push(at);
            left -= 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn of_several_longest_runs_the_earliest() {
        assert_eq!(longest_run(&[]), [0; 0]);
        assert_eq!(longest_run(&[3, 1]), [0]);
        assert_eq!(longest_run(&[5, 1, 2]), [1, 2]);
        assert_eq!(longest_run(&[0, 3, 1, 4, 2]), [0, 1, 3]);
    }

    proptest! {
        #[test]
        fn a_run_rises_and_is_the_longest(order in Just((0..7).collect::<Vec<usize>>()).prop_shuffle()) {
            let run = longest_run(&order);
            prop_assert!(run.is_sorted() && run.iter().map(|at| order[*at]).is_sorted());
            let rises = |set: u32| {
                let kept: Vec<_> = (0..7).filter(|at| set >> at & 1 == 1).map(|at| order[at]).collect();
                kept.is_sorted()
            };
            let most = (0_u32..128).filter(|set| rises(*set)).map(u32::count_ones).max();
            prop_assert_eq!(most, Some(run.len() as u32));
        }
    }

    proptest! {
        /// What is put behind the one before it in the run, or else before the first, makes the run
        /// longer and leaves all others where they were found.
        #[test]
        fn what_is_put_into_the_run_puts_nothing_out_of_it(
            order in Just((0..8).collect::<Vec<usize>>()).prop_shuffle(),
            there in 0..8_usize,
        ) {
            let (order, wanted) = (&order[..there], order[there]);
            let run = longest_run(order);
            let before = run.iter().rev().find(|at| order[**at] < wanted).map(|at| at + 1);
            let at = before.or(run.first().copied()).unwrap_or(0);
            let mut after = order.to_vec();
            after.insert(at, wanted);
            let mut expected: Vec<_> = run.iter().map(|place| order[*place]).chain([wanted]).collect();
            expected.sort_unstable();
            prop_assert_eq!(longest_run(&after).iter().map(|at| after[*at]).collect::<Vec<_>>(), expected);
        }
    }
}
