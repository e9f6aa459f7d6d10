//! The known names that somebody may mean who types only a part of one, or misspells it.

use super::fold;

/// How much two names are alike; the least is the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    /// Only accents, case and signs differ.
    Same,
    /// Each typed word is one of the name's, in whatever order.
    Words,
    /// Each typed word begins one of the name's.
    Beginnings,
    /// So many letters differ (Damerau-Levenshtein): in all, or within the words that are alike.
    Letters(usize),
}

/// The names that are most like `typed`, and equally so, in their order.
///
/// Accents, case and the order of words cost nothing; then come names that have all the typed words, or words
/// that begin with them, then those in which the fewest letters differ: of all letters, or of those words, a
/// third at most.
pub fn alike<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let wanted = fold(typed);
    let words = words(&wanted);
    let mut best: Option<Likeness> = None;
    let mut found = Vec::new();
    for name in names {
        let Some(likeness) = likeness(&wanted, &words, &fold(name)) else {
            continue;
        };
        if best.is_none_or(|best| likeness < best) {
            best = Some(likeness);
            found.clear();
        }
        if best == Some(likeness) {
            found.push(name);
        }
    }
    found
}

fn words(folded: &str) -> Vec<&str> {
    let words = folded.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty()).collect()
}

/// How many of so many letters may differ.
fn allowed(letters: usize) -> usize {
    (letters + 1) / 3
}

fn likeness(wanted: &str, words_wanted: &[&str], name: &str) -> Option<Likeness> {
    let letters = wanted.chars().count();
    if wanted == name || (letters > 0 && words_wanted == words(name).as_slice()) {
        return Some(Likeness::Same);
    }
    let of_name = words(name);
    // A letter or two begin too many names.
    if words_wanted.is_empty() || letters < 3 {
        return None;
    }
    let all = |fits: &dyn Fn(&str, &str) -> bool| {
        let has = |word: &&str| of_name.iter().any(|other| fits(word, other));
        words_wanted.iter().all(has)
    };
    if all(&|word, other| word == other) {
        return Some(Likeness::Words);
    }
    if all(&|word, other| other.starts_with(word)) {
        return Some(Likeness::Beginnings);
    }
    let in_all = match name.len().abs_diff(wanted.len()) > 4 * allowed(letters) {
        true => None,
        false => Some(strsim::damerau_levenshtein(wanted, name)),
    };
    let in_all = in_all.filter(|differ| *differ <= allowed(letters));
    let in_words = words_wanted
        .iter()
        .map(|word| nearest_word(word, &of_name))
        .sum::<Option<usize>>();
    let differ = in_all.into_iter().chain(in_words).min()?;
    Some(Likeness::Letters(differ))
}

/// In how many letters a word differs from the nearest of others, if that is few.
fn nearest_word(word: &str, others: &[&str]) -> Option<usize> {
    let letters = word.chars().count();
    let distances = others
        .iter()
        .map(|other| strsim::damerau_levenshtein(word, other));
    // Short words are like too many others.
    let most = if letters < 4 { 0 } else { allowed(letters) };
    distances.min().filter(|distance| *distance <= most)
}

#[cfg(test)]
mod tests {
    use super::alike;

    const KNOWN: [&str; 6] = [
        "Lam B",
        "Tô Lâm",
        "Vilay Lakhamphong",
        "Vilay Exemplaire",
        "vice-Premier ministre",
        "Đỗ Hùng",
    ];

    #[test]
    fn parts_of_names_find_all_that_have_them() {
        assert_eq!(
            alike("Vilay", KNOWN),
            ["Vilay Lakhamphong", "Vilay Exemplaire"]
        );
        assert_eq!(alike("lakham", KNOWN), ["Vilay Lakhamphong"]);
        assert_eq!(alike("Lam", KNOWN), ["Lam B", "Tô Lâm"]);
        assert_eq!(alike("premier ministre", KNOWN), ["vice-Premier ministre"]);
    }

    #[test]
    fn accents_case_and_the_order_of_words_cost_nothing() {
        assert_eq!(alike("to lam", KNOWN), ["Tô Lâm"]);
        assert_eq!(alike("LAM TO", KNOWN), ["Tô Lâm"]);
        assert_eq!(alike("Do Hung", KNOWN), ["Đỗ Hùng"]);
        assert_eq!(
            alike("vice premier ministre", KNOWN),
            ["vice-Premier ministre"]
        );
    }

    #[test]
    fn some_letters_may_differ() {
        assert_eq!(alike("Vilay Lakamphong", KNOWN), ["Vilay Lakhamphong"]);
        assert_eq!(
            alike("Vilai", KNOWN),
            ["Vilay Lakhamphong", "Vilay Exemplaire"]
        );
        assert_eq!(alike("Exemplare", KNOWN), ["Vilay Exemplaire"]);
        assert_eq!(alike("Lakhampong Vilay", KNOWN), ["Vilay Lakhamphong"]);
    }

    #[test]
    fn what_is_like_nothing_finds_nothing() {
        for typed in ["", "V", "zebra", "--", "Vilay Zebra"] {
            assert_eq!(alike(typed, KNOWN), [""; 0], "{typed}");
        }
    }
}
