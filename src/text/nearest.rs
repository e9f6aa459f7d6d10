//! The known name that a misspelt one most likely stands for.

use super::fold;

/// The candidate nearest to `name`, if one is near enough to be meant.
///
/// Accents and case cost nothing; otherwise a third of the letters may differ (Damerau-Levenshtein), or
/// the name may be the beginning or a word of the candidate. Ties go to the first candidate.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = fold(name);
    let allowed = (wanted.chars().count() + 1) / 3;
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let folded = fold(candidate);
        let distance = if folded == wanted {
            0
        } else if wanted.len() >= 3 && is_part(&folded, &wanted) {
            1
        } else if folded.len().abs_diff(wanted.len()) > 4 * allowed {
            continue;
        } else {
            strsim::damerau_levenshtein(&wanted, &folded)
        };
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Whether `part` begins `whole` or one of its words.
fn is_part(whole: &str, part: &str) -> bool {
    whole.match_indices(part).any(|(at, _)| {
        at == 0
            || whole[..at]
                .chars()
                .next_back()
                .is_some_and(|c| !c.is_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_typo_finds_its_name() {
        let known = ["co_present", "cooperates", "Vilay Lakhamphong", "Tô Lâm"];
        assert_eq!(nearest("co_presnet", known), Some("co_present"));
        assert_eq!(nearest("coperates", known), Some("cooperates"));
        assert_eq!(nearest("to lam", known), Some("Tô Lâm"));
        assert_eq!(nearest("Vilay", known), Some("Vilay Lakhamphong"));
        assert_eq!(nearest("zebra", known), None);
        assert_eq!(nearest("", known), None);
    }
}
