//! Dates that are whole months: `en juillet`, `à la fin du mois d'août`, `de mars à mai`.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{fail, map_opt, opt};

use super::relative::edge;
use super::written::{Turn, Written, month_name, turn, word, year};
use crate::extract::lexicon::Lexicon;
use crate::extract::tokens::{Kind, Parsed, Token, Words, token_if};

/// `en juillet 2024`, `en décembre dernier`, `début mai`.
pub(super) fn month<'t, 'a>(input: Words<'t, 'a>, lexicon: &Lexicon) -> Parsed<'t, 'a, Written> {
    let introduced = |i| {
        let (i, _) = alt((
            // `au début d'août`, `dans la seconde quinzaine du mois de mai`
            (
                alt((edge, stretch_of_month)),
                word(&["de", "d'", "du"]),
                opt((word(&["mois"]), word(&["de", "d'"]))),
            )
                .map(|_| ()),
            word(&["en", "début", "fin", "mi", "courant"]).map(|_| ()),
            (
                word(&["au", "le", "du"]),
                word(&["mois"]),
                opt(word(&["de", "d'"])),
            )
                .map(|_| ()),
            (word(&["à"]), word(&["la"]), word(&["mi", "fin"])).map(|_| ()),
            word(&["dès", "à", "pour", "courant", "vers"]).map(|_| ()),
        ))
        .parse(i)?;
        let (i, month) =
            alt((|i| month_name(i, lexicon), |i| middle_of_month(i, lexicon))).parse(i)?;
        let (i, turn) = turn(i)?;
        let (i, year) = opt(year).parse(i)?;
        Ok((i, (month, turn, year)))
    };
    let dated = |i| {
        let (i, month) = month_name(i, lexicon)?;
        let (i, year) = year(i)?;
        Ok((i, (month, Turn::Near, Some(year))))
    };
    let middle = |i| {
        let (i, _) = opt((word(&["à"]), word(&["la"]))).parse(i)?;
        let (i, month) = middle_of_month(i, lexicon)?;
        let (i, turn) = turn(i)?;
        let (i, year) = opt(year).parse(i)?;
        Ok((i, (month, turn, year)))
    };
    let turned = |i| {
        let (i, month) = month_name(i, lexicon)?;
        let (i, turn) = turn(i)?;
        if turn == Turn::Near {
            return fail().parse(i);
        }
        Ok((i, (month, turn, None)))
    };
    let months = |(month, turn, year)| Written::Months {
        first: month,
        last: month,
        year,
        turn,
    };
    alt((introduced, middle, dated, turned))
        .map(months)
        .parse(input)
}

/// `la première semaine`, `dans les derniers jours`: some days of a month.
fn stretch_of_month<'t, 'a>(input: Words<'t, 'a>) -> Parsed<'t, 'a, ()> {
    let number = &[
        "première",
        "deuxième",
        "seconde",
        "troisième",
        "quatrième",
        "dernière",
        "premiers",
        "derniers",
    ];
    (
        opt(word(&["dans"])),
        word(&["la", "les"]),
        word(number),
        word(&["semaine", "quinzaine", "décade", "jours"]),
    )
        .map(|_| ())
        .parse(input)
}

/// `mi-mai`.
fn middle_of_month<'t, 'a>(input: Words<'t, 'a>, lexicon: &Lexicon) -> Parsed<'t, 'a, u32> {
    map_opt(token_if(|t| t.kind == Kind::Word), |t| {
        month_of_part(t, lexicon)
    })
    .parse(input)
}

/// The month of a word like `mi-mai`.
pub(super) fn month_of_part(token: &Token, lexicon: &Lexicon) -> Option<u32> {
    let (part, month) = token.lower.split_once('-')?;
    let known = matches!(part, "mi" | "fin" | "début");
    lexicon.months.get(month).copied().filter(|_| known)
}

/// `de mars à mai`, `entre mars et juin 2025`.
pub(super) fn months<'t, 'a>(input: Words<'t, 'a>, lexicon: &Lexicon) -> Parsed<'t, 'a, Written> {
    let (input, _) = word(&["de", "d'", "entre"]).parse(input)?;
    let (input, first) = month_name(input, lexicon)?;
    let (input, _) = word(&["à", "et"]).parse(input)?;
    let (input, last) = month_name(input, lexicon)?;
    let (input, turn) = turn(input)?;
    let (input, year) = opt(year).parse(input)?;
    if first > last {
        return fail().parse(input);
    }
    Ok((
        input,
        Written::Months {
            first,
            last,
            year,
            turn,
        },
    ))
}
