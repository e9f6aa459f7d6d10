//! The French dictionary that is built in: what words may be, by their endings. See
//! `facts/lexicon/french/README.md`.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::inflection::Tense;

/// What a word may be.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// As a form of a verb.
    pub verbs: Vec<Form>,
    /// As a noun.
    pub nouns: Vec<Agreement>,
    /// As an adjective.
    pub adjectives: Vec<Agreement>,
}

/// A form of a verb.
#[derive(Clone, Debug)]
pub struct Form {
    pub infinitive: String,
    pub tense: Tense,
    /// Gender and number of a participle, number of a form of the third person.
    pub agreement: Agreement,
    /// Whether the verb is conjugated with `être` alone.
    pub being: bool,
}

/// What a word agrees in, as far as its form shows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Agreement {
    /// `m` or `f`.
    pub gender: Option<char>,
    pub plural: Option<bool>,
}

impl Known {
    /// Whether the word may be such a form of a verb.
    pub fn is_tense(&self, tense: Tense) -> bool {
        self.verbs.iter().any(|form| form.tense == tense)
    }

    /// Whether the word is in the dictionary.
    pub fn is_word(&self) -> bool {
        !self.verbs.is_empty() || self.is_name()
    }

    /// Whether the word may be anything but a verb.
    pub fn is_name(&self) -> bool {
        !self.nouns.is_empty() || !self.adjectives.is_empty()
    }
}

#[derive(Clone, Copy, Debug)]
enum Reading {
    Verb(Tense),
    Noun,
    Adjective,
}

/// Endings that words take together.
#[derive(Debug)]
struct Table {
    /// By ending, in order.
    endings: Vec<(&'static str, Vec<(Reading, Agreement)>)>,
    infinitive: &'static str,
    being: bool,
}

struct Dictionary {
    tables: Vec<Table>,
    /// The tables of each stem: the first, and more if it has any.
    stems: FxHashMap<&'static str, (u16, Vec<u16>)>,
    /// The length of the longest ending, in bytes.
    longest: usize,
}

const WORDS: &str = include_str!("../../facts/lexicon/french/words.txt");

fn dictionary() -> &'static Dictionary {
    static DICTIONARY: OnceLock<Dictionary> = OnceLock::new();
    DICTIONARY.get_or_init(|| Dictionary::read(WORDS))
}

/// All that a word in small letters may be.
pub fn look_up(word: &str) -> Known {
    let mut known = dictionary().known(word);
    // `déposant` is no form of `déposer` there.
    let stem = word
        .strip_suffix("ant")
        .filter(|_| !known.is_tense(Tense::Gerund));
    if let Some(stem) = stem {
        let verb = format!("{stem}er");
        let forms = dictionary().known(&verb).verbs.into_iter();
        known.verbs.extend(
            forms
                .filter(|form| form.tense == Tense::Infinitive && form.infinitive == verb)
                .map(|form| Form {
                    tense: Tense::Gerund,
                    ..form
                }),
        );
    }
    known
}

impl Dictionary {
    fn known(&self, word: &str) -> Known {
        let mut known = Known::default();
        let shortest = word.len().saturating_sub(self.longest);
        for at in (shortest..=word.len()).filter(|&at| word.is_char_boundary(at)) {
            let (stem, ending) = word.split_at(at);
            let Some((first, more)) = self.stems.get(stem) else {
                continue;
            };
            for &number in std::iter::once(first).chain(more) {
                let table = &self.tables[usize::from(number)];
                let place = table.endings.binary_search_by(|(e, _)| (*e).cmp(ending));
                let readings = place.map_or(&[][..], |place| &table.endings[place].1);
                for &(reading, agreement) in readings {
                    match reading {
                        Reading::Noun => known.nouns.push(agreement),
                        Reading::Adjective => known.adjectives.push(agreement),
                        Reading::Verb(tense) => known.verbs.push(Form {
                            infinitive: format!("{stem}{}", table.infinitive),
                            tense,
                            agreement,
                            being: table.being,
                        }),
                    }
                }
            }
        }
        known
    }

