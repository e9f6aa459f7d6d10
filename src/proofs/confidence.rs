//! How sure a derived fact is, from how sure the passages are that it rests on.
//!
//! A proof holds if all its passages were read rightly: its confidence is their product, each passage counted
//! once. Proofs from different articles are independent witnesses: the fact fails only if all of them do
//! ("noisy or", Pearl 1988, "Probabilistic Reasoning in Intelligent Systems", 4.3.2). So of all ways to choose
//! proofs that share no article, that counts which makes the fact surest. docs/proofs.md gives the reasons.

use std::collections::BTreeMap;

/// A passage that states a fact.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Passage {
    /// The number of the article.
    pub article: usize,
    /// The bytes of its text.
    pub words: (usize, usize),
    /// From 0 to 1.
    pub confidence: f64,
}

/// What a proof rests on: for each of its facts that passages state, those passages, of which one is enough.
pub type Grounds = Vec<Vec<Passage>>;

/// So many ways to choose passages of one proof are compared; where there are more, only the surest passage that
/// each article has for a fact is looked at, and of the ways that are left as many.
const MOST_CHOICES: usize = 4096;
/// So many choices, the surest ones, are combined.
const MOST_COMBINED: usize = 16;

/// The confidence of a fact that has proofs with these grounds, from 0 to 1; 0 without a proof.
pub fn confidence(proofs: &[Grounds]) -> f64 {
    let mut best: BTreeMap<Vec<usize>, f64> = BTreeMap::new();
    for grounds in proofs {
        let mut choices = Choices {
            chosen: Vec::new(),
            left: MOST_CHOICES,
            best: &mut best,
        };
        let grounds = bounded(grounds);
        choices.extend(&grounds);
    }
    let mut choices: Vec<(Vec<usize>, f64)> = best.into_iter().collect();
    choices.sort_by(|one, other| other.1.total_cmp(&one.1));
    // What needs more articles and is no surer adds nothing.
    let all = choices.clone();
    choices.retain(|(articles, own)| {
        !all.iter().any(|(fewer, other)| {
            fewer != articles && other >= own && fewer.iter().all(|one| articles.contains(one))
        })
    });
    // What shares no article with any other counts in any case.
    let all = choices.clone();
    let shares = |articles: &Vec<usize>| {
        let others = all.iter().filter(|(other, _)| other != articles);
        let mut articles_of_others = others.flat_map(|(other, _)| other);
        articles_of_others.any(|article| articles.contains(article))
    };
    let (mut shared, free): (Vec<_>, Vec<_>) = choices
        .into_iter()
        .partition(|(articles, _)| shares(articles));
    shared.truncate(MOST_COMBINED);
    let doubt: f64 = free.iter().map(|(_, own)| 1.0 - own).product();
    1.0 - doubt * (1.0 - combined(&shared, &mut Vec::new()))
}

/// Grounds with few enough ways to choose.
fn bounded(grounds: &Grounds) -> Grounds {
    let ways = grounds.iter().fold(1_usize, |ways, passages| {
        ways.saturating_mul(passages.len().max(1))
    });
    let mut grounds = grounds.clone();
    for passages in &mut grounds {
        passages.sort_by(|one, other| other.confidence.total_cmp(&one.confidence));
        if ways > MOST_CHOICES {
            let mut articles: Vec<usize> = Vec::new();
            passages.retain(|passage| {
                let is_first = !articles.contains(&passage.article);
                articles.push(passage.article);
                is_first
            });
        }
    }
    grounds
}

/// Tries the passages of one fact after the other.
struct Choices<'b> {
    chosen: Vec<Passage>,
    left: usize,
    /// The surest choice for each set of articles.
    best: &'b mut BTreeMap<Vec<usize>, f64>,
}

impl Choices<'_> {
    fn extend(&mut self, grounds: &[Vec<Passage>]) {
        if self.left == 0 {
            return;
        }
        let Some((passages, rest)) = grounds.split_first() else {
            self.left -= 1;
            return self.note();
        };
        if passages.is_empty() {
            return self.extend(rest);
        }
        for &passage in passages {
            self.chosen.push(passage);
            self.extend(rest);
            self.chosen.pop();
        }
    }

    fn note(&mut self) {
        let mut passages: BTreeMap<(usize, (usize, usize)), f64> = BTreeMap::new();
        for passage in &self.chosen {
            let known = passages
                .entry((passage.article, passage.words))
                .or_insert(1.0);
            *known = known.min(passage.confidence);
        }
        let mut articles: Vec<usize> = passages.keys().map(|(article, _)| *article).collect();
        articles.dedup();
        let all: f64 = passages.values().product();
        let known = self.best.entry(articles).or_insert(0.0);
        *known = known.max(all);
    }
}

