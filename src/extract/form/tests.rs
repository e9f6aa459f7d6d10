//! Tests that read as the language: a sentence in, its units out.

use std::collections::HashMap;
use std::ops::Range;

use super::Relation;
use crate::extract::language::form;

/// The form of a text, with the words of each chunk and verb.
struct Read {
    facts: Vec<(Relation, Vec<String>)>,
    words: HashMap<String, String>,
}

fn read(text: &str) -> Read {
    let (facts, places) = form(text);
    let mut words = HashMap::new();
    for (relation, args) in &facts {
        if matches!(relation, Relation::Chunk | Relation::Verb) {
            let from: usize = args[2].parse().unwrap();
            let to: usize = args[3].parse().unwrap();
            let span: Range<usize> = places[from].start..places[to - 1].end;
            words.insert(args[0].clone(), text[span].to_owned());
        }
    }
    Read { facts, words }
}

impl Read {
    fn all(&self, relation: Relation) -> impl Iterator<Item = &Vec<String>> {
        let facts = self.facts.iter().filter(move |(of, _)| *of == relation);
        facts.map(|(_, args)| args)
    }

    fn of(&self, relation: Relation, unit: &str) -> Vec<String> {
        let facts = self.all(relation).filter(move |args| args[0] == unit);
        facts.map(|args| args[1].clone()).collect()
    }

    /// Words of the first argument and the second, of all facts of a relation.
    fn pairs(&self, relation: Relation) -> Vec<String> {
        self.all(relation)
            .map(|args| format!("{} | {}", self.told(&args[0]), self.told(&args[1])))
            .collect()
    }

    fn told<'r>(&'r self, place: &'r str) -> &'r str {
        self.words.get(place).map_or(place, String::as_str)
    }
}

/// Each verb: its infinitive and shape.
fn verbs(text: &str) -> Vec<String> {
    let read = read(text);
    read.all(Relation::Verb)
        .map(|args| {
            let lemma = read.of(Relation::Lemma, &args[0]);
            let passive = read.all(Relation::Passive).any(|of| of[0] == args[0]);
            let voice = if passive { " passive" } else { "" };
            format!("{} {}{voice}", lemma.join("/"), args[4])
        })
        .collect()
}

fn subjects(text: &str) -> Vec<String> {
    read(text).pairs(Relation::Subject)
}

fn objects(text: &str) -> Vec<String> {
    read(text).pairs(Relation::Object)
}

/// Each chunk: its prepositions and words.
fn chunks(text: &str) -> Vec<String> {
    let read = read(text);
    read.all(Relation::Chunk)
        .map(|args| {
            let prep = read.of(Relation::Prep, &args[0]).join(" ");
            let words = &read.words[&args[0]];
            format!("{prep} {words}").trim().to_owned()
        })
        .collect()
}

#[test]
fn finite_verbs_are_known_by_what_stands_around_them() {
    assert_eq!(
        verbs("Les liens entre les deux pays constituaient une force et la congestion persistait."),
        ["constituer finite", "persister finite"]
    );
    assert_eq!(
        verbs("Le ministre visite la longue route de Vientiane."),
        ["visiter finite"]
    );
    assert_eq!(verbs("Une longue visite du président du Laos."), [""; 0]);
    assert_eq!(
        verbs("Le secrétaire général et président du Laos."),
        [""; 0]
    );
}

#[test]
fn what_is_to_come_is_modal() {
    assert_eq!(
        verbs(
            "Le ministre devrait être reçu mardi, va effectuer une visite et souhaiterait un accord."
        ),
        [
            "recevoir modal passive",
            "effectuer modal",
            "souhaiter modal"
        ]
    );
    assert_eq!(verbs("Il vient de signer l'accord."), ["signer finite"]);
}