    fn read(words: &'static str) -> Dictionary {
        let mut dictionary = Dictionary {
            tables: Vec::new(),
            stems: FxHashMap::default(),
            longest: 0,
        };
        dictionary.stems.reserve(80_000);
        let mut lines = words.lines();
        while let (Some(endings), Some(stems)) = (lines.next(), lines.next()) {
            let number = dictionary.tables.len() as u16;
            let table = Table::read(endings);
            let longest = table.endings.iter().map(|(ending, _)| ending.len()).max();
            dictionary.longest = dictionary.longest.max(longest.unwrap_or(0));
            dictionary.tables.push(table);
            for stem in stems.split(' ') {
                let stem = if stem == "-" { "" } else { stem };
                dictionary
                    .stems
                    .entry(stem)
                    .and_modify(|(_, more)| more.push(number))
                    .or_insert((number, Vec::new()));
            }
        }
        dictionary
    }
}

impl Table {
    fn read(line: &'static str) -> Table {
        let mut table = Table {
            endings: Vec::new(),
            infinitive: "",
            being: false,
        };
        for part in line.split(' ') {
            let Some((ending, codes)) = part.split_once('/') else {
                continue;
            };
            let mut readings = Vec::new();
            for code in codes.split(',') {
                if code.starts_with('n') {
                    table.infinitive = ending;
                    table.being |= code.ends_with('e');
                }
                readings.extend(reading(code));
            }
            table.endings.push((ending, readings));
        }
        table.endings.sort_unstable_by_key(|(ending, _)| *ending);
        table
    }
}

/// What a code of the dictionary says.
fn reading(code: &str) -> Option<(Reading, Agreement)> {
    let mut marks = code.chars();
    let kind = marks.next()?;
    let rest = marks.as_str();
    let agreement = Agreement {
        gender: rest.chars().find(|mark| matches!(mark, 'm' | 'f')),
        plural: match rest.chars().next_back() {
            Some('s') => Some(false),
            Some('p') => Some(true),
            _ => None,
        },
    };
    let reading = match kind {
        'N' => Reading::Noun,
        'A' => Reading::Adjective,
        'n' => Reading::Verb(Tense::Infinitive),
        'g' => Reading::Verb(Tense::Gerund),
        'p' => Reading::Verb(Tense::Participle),
        'e' | 'i' | 's' => Reading::Verb(Tense::Finite),
        'c' => Reading::Verb(Tense::Conditional),
        'f' => Reading::Verb(Tense::Future),
        'j' => Reading::Verb(Tense::Subjunctive),
        _ => return None,
    };
    Some((reading, agreement))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verbs(word: &str, wanted: Tense) -> Vec<String> {
        let known = look_up(word);
        let wanted = known.verbs.iter().filter(|form| form.tense == wanted);
        let mut verbs: Vec<String> = wanted.map(|form| form.infinitive.clone()).collect();
        verbs.sort();
        verbs.dedup();
        verbs
    }

    #[test]
    fn forms_lead_to_infinitives() {
        for (form, tense, infinitive) in [
            ("constituaient", Tense::Finite, "constituer"),
            ("resserrent", Tense::Finite, "resserrer"),
            ("conduite", Tense::Participle, "conduire"),
            ("tinrent", Tense::Finite, "tenir"),
            ("souhaiterait", Tense::Conditional, "souhaiter"),
            ("ira", Tense::Future, "aller"),
            ("soit", Tense::Subjunctive, "être"),
            ("faisant", Tense::Gerund, "faire"),
            ("revoir", Tense::Infinitive, "revoir"),
        ] {
            assert_eq!(verbs(form, tense), [infinitive], "{form}");
        }
    }

    #[test]
    fn nouns_have_a_gender() {
        let noun = |word| look_up(word).nouns.first().map(|a| (a.gender, a.plural));
        assert_eq!(noun("visites"), Some((Some('f'), Some(true))));
        assert_eq!(noun("accord"), Some((Some('m'), Some(false))));
        assert_eq!(noun("persistait"), None);
    }

    #[test]
    fn some_verbs_take_being() {
        let being = |word: &str| look_up(word).verbs.iter().any(|form| form.being);
        assert!(being("arrivée") && being("allé"));
        assert!(!being("signée"));
    }
}
