//! Names and dates as French sentences have them.

/// Bodies whose names begin with these words are feminine.
const FEMININE: &[&str] = &[
    "académie",
    "agence",
    "ambassade",
    "armée",
    "assemblée",
    "banque",
    "chambre",
    "commission",
    "commune",
    "compagnie",
    "cour",
    "délégation",
    "direction",
    "division",
    "école",
    "entreprise",
    "équipe",
    "fédération",
    "fondation",
    "garde",
    "mairie",
    "marine",
    "mission",
    "nation",
    "organisation",
    "police",
    "préfecture",
    "présidence",
    "province",
    "région",
    "société",
    "union",
    "université",
    "ville",
];

/// Countries without an article, or whose gender the end of their name does not tell.
const BARE: &[&str] = &[
    "Cuba",
    "Singapour",
    "Israël",
    "Taïwan",
    "Madagascar",
    "Chypre",
    "Malte",
    "Monaco",
];
const MASCULINE: &[&str] = &["Cambodge", "Mexique", "Mozambique", "Zimbabwe", "Belize"];

/// What a name takes in front.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Article {
    None,
    Le,
    La,
    Elided,
    Les,
}

fn article(name: &str, is_country: bool) -> Article {
    let first = name.split([' ', '\'', '’']).next().unwrap_or_default();
    let initial = first.chars().next().unwrap_or(' ');
    if !is_country && !initial.is_lowercase() {
        return Article::None;
    }
    if is_country && BARE.contains(&name) {
        return Article::None;
    }
    let is_plural = first.ends_with('s') || first.ends_with('x');
    if is_plural
        && first.chars().count() > 4
        && (!is_country || first.ends_with("nis") || first.ends_with("nes"))
    {
        return Article::Les;
    }
    if "aeiouyâàéèêëîïôöùûüœAEIOUÂÀÉÈÊËÎÏÔÖÙÛÜŒ".contains(initial) {
        return Article::Elided;
    }
    let is_feminine = match is_country {
        true => name.ends_with('e') && !MASCULINE.contains(&name),
        false => FEMININE.contains(&first),
    };
    if is_feminine {
        Article::La
    } else {
        Article::Le
    }
}

/// A name with its definite article: `le Laos`, `la police`, `Ana`.
pub(super) fn with_article(name: &str, is_country: bool) -> String {
    match article(name, is_country) {
        Article::None => name.to_owned(),
        Article::Le => format!("le {name}"),
        Article::La => format!("la {name}"),
        Article::Elided => format!("l'{name}"),
        Article::Les => format!("les {name}"),
    }
}

/// A name behind `de`.
pub(super) fn of(name: &str, is_country: bool) -> String {
    let is_vowel = name.starts_with(|c: char| "aeiouyâéèêîôûAEIOUYÂÉÈÊÎÔÛ".contains(c));
    match article(name, is_country) {
        Article::None if is_vowel => format!("d'{name}"),
        Article::None => format!("de {name}"),
        Article::Le => format!("du {name}"),
        Article::La => format!("de la {name}"),
        Article::Elided => format!("de l'{name}"),
        Article::Les => format!("des {name}"),
    }
}

/// A name behind `à`.
pub(super) fn to(name: &str, is_country: bool) -> String {
    match article(name, is_country) {
        Article::None => format!("à {name}"),
        Article::Le => format!("au {name}"),
        Article::La => format!("à la {name}"),
        Article::Elided => format!("à l'{name}"),
        Article::Les => format!("aux {name}"),
    }
}

const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// A date of ISO 8601 in words: `30 juillet 2025`, `juillet 2025`, `2025`; of an interval, both ends.
pub(super) fn date(text: &str) -> Option<String> {
    if let Some((from, to)) = text.split_once('/') {
        return Some(format!("{} et {}", on(from)?, on(to)?));
    }
    let parts: Vec<&str> = text.split('-').collect();
    let numbers: Option<Vec<usize>> = parts.iter().map(|part| part.parse().ok()).collect();
    let month = |number: usize| MONTHS.get(number.checked_sub(1)?);
    match numbers?.as_slice() {
        [_] if text.len() == 4 => Some(text.to_owned()),
        [year, number] => Some(format!("{} {year}", month(*number)?)),
        [year, number, 1] => Some(format!("1er {} {year}", month(*number)?)),
        [year, number, day] => Some(format!("{day} {} {year}", month(*number)?)),
        _ => None,
    }
}

/// A date behind a noun or `entre`: with its article if it is a day.
fn on(text: &str) -> Option<String> {
    let article = if text.len() == 10 { "le " } else { "" };
    Some(format!("{article}{}", date(text)?))
}

/// The days from one date to another.
pub(super) fn between(from: &str, to: &str) -> Option<String> {
    let (start, end) = (date(from)?, date(to)?);
    Some(match from.len() == 10 && to.len() == 10 {
        true => format!("du {start} au {end}"),
        false => format!("de {start} à {end}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_their_articles() {
        assert_eq!(
            with_article("ministère de la Défense (Laos)", false),
            "le ministère de la Défense (Laos)"
        );
        assert_eq!(
            with_article("forces de police (Laos)", false),
            "les forces de police (Laos)"
        );
        assert_eq!(with_article("Tô Lâm", false), "Tô Lâm");
        assert_eq!(of("Laos", true), "du Laos");
        assert_eq!(of("Thaïlande", true), "de la Thaïlande");
        assert_eq!(to("ambassade du Laos", false), "à l'ambassade du Laos");
        assert_eq!(to("Vietnam", true), "au Vietnam");
        assert_eq!(with_article("Cambodge", true), "le Cambodge");
    }

    #[test]
    fn dates_are_words() {
        assert_eq!(date("2025-07-30").as_deref(), Some("30 juillet 2025"));
        assert_eq!(date("2025-07").as_deref(), Some("juillet 2025"));
        assert_eq!(date("2025-08-01").as_deref(), Some("1er août 2025"));
        assert_eq!(
            date("2021-01-01/2026-01-31").as_deref(),
            Some("le 1er janvier 2021 et le 31 janvier 2026")
        );
        assert_eq!(date("bientôt"), None);
    }
}
