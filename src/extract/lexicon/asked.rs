//! The questions whose answers words keep.

use super::checks::CLASSES;

/// What the lexicon is asked of words again and again; before these come the classes of function words, by number.
#[derive(Clone, Copy)]
pub(in crate::extract) enum Asked {
    FunctionWord = CLASSES.len() as isize,
    Demonym,
    Civility,
    Adjective,
    NamedNoun,
    StateNoun,
    PlaceNoun,
    UnnamedBody,
    Month,
    Weekday,
    Countries,
    Cities,
    Titles,
    TitleQualifiers,
    TitleLinks,
    Descriptions,
    Bodies,
    Organisations,
    According,
    Adverbials,
    Seasons,
    EventNouns,
    TitlePrefix,
    NameParticle,
    OfRegion,
    NamePart,
    PairOfCountries,
    Verb,
    /// Whether a date may begin with the word, or go on with it.
    OpensDate,
    GoesOnDate,
    /// Whether somebody may be introduced by what begins with the word, its article left out.
    Introduces,
    OpensIntroduction,
    /// Whether the word may begin a mention.
    OpensMention,
    OpensTitle,
    OpensBody,
    OpensHouse,
    BeforeNouns,
    /// Whether the word alone is a date, or begins one whatever follows.
    OfDate,
    /// Whether a date counted from others may begin with it.
    OfOthers,
    /// Whether it may be a form of a verb without a subject.
    NominalForm,
    /// Whether it is an adverb by its ending.
    Manner,
    /// Whether it looks like an adjective of a town or region.
    Regional,
    /// Whether it is a form of a verb of the lexicon.
    VerbForm,
    AdjectiveOnly,
    /// Whether it is an article or the like, which may lead to a title or name.
    Lead,
    /// Whether it has the first of the tenses; behind it the others.
    Tenses,
}

/// A word keeps 64 answers; of the tenses there are seven.
const _: () = assert!(Asked::Tenses as u32 + 7 <= 64);
