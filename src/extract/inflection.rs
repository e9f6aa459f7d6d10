//! French inflection: the forms of verbs in `-er`, of adjectives of countries, of titles.

/// The tense of a form of a verb, as far as the reader of clauses needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tense {
    /// The past participle, in any gender and number.
    Participle,
    /// The present participle.
    Gerund,
    /// A form that has a subject: present, imperfect or simple past, third person.
    Finite,
    /// The subjunctive, third person, where its form is not also another's.
    Subjunctive,
    /// The conditional, third person.
    Conditional,
    /// The simple future, third person.
    Future,
    /// The infinitive.
    Infinitive,
}

/// The regular forms of a verb in `-er`; none for other verbs but the infinitive.
pub fn verb_forms(infinitive: &str) -> Vec<(String, Tense)> {
    let mut forms = vec![(infinitive.to_string(), Tense::Infinitive)];
    let Some(stem) = infinitive.strip_suffix("er") else {
        return forms;
    };
    // `annonçant`, `partageait`: the consonant keeps its sound before a.
    let soft = match stem.strip_suffix('c') {
        Some(start) => format!("{start}ç"),
        None if stem.ends_with('g') => format!("{stem}e"),
        None => stem.to_string(),
    };
    forms.extend(
        participles(&format!("{stem}é"))
            .into_iter()
            .map(|form| (form, Tense::Participle)),
    );
    forms.push((format!("{soft}ant"), Tense::Gerund));
    let finite = [
        (stem, "e"),
        (stem, "ent"),
        (&soft, "a"),
        (&soft, "ait"),
        (&soft, "aient"),
        (stem, "èrent"),
    ];
    forms.extend(["a", "ont"].map(|ending| (format!("{infinitive}{ending}"), Tense::Future)));
    if let Some(open) = opened(stem) {
        forms.extend(["e", "ent"].map(|ending| (format!("{open}{ending}"), Tense::Finite)));
    }
    forms.extend(finite.map(|(stem, ending)| (format!("{stem}{ending}"), Tense::Finite)));
    forms
}

/// The stem before a silent ending, where its last vowel opens there: `coopèr`, `mèn`.
fn opened(stem: &str) -> Option<String> {
    let vowel = stem.rfind(|c: char| "aàâeéèêiîoôuûy".contains(c))?;
    let (start, rest) = stem.split_at(vowel);
    let end = rest
        .strip_prefix('é')
        .or_else(|| rest.strip_prefix('e'))
        .filter(|end| !end.is_empty())?;
    Some(format!("{start}è{end}"))
}

/// A past participle in both genders and numbers.
pub fn participles(masculine: &str) -> Vec<String> {
    let plural = if masculine.ends_with('s') {
        masculine.to_string()
    } else {
        format!("{masculine}s")
    };
    vec![
        masculine.to_string(),
        plural,
        format!("{masculine}e"),
        format!("{masculine}es"),
    ]
}

/// An adjective in both genders and numbers, from its masculine singular.
pub fn adjective_forms(masculine: &str) -> Vec<String> {
    let feminine = if masculine.ends_with("en") || masculine.ends_with("on") {
        format!("{masculine}ne")
    } else if masculine.ends_with('e') {
        masculine.to_string()
    } else {
        format!("{masculine}e")
    };
    let plural = |form: &str| {
        if form.ends_with(['s', 'x']) {
            form.to_string()
        } else {
            format!("{form}s")
        }
    };
    let mut forms = vec![
        masculine.to_string(),
        plural(masculine),
        plural(&feminine),
        feminine,
    ];
    forms.dedup();
    forms
}

/// The plural of a title: its words up to the first preposition.
pub fn title_plural(singular: &str) -> String {
    let mut inside = true;
    let words = singular.split(' ').map(|word| {
        inside &= !matches!(word, "de" | "du" | "des" | "en" | "à" | "au" | "par")
            && !word.starts_with("d'");
        match word {
            _ if !inside || word.ends_with(['s', 'x']) => word.to_string(),
            _ if word.ends_with("al") => format!("{}aux", &word[..word.len() - 2]),
            _ => format!("{word}s"),
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Heads of titles that show the gender of who holds them.
const GENDERED: &[(&str, &str)] = &[
    ("Premier ministre", "Première ministre"),
    ("vice-Premier ministre", "vice-Première ministre"),
    ("ministre délégué", "ministre déléguée"),
    ("président", "présidente"),
    ("vice-président", "vice-présidente"),
    ("directeur", "directrice"),
    ("directeur général", "directrice générale"),
    ("secrétaire général", "secrétaire générale"),
    ("ambassadeur", "ambassadrice"),
    ("chancelier", "chancelière"),
    ("gouverneur", "gouverneure"),
    ("procureur", "procureure"),
    ("conseiller", "conseillère"),
    ("sénateur", "sénatrice"),
    ("député", "députée"),
    ("chef", "cheffe"),
];

/// A title as someone of this gender holds it: `présidente du Sénat` for a woman.
pub fn title_of(words: &str, gender: Option<char>) -> String {
    let turned = |from: &str, to: &str| {
        let rest = words.strip_prefix(from)?;
        (rest.is_empty() || rest.starts_with(' ')).then(|| format!("{to}{rest}"))
    };
    let found = match gender {
        Some('f') => GENDERED
            .iter()
            .filter_map(|(m, f)| Some((m.len(), turned(m, f)?)))
            .max(),
        Some('m') => GENDERED
            .iter()
            .filter_map(|(m, f)| Some((f.len(), turned(f, m)?)))
            .max(),
        _ => None,
    };
    found.map_or_else(|| words.to_string(), |(_, title)| title)
}

/// Whether a small word ends as adjectives do that close the names of bodies and offices.
pub fn ends_like_adjective(word: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "al", "ale", "aux", "ales", "el", "elle", "els", "elles", "ique", "iques", "aire", "aires",
        "if", "ive", "ifs", "ives", "ier", "ière", "iers", "ières", "ain", "aine", "ains", "aines",
        "éen", "éenne", "éennes", "ible", "ibles", "able", "ables", "eux", "euse", "euses",
    ];
    word.chars().count() > 4 && ENDINGS.iter().any(|ending| word.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_in_er_have_regular_forms() {
        let forms = verb_forms("annoncer");
        for form in [
            "annoncé",
            "annoncées",
            "annonçant",
            "annonce",
            "annoncent",
            "annonça",
        ] {
            assert!(forms.iter().any(|(f, _)| f == form), "{form}");
        }
        assert_eq!(verb_forms("dire").len(), 1);
        for (verb, form) in [("coopérer", "coopèrent"), ("mener", "mène")] {
            assert!(verb_forms(verb).iter().any(|(f, _)| f == form), "{form}");
        }
    }

    #[test]
    fn adjectives_and_titles_agree() {
        assert!(adjective_forms("vietnamien").contains(&"vietnamiennes".to_string()));
        assert!(adjective_forms("français").contains(&"françaises".to_string()));
        assert!(adjective_forms("lao").contains(&"laos".to_string()));
        assert_eq!(title_plural("secrétaire général"), "secrétaires généraux");
        assert_eq!(
            title_of("directeur général de l'OMS", Some('f')),
            "directrice générale de l'OMS"
        );
        assert_eq!(title_of("Première ministre", Some('m')), "Premier ministre");
        assert_eq!(
            title_plural("chef d'état-major adjoint"),
            "chefs d'état-major adjoint"
        );
    }
}
