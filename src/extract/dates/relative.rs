//! Days that are counted from others: `la veille`, `hier`, `il y a deux jours`, `le mois dernier`.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{fail, map_opt, not, opt, value};
use nom::sequence::{preceded, terminated};

use super::openings;
use super::written::{Written, word};
use crate::extract::lexicon::Lexicon;
use crate::extract::tokens::{Kind, Parsed, Token, Words, token_if};

/// A day that is counted from another.
pub(super) fn from_others<'t, 'a>(
    input: Words<'t, 'a>,
    lexicon: &Lexicon,
) -> Parsed<'t, 'a, Written> {
    if openings::counted_from_others(input, lexicon) {
        return alt((relative, moved, aside)).parse(input);
    }
    debug_assert!(alt((relative, moved, aside)).parse(input).is_err());
    fail().parse(input)
}

/// What may not follow: `la veille du sommet` is another day.
fn no_complement<'t, 'a>(input: Words<'t, 'a>) -> Parsed<'t, 'a, ()> {
    not(word(&["de", "du", "d'", "des"])).parse(input)
}

/// `le même jour`, `la veille`, `plus tôt dans la journée`.
fn relative<'t, 'a>(input: Words<'t, 'a>) -> Parsed<'t, 'a, Written> {
    let times: &[&str] = &[
        "jour",
        "matin",
        "soir",
        "soirée",
        "matinée",
        "journée",
        "après-midi",
    ];
    let part = move || token_if(move |t| times.contains(&t.lower.as_str()));
    let same = alt((
        (word(&["le"]), word(&["même"]), part()).map(|_| ()),
        (word(&["la"]), word(&["même"]), part()).map(|_| ()),
        (word(&["ce"]), word(&["même"]), part()).map(|_| ()),
        (word(&["le"]), word(&["jour"]), word(&["même"])).map(|_| ()),
        word(&["jour-même"]).map(|_| ()),
        (
            opt((word(&["plus"]), word(&["tôt", "tard"]))),
            word(&["dans"]),
            word(&["la", "l'"]),
            part(),
            no_complement,
        )
            .map(|_| ()),
    ));
    let before = terminated(
        (word(&["la"]), word(&["veille"])),
        (
            opt(word(&["au"])),
            opt(word(&["soir", "matin"])),
            no_complement,
        ),
    );
    let after = terminated(
        (
            opt(word(&["le", "au", "dès"])),
            opt(word(&["le"])),
            word(&["lendemain"]),
        ),
        no_complement,
    );
    let eve = terminated((word(&["l'"]), word(&["avant-veille"])), no_complement);
    let later = terminated((word(&["le"]), word(&["surlendemain"])), no_complement);
    alt((
        value(0, same),
        value(-1, before),
        value(1, after),
        value(-2, eve),
        value(2, later),
    ))
    .map(Written::Relative)
    .parse(input)
}

/// A small number, in letters or figures.
fn count<'t, 'a>(input: Words<'t, 'a>) -> Parsed<'t, 'a, i64> {
    const WORDS: [&str; 10] = [
        "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix",
    ];
    let small = |token: &Token| {
        let lower = token.lower.as_str();
        let at = WORDS.iter().position(|word| *word == lower);
        let spelt = at.and_then(|at| i64::try_from(at + 1).ok());
        spelt
            .or_else(|| (lower == "une").then_some(1))
            .or_else(|| lower.parse().ok().filter(|n| (1..=30).contains(n)))
    };
    map_opt(token_if(|_| true), small).parse(input)
}

/// So many days, or weeks.
fn days_counted<'t, 'a>(input: Words<'t, 'a>) -> Parsed<'t, 'a, i64> {
    let day = value(1, word(&["jour", "jours"]));
    let week = value(7, word(&["semaine", "semaines"]));
    (count, alt((day, week)))
        .map(|(n, unit)| n * unit)
        .parse(input)
}

/// `deux jours plus tôt`, `une semaine après`: from the day last spoken of; `il y a trois jours`: from the news.
fn moved<'t, 'a>(input: Words<'t, 'a>) -> Parsed<'t, 'a, Written> {
    let bare = || not(token_if(|t| t.kind != Kind::Mark));
    let way = alt((
        (word(&["plus"]), word(&["tôt"])).map(|_| -1),
        word(&["auparavant"]).map(|_| -1),
        terminated(word(&["avant"]), bare()).map(|_| -1),
        (word(&["plus"]), word(&["tard"])).map(|_| 1),
        terminated(word(&["après"]), bare()).map(|_| 1),
    ));
    let told = (days_counted, way);
    let told = told.map(|(days, way): (i64, i64)| Written::Relative(days * way));
    let ago = preceded((word(&["il"]), word(&["y"]), word(&["a"])), days_counted);
    let years = (
        word(&["il"]),
        word(&["y"]),
        word(&["a"]),
        count,
        word(&["an", "ans"]),
    )
        .map(|(_, _, _, n, _)| i32::try_from(-n).unwrap_or_default());
    let months = (
        word(&["il"]),
        word(&["y"]),
        word(&["a"]),
        count,
        word(&["mois"]),
    )
        .map(|(_, _, _, n, _)| i32::try_from(-n).unwrap_or_default());
    let ahead = preceded(word(&["dans"]), days_counted);
    let months_ahead = (word(&["dans"]), count, word(&["mois"]));
    alt((
        told,
        ago.map(|days| Written::Aside(-days)),
        years.map(Written::YearAside),
        months.map(Written::MonthAside),
        ahead.map(Written::Aside),
        months_ahead.map(|(_, n, _)| Written::MonthAside(i32::try_from(n).unwrap_or_default())),
    ))
    .parse(input)
}

