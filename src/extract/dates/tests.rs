//! What dates in articles mean.

use super::super::language::{lexicon, sentence};
use super::*;

fn days(published: Option<&str>, text: &str) -> Vec<String> {
    let mut calendar = Calendar::new(published);
    let sentence = sentence(text);
    let written = all_written(&sentence, lexicon());
    let dates = calendar.dates(&sentence, &written, lexicon());
    dates
        .into_iter()
        .map(|date| format!("{} {}", date.days.0, date.days.1))
        .collect()
}

#[test]
fn days_months_and_years_are_written_in_many_ways() {
    for (text, expected) in [
        ("mardi 8 octobre 2024", "2024-10-08 2024-10-08"),
        ("du 30 juillet au 1er août 2025", "2025-07-30 2025-08-01"),
        ("les 9 et 10 septembre", "2025-09-09 2025-09-10"),
        ("du 28 décembre au 2 janvier", "2025-12-28 2026-01-02"),
        ("en décembre dernier", "2024-12 2024-12"),
        ("au premier trimestre 2026", "2026-01 2026-03"),
        ("en 2026", "2026 2026"),
        ("BRUXELLES 18/05 (BELGA)", "2025-05-18 2025-05-18"),
        ("CHISINAU 5/06/2024 16:48 (BELGA)", "2024-06-05 2024-06-05"),
        ("mercredi, 12 mars, 2025 à 18:05", "2025-03-12 2025-03-12"),
    ] {
        assert_eq!(days(Some("2025-06"), text), [expected], "{text}");
    }
}

#[test]
fn figures_without_a_year_are_days_before_an_agency_alone() {
    for text in ["une note de 18/05 (soit trop)", "18/05", "18/25 (BELGA)"] {
        assert_eq!(days(Some("2025-06"), text), [""; 0], "{text}");
    }
}

#[test]
fn days_are_counted_from_the_one_spoken_of() {
    let text = "Mardi 8 octobre 2024, la veille, jeudi, le même jour";
    assert_eq!(
        days(None, text),
        [
            "2024-10-08 2024-10-08",
            "2024-10-07 2024-10-07",
            "2024-10-10 2024-10-10",
            "2024-10-10 2024-10-10"
        ]
    );
}

#[test]
fn the_verb_of_a_day_need_not_stand_beside_it() {
    for (text, expected) in [
        (
            "Lors d'une rencontre mardi à Lima, le ministre a félicité le maire.",
            "2026-03-10",
        ),
        (
            "Le ministre avait pris part en juin à une conférence.",
            "2025-06",
        ),
        ("Le poste sera par ailleurs inauguré lundi.", "2026-03-16"),
        ("Le poste a par ailleurs été inauguré lundi.", "2026-03-09"),
        (
            "Ils ont visité le port et signé dimanche un accord.",
            "2026-03-08",
        ),
    ] {
        let expected = format!("{expected} {expected}");
        assert_eq!(days(Some("2026-03-14"), text), [expected], "{text}");
    }
}

#[test]
fn the_day_of_a_report_is_not_the_one_spoken_of() {
    let text = "Il a reçu dimanche son homologue, a indiqué lundi le ministère. La veille, il a visité \
                l'école.";
    assert_eq!(
        days(Some("2026-02-16"), text),
        [
            "2026-02-15 2026-02-15",
            "2026-02-16 2026-02-16",
            "2026-02-14 2026-02-14"
        ]
    );
}

#[test]
fn a_day_of_what_had_been_done_before_is_not_the_one_spoken_of() {
    let text = "Il a reçu lundi son homologue. Jeudi dernier, il avait visité l'école. Dans la soirée, il a parlé.";
    assert_eq!(
        days(Some("2026-02-16"), text),
        [
            "2026-02-16 2026-02-16",
            "2026-02-12 2026-02-12",
            "2026-02-16 2026-02-16"
        ]
    );
}

#[test]
fn since_when_something_lasts_is_not_the_day_spoken_of() {
    let text = "Il a reçu jeudi son homologue, qui visite le pays depuis mardi. La veille, il s'était rendu à Blida.";
    assert_eq!(
        days(Some("2025-04-17"), text),
        [
            "2025-04-17 2025-04-17",
            "2025-04-15 2025-04-15",
            "2025-04-16 2025-04-16"
        ]
    );
}

#[test]
fn the_verb_tells_the_year_of_a_day_far_off() {
    for (text, expected) in [
        (
            "le sommet tenu le 10 octobre à Paris",
            "2025-10-10 2025-10-10",
        ),
        (
            "Le sommet se tiendra le 10 octobre",
            "2026-10-10 2026-10-10",
        ),
        (
            "Le sommet se tiendra le 10 janvier",
            "2027-01-10 2027-01-10",
        ),
        (
            "Ils ont signé un accord le 10 janvier",
            "2026-01-10 2026-01-10",
        ),
    ] {
        assert_eq!(days(Some("2026-03-14"), text), [expected], "{text}");
    }
}

#[test]
fn a_january_article_looks_back_to_december() {
    assert_eq!(
        days(Some("2025-01"), "le 20 décembre"),
        ["2024-12-20 2024-12-20"]
    );
    assert_eq!(
        days(Some("2024-12"), "le 5 janvier"),
        ["2025-01-05 2025-01-05"]
    );
}

#[test]
fn what_the_article_does_not_tell_is_left_open() {
    for (text, day) in [
        ("jeudi", "????-??-?? ????-??-??"),
        ("en mai", "????-05 ????-05"),
        ("les 22 et 23 février", "????-02-22 ????-02-23"),
        ("hier lundi 9 mars 2026", "2026-03-09 2026-03-09"),
    ] {
        assert_eq!(days(None, text), [day], "{text}");
    }
}

#[test]
fn what_is_no_date_gives_none() {
    for text in [
        "le 31 février 2025",
        "le 31 février",
        "12 ministres",
        "du 9 au 3 mai 2025",
        "",
    ] {
        assert_eq!(days(None, text), [""; 0], "{text}");
    }
}