#[test]
fn verbs_that_take_etre_are_active() {
    assert_eq!(
        verbs("Keo Bounma est arrivé à Hanoï, où il a été reçu par le maire."),
        ["arriver finite", "recevoir finite passive"]
    );
    assert_eq!(
        verbs("Keo Bounma, arrivé lundi à Hanoï, a visité le port après avoir signé un accord."),
        ["arriver participle", "visiter finite", "signer infinitive"]
    );
}

#[test]
fn what_is_suffered_may_share_its_auxiliary() {
    assert_eq!(
        verbs("Keo Bounma a rencontré le maire, puis été reçu par la ministre."),
        ["rencontrer finite", "recevoir shared passive"]
    );
}

#[test]
fn a_subject_may_stand_behind_its_verb() {
    assert_eq!(
        subjects("À la cérémonie ont assisté Keo Bounma et le maire de Paris."),
        ["ont assisté | Keo Bounma"]
    );
    assert_eq!(
        subjects("Étaient présents le maire de Paris et des députés."),
        ["Étaient présents | le maire de Paris"]
    );
    let spoken = "« Tout va bien », a lancé Keo Bounma.";
    assert!(subjects(spoken).contains(&"a lancé | Keo Bounma".to_string()));
    assert_eq!(objects(spoken), [""; 0]);
}

#[test]
fn subjects_are_shared_and_taken_up_again() {
    assert_eq!(
        subjects("La délégation a visité le port et s'est rendue à Hanoï."),
        ["a visité | délégation", "s'est rendue | délégation"]
    );
    assert_eq!(
        subjects("Le maire, dont la ville préside le réseau, a signé un accord."),
        ["préside | la ville", "a signé | Le maire"]
    );
}

#[test]
fn participles_say_more_of_the_noun_they_agree_with() {
    let modified = |text: &str| read(text).pairs(Relation::Modifies);
    assert_eq!(
        modified("Il a salué un don de deux millions de dollars destiné à la route."),
        ["destiné | don"]
    );
    assert_eq!(
        modified("Une délégation de l'Assemblée nationale, conduite par Keo Bounma, est arrivée."),
        ["conduite | délégation"]
    );
    assert_eq!(
        modified("Le pont, construit avec l'aide du Japon, relie deux villes."),
        ["construit | pont"]
    );
    assert_eq!(
        modified("Ils ont conclu un accord portant sur la pêche."),
        ["portant | accord"]
    );
}

#[test]
fn chunks_have_their_prepositions() {
    assert_eq!(
        chunks("En marge du sommet, sous la présidence du maire et en présence de Keo Bounma."),
        [
            "en marge",
            "de sommet",
            "sous présidence",
            "de du maire",
            "en présence",
            "de Keo Bounma"
        ]
    );
    assert_eq!(
        chunks("à l'Esplanade de l'Amitié, pour Le Caire, depuis la réunion"),
        ["à Esplanade de l'Amitié", "pour Le Caire", "depuis réunion"]
    );
    assert_eq!(
        chunks("leur dernière rencontre et chaque année 60 stagiaires"),
        ["dernière rencontre", "année", "60 stagiaires"]
    );
}

#[test]
fn nouns_are_told_from_adjectives_before_them() {
    let nouns = |text: &str| {
        let read = read(text);
        read.all(Relation::Noun)
            .map(|args| args[1].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        nouns("de lourdes pertes, les jeunes générations, une frontière fluide"),
        ["pertes", "générations", "frontière"]
    );
}

#[test]
fn unknown_places_are_places_where_only_places_stand() {
    let places = |text: &str| {
        let read = read(text);
        read.all(Relation::Place)
            .map(|args| format!("{} {}", args[1], args[3]))
            .collect::<Vec<_>>()
    };
    assert_eq!(places("Il est à Bac Lieu."), ["Bac Lieu unknown"]);
    assert_eq!(places("la ville de Bac Lieu"), ["Bac Lieu city"]);
    assert_eq!(
        places("la province de Bac Lieu"),
        ["province de Bac Lieu region"]
    );
    assert_eq!(places("la médaille de l'Amitié"), [""; 0]);
}