/// `hier`, `demain`, `le mois dernier`, `l'an prochain`: counted from the news.
fn aside<'t, 'a>(input: Words<'t, 'a>) -> Parsed<'t, 'a, Written> {
    let day = map_opt(token_if(|t| t.kind == Kind::Word), |t| {
        Some(Written::Aside(match t.lower.as_str() {
            "avant-hier" => -2,
            "hier" => -1,
            "aujourd'hui" => 0,
            "demain" => 1,
            "après-demain" => 2,
            _ => return None,
        }))
    });
    let month = preceded(
        (
            opt(word(&["au", "dès"])),
            opt(word(&["le"])),
            word(&["mois"]),
        ),
        turn,
    );
    let week = preceded((word(&["la"]), word(&["semaine"])), turn);
    let year = preceded(
        (opt(word(&["dès"])), word(&["l'"]), word(&["an", "année"])),
        turn,
    );
    // `ce matin`, `ce jour`
    let today = (
        word(&["ce", "cet"]),
        word(&["matin", "midi", "après-midi", "soir", "jour"]),
    );
    let today = today.map(|_| Written::Aside(0));
    let this_week = (word(&["cette"]), word(&["semaine"])).map(|_| Written::WeekAside(0));
    let weekend = || word(&["week-end", "weekend"]);
    let weekends = alt((
        preceded((word(&["le"]), weekend()), turn),
        value(0, (word(&["ce"]), weekend())),
    ));
    let this_year = (word(&["cette"]), word(&["année"])).map(|_| Written::YearAside(0));
    let this_month = (word(&["ce"]), word(&["mois-ci"])).map(|_| Written::MonthAside(0));
    alt((
        day,
        month.map(Written::MonthAside),
        week.map(|by| Written::WeekAside(i64::from(by))),
        year.map(Written::YearAside),
        this_year,
        this_month,
        this_week,
        today,
        weekends.map(|by| Written::WeekendAside(i64::from(by))),
        edge_of_month,
        edge_of_year,
    ))
    .parse(input)
}

/// `à la fin du mois`, `au début du mois prochain`: some day of that month.
fn edge_of_month<'t, 'a>(input: Words<'t, 'a>) -> Parsed<'t, 'a, Written> {
    preceded(
        (
            edge,
            word(&["du", "de"]),
            opt(word(&["ce"])),
            word(&["mois"]),
        ),
        opt(turn),
    )
    .map(|by| Written::MonthAside(by.unwrap_or(0)))
    .parse(input)
}

/// `à la fin de l'année`, `en début d'année`, `au début de l'an prochain`: some day of that year.
fn edge_of_year<'t, 'a>(input: Words<'t, 'a>) -> Parsed<'t, 'a, Written> {
    preceded(
        (
            edge,
            word(&["de", "d'"]),
            opt(word(&["l'", "cette"])),
            word(&["année", "an"]),
        ),
        opt(turn),
    )
    .map(|by| Written::YearAside(by.unwrap_or(0)))
    .parse(input)
}

/// `à la fin`, `au début`, `en fin`, `courant`.
pub(super) fn edge<'t, 'a>(input: Words<'t, 'a>) -> Parsed<'t, 'a, ()> {
    alt((
        (word(&["à", "vers"]), word(&["la"]), word(&["fin", "mi"])).map(|_| ()),
        (word(&["au"]), word(&["début", "milieu"])).map(|_| ()),
        (word(&["en"]), word(&["fin", "début"])).map(|_| ()),
        (word(&["dans"]), word(&["le"]), word(&["courant"])).map(|_| ()),
    ))
    .parse(input)
}

/// `dernier` or `prochain`.
fn turn<'t, 'a>(input: Words<'t, 'a>) -> Parsed<'t, 'a, i32> {
    alt((
        value(
            -1,
            word(&[
                "dernier",
                "dernière",
                "passé",
                "passée",
                "écoulé",
                "écoulée",
            ]),
        ),
        value(1, word(&["prochain", "prochaine"])),
    ))
    .parse(input)
}