/// The confidence that the best of all combinations of choices without a common article gives.
fn combined(choices: &[(Vec<usize>, f64)], used: &mut Vec<usize>) -> f64 {
    let Some(((articles, own), rest)) = choices.split_first() else {
        return 0.0;
    };
    let without = combined(rest, used);
    if articles.iter().any(|article| used.contains(article)) {
        return without;
    }
    let before = used.len();
    used.extend(articles);
    let with = 1.0 - (1.0 - own) * (1.0 - combined(rest, used));
    used.truncate(before);
    with.max(without)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passage(article: usize, words: usize, confidence: f64) -> Passage {
        Passage {
            article,
            words: (words, words + 1),
            confidence,
        }
    }

    fn hundredths(proofs: &[Grounds]) -> f64 {
        (confidence(proofs) * 100.0).round()
    }

    #[test]
    fn a_proof_is_as_sure_as_all_its_passages_together() {
        let grounds = vec![vec![passage(0, 1, 0.9)], vec![passage(0, 2, 0.8)], vec![]];
        assert_eq!(hundredths(&[grounds]), 72.0);
        let again = vec![vec![passage(0, 1, 0.9)], vec![passage(0, 1, 0.8)]];
        assert_eq!(hundredths(&[again]), 80.0);
        assert_eq!(hundredths(&[vec![]]), 100.0);
        assert_eq!(hundredths(&[]), 0.0);
    }

    #[test]
    fn independent_articles_make_a_fact_surer() {
        let one = vec![vec![passage(0, 1, 0.8)]];
        let other = vec![vec![passage(1, 1, 0.5)]];
        let same_article = vec![vec![passage(0, 2, 0.7)]];
        assert_eq!(hundredths(&[one.clone(), other.clone()]), 90.0);
        assert_eq!(hundredths(&[one.clone(), same_article]), 80.0);
        let either = vec![vec![passage(0, 1, 0.8), passage(1, 1, 0.5)]];
        assert_eq!(hundredths(&[either]), 90.0);
    }

    #[test]
    fn a_proof_over_two_articles_does_not_displace_one_of_each() {
        let one = vec![vec![passage(0, 1, 0.6)]];
        let other = vec![vec![passage(1, 1, 0.6)]];
        let both = vec![vec![passage(0, 2, 0.9)], vec![passage(1, 2, 0.8)]];
        assert_eq!(hundredths(&[one, other, both]), 84.0);
    }

    #[test]
    fn it_lies_between_0_and_1_and_grows_with_evidence() {
        let mut random = fastrand::Rng::with_seed(5);
        for _ in 0..500 {
            let mut proofs: Vec<Grounds> = Vec::new();
            for _ in 0..random.usize(1..4) {
                let facts = 0..random.usize(1..4);
                let grounds = facts.map(|_| {
                    let passages = 0..random.usize(1..3);
                    let any = passages
                        .map(|_| passage(random.usize(..4), random.usize(..3), random.f64()));
                    any.collect()
                });
                proofs.push(grounds.collect());
            }
            let before = confidence(&proofs);
            assert!((0.0..=1.0).contains(&before), "{before}: {proofs:?}");
            // Another article states one of the facts, or gives a proof of its own.
            let mut more = proofs.clone();
            let proof = random.usize(..more.len());
            let fact = random.usize(..more[proof].len());
            more[proof][fact].push(passage(9, 0, random.f64()));
            let stated = confidence(&more);
            assert!(stated >= before - 1e-12, "{stated} < {before}: {more:?}");
            more.push(vec![vec![passage(10, 0, random.f64())]]);
            let proved = confidence(&more);
            assert!(proved >= stated - 1e-12, "{proved} < {stated}: {more:?}");
            // A passage that is surer makes nothing less sure.
            let (proof, fact) = (random.usize(..more.len()), 0);
            let place = random.usize(..more[proof][fact].len());
            let surer = &mut more[proof][fact][place].confidence;
            *surer += (1.0 - *surer) * random.f64();
            let read = confidence(&more);
            assert!(read >= proved - 1e-12, "{read} < {proved}: {more:?}");
        }
    }
}
