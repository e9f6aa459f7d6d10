//! Titles: `ministre lao de l'Énergie et des Mines`, `membre du Bureau politique du PPRL`.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{fail, opt};
use nom::multi::many0;
use nom::sequence::preceded;

use super::bodies::Owner;
use super::lexicon::TitleKind;
use super::nouns::{Keep, Phrase, push_all};
use super::qualifiers::Qualifier;
use super::reader::{Reader, Wording};
use super::shares::{Sharing, portfolios};
use super::tokens::{Parsed, Token, Words, token_if};

/// A title as the text gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct Title {
    /// The head in the singular, as in the lexicon: `ministre`.
    pub head: String,
    /// What kind of title it is.
    pub kind: TitleKind,
    /// The whole title in the singular, without its country and its party.
    pub words: String,
    /// The party or body it names as its own.
    pub owner: Option<Owner>,
    /// The countries it names; two where a plural is shared out (`lao et vietnamien`).
    pub countries: Vec<String>,
    /// Whether it is of several people.
    pub plural: bool,
    /// How several people share it out.
    pub sharing: Sharing,
}

impl Title {
    /// Whether it says of what: `président de la chambre`, not `président en exercice`.
    pub fn has_complement(&self) -> bool {
        let joints = [
            " de ", " du ", " des ", " d'", " d’", " à ", " aux ", " chargé",
        ];
        let rest = self.words.strip_prefix(&self.head).unwrap_or(&self.words);
        joints.iter().any(|joint| rest.contains(joint))
    }

    /// Whether it is to command something, besides the rank of that name.
    pub fn commands(&self) -> bool {
        self.head.starts_with("commandant")
    }

    /// Whether it says more than its head: `ministre de la Santé`, not `ministre`.
    pub fn is_full(&self) -> bool {
        self.words.contains(' ') && self.words.len() > self.head.len()
    }
}

/// The most words of an abbreviation in brackets: `(Africa CDC)`.
const BRACKETED: usize = 4;

/// `ancien`, `ex-`.
pub(super) fn is_former(token: &Token) -> bool {
    matches!(
        token.plain.as_str(),
        "ancien" | "ancienne" | "anciens" | "anciennes" | "ex" | "ex-"
    )
}

impl Reader<'_> {
    /// A title at the start of the words, without article: `ancien ministre lao de la Défense`.
    pub fn title<'t, 'a>(&self, input: Words<'t, 'a>) -> Parsed<'t, 'a, Title> {
        if input.first().is_some_and(|t| self.opens_title(t)) {
            // `Pape Sarr`, `Cheikh Diop`: a given name.
            let given = |t: &Token| t.is_capital() && self.lexicon.given_names.contains(&t.lower);
            let name = input.first().is_some_and(given)
                && input.skip(1).first().is_some_and(Token::is_capital);
            return if name {
                fail().parse(input)
            } else {
                self.read_title(input)
            };
        }
        debug_assert!(self.read_title(input).is_err(), "{:?}", input.first());
        fail().parse(input)
    }

    fn read_title<'t, 'a>(&self, input: Words<'t, 'a>) -> Parsed<'t, 'a, Title> {
        let lexicon = self.lexicon;
        let (input, _) = many0(token_if(|t| lexicon.is_title_prefix(t))).parse(input)?;
        let (input, former) = opt(token_if(is_former)).parse(input)?;
        let described = lexicon
            .descriptions
            .longest(input)
            .map_or(0, |(length, _)| length);
        if let Some((used, owner, there)) = self.represents(input, described) {
            let mut words = Wording::default();
            push_all(&mut words, input, described);
            push_all(&mut words, input.skip(used), there);
            let used = used + there;
            let title = Title {
                head: words.text.clone(),
                kind: TitleKind::Office,
                words: words.text,
                owner: Some(owner),
                countries: Vec::new(),
                plural: false,
                sharing: Sharing::Same,
            };
            return Ok((input.skip(used), title));
        }
        let Some((length, head)) = lexicon
            .titles
            .longest(input)
            .filter(|(length, _)| *length >= described)
        else {
            return fail().parse(input);
        };
        let mut phrase = Phrase {
            used: length,
            ..Phrase::default()
        };
        let mut countries = Vec::new();
        let mut rest = input.skip(length);
        let mut qualifiers = Wording::default();
        while let Ok((after, qualifier)) = self.qualifier(rest) {
            // `le commissaire européen au Commerce`
            let union = || lexicon.union_adjectives.get(&rest.first()?.lower);
            if head.singular.ends_with("commissaire")
                && let Some(union) = union()
            {
                phrase.owner.get_or_insert(Owner::Body(union.clone()));
                rest = after;
                continue;
            }
            match qualifier {
                Qualifier::Words(count) => push_all(&mut qualifiers, rest, count),
                Qualifier::Country(country) => countries.push(country),
                // `la conseillère d'État vaudoise`; `le sénateur breton` sits for the country.
                Qualifier::Region(region) => {
                    let offices = ["conseill", "assesseur", "ministre", "gouverneur"];
                    if offices.iter().any(|office| head.singular.contains(office)) {
                        phrase.owner.get_or_insert(Owner::Body(region));
                    }
                }
            }
            rest = after;
        }
        phrase.used = input.0.len() - rest.0.len();
        if head.plural {
            let pieces = [head.singular.as_str(), &qualifiers.text];
            let words = joined(former.map_or("", |t| t.text), &pieces);
            if let Some((end, sharing)) = self.shared_title(rest, &words, head.kind) {
                let title = Title {
                    head: head.singular.clone(),
                    kind: head.kind,
                    words,
                    owner: None,
                    countries,
                    plural: true,
                    sharing,
                };
                return Ok((end, title));
            }
        }
        self.extend(
            input,
            &mut phrase,
            Keep {
                country: false,
                title: Some(head.kind),
            },
        );
        let mut end = input.skip(phrase.used);
        // `les ambassadeurs des deux pays`
        let small = end.skip(2).first().is_some_and(|t| t.is_small());
        let both = head.plural && end.begins(&["des", "deux"]) && small;
        let sort = end
            .skip(2)
            .first()
            .and_then(|noun| lexicon.pair_nouns.get(&noun.lower));
        let of_bodies = both && matches!(sort, Some(&("bodies" | "houses" | "")));
        if both {
            end = end.skip(3);
        }
        // `leurs présidents respectifs`
        let respective = head.plural && end.starts_with(&["respectifs", "respectives"]);
        end = end.skip(usize::from(respective));
        // `les ministres de la Défense vietnamien et thaïlandais`, `… du Laos et du Vietnam`
        let shared = head.plural && countries.is_empty();
        if let Some((after, others)) = self.other_countries(end).filter(|_| shared) {
            countries.extend(phrase.country.take());
            countries.extend(others);
            end = after;
        }
        countries.extend(phrase.country.take().filter(|_| countries.is_empty()));
        // `chef de l'ONU` describes; `chef du Département`, `chef de l'Agence de sécurité maritime` are titles.
        let bare = phrase.wording.text.is_empty();
        let full = matches!(&phrase.owner, Some(Owner::Body(name)) if name.contains(' '));
        let describes = described > 0 && described == length && !full;
        if bare && (describes || head.kind == TitleKind::Member && phrase.owner.is_none()) {
            return fail().parse(input);
        }
        let singular = if head.plural {
            head.singular.clone()
        } else {
            as_written(input, length, &head.singular)
        };
        let pieces = [singular.as_str(), &qualifiers.text, &phrase.wording.text];
        let words = joined(former.map_or("", |t| t.text), &pieces);
        let sharing = match head.plural {
            true if of_bodies => Sharing::OfBoth,
            true if both => Sharing::Same,
            true if countries.len() < 2 => portfolios(&words, &head.singular),
            _ => Sharing::Same,
        };
        let title = Title {
            head: head.singular.clone(),
            kind: head.kind,
            words,
            owner: phrase.owner,
            countries,
            plural: head.plural,
            sharing,
        };
        Ok((end, title))
    }

    /// The title of somebody unnamed that ends, with a country, right before the `et` at the end of the words.
    pub(super) fn title_before(&self, words: &[Token]) -> Option<Title> {
        const REACH: usize = 9;
        let end = words
            .len()
            .checked_sub(1)
            .filter(|&end| words[end].is("et"))?;
        (end.saturating_sub(REACH)..end).find_map(|at| {
            let article = at
                .checked_sub(1)
                .is_some_and(|before| matches!(words[before].lower.as_str(), "le" | "la" | "l'"));
            let (rest, title) = self.title(Words(&words[at..end])).ok()?;
            (article && rest.0.is_empty() && !title.plural && !title.countries.is_empty())
                .then_some(title)
        })
    }

    /// `Les ministres de la Défense de l'ASEAN ont reçu` before `leur homologue`: what those are, without their
    /// countries and their organisation.
    pub(super) fn title_of_all(&self, words: &[Token]) -> Option<Title> {
        (1..words.len()).find_map(|at| {
            let article = words[at - 1].is("les");
            let title = || self.title(Words(&words[at..])).ok().map(|(_, title)| title);
            let title = article.then(title).flatten()?;
            (title.plural && title.kind == TitleKind::Office).then_some(Title {
                owner: None,
                plural: false,
                ..title
            })
        })
    }

    /// `cheffe de la délégation de l'UE en Guinée`, of so many words without the body: how many with it, the body,
    /// and how many words say where.
    fn represents(&self, words: Words, described: usize) -> Option<(usize, Owner, usize)> {
        let delegation = described
            .checked_sub(1)
            .and_then(|last| words.skip(last).first())
            .is_some_and(|token| token.is("délégation"));
        if !delegation {
            return None;
        }
        let rest = words.skip(described);
        let joint = match rest.first()?.lower.as_str() {
            "du" => 1,
            "de" | "d'" => 1 + usize::from(rest.skip(1).starts_with(&["la", "l'"])),
            _ => return None,
        };
        let (length, owner) = self.owner(rest.skip(joint))?;
        let used = described + joint + length;
        // `en Guinée`, `au Laos`
        let there = words.skip(used);
        let posted = there.starts_with(&["en", "au", "aux"]);
        let country = self.country(there.skip(1)).filter(|_| posted);
        Some((used, owner, country.map_or(0, |(length, _)| 1 + length)))
    }

    /// Titles that stand side by side without articles: `membre du Politburo, ministre de la Défense`.
    pub fn titles<'t, 'a>(&self, input: Words<'t, 'a>) -> Parsed<'t, 'a, Vec<Title>> {
        let (mut rest, first) = self.title(input)?;
        let mut titles = vec![first];
        while let Ok((after, next)) =
            preceded(separator, |i| self.title(i)).parse(self.skip_brackets(rest))
        {
            titles.push(next);
            rest = after;
        }
        Ok((self.skip_brackets(rest), titles))
    }

    /// Skips an abbreviation in brackets: `ministre de la Sécurité publique (MSP)`.
    pub fn skip_brackets<'t, 'a>(&self, input: Words<'t, 'a>) -> Words<'t, 'a> {
        if !input.starts_with(&["("]) {
            return input;
        }
        let name = input.skip(1);
        let short = name
            .0
            .iter()
            .take(BRACKETED)
            .take_while(|token| token.is_capital())
            .count();
        // `le président américain (Jean Petit)`
        if short > 1 && self.begins_as_person(name) {
            return input;
        }
        let one = usize::from(short == 0 && !name.starts_with(&[")"]));
        if name.skip(short + one).starts_with(&[")"]) {
            name.skip(short + one + 1)
        } else {
            input
        }
    }
}

/// `,`, `et`, `, et`, `ainsi que` between titles of one person.
fn separator<'t, 'a>(input: Words<'t, 'a>) -> Parsed<'t, 'a, ()> {
    let comma = || token_if(|t| t.is(","));
    let and = || token_if(|t| matches!(t.lower.as_str(), "et" | "/"));
    alt((
        (comma(), and()).map(|_| ()),
        comma().map(|_| ()),
        and().map(|_| ()),
        (token_if(|t| t.is("ainsi")), token_if(|t| t.is("que"))).map(|_| ()),
    ))
    .parse(input)
}

/// The words of a title put together, with `ancien` or `ex-` before them.
fn joined(former: &str, pieces: &[&str]) -> String {
    let length = pieces.iter().map(|piece| piece.len() + 1).sum::<usize>();
    let mut words = String::with_capacity(former.len() + length);
    for piece in [&former].into_iter().chain(pieces) {
        if piece.is_empty() {
            continue;
        }
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(piece);
    }
    for (written, meant) in [("Ancien", "ancien"), ("Ex-", "ex-"), ("ex- ", "ex-")] {
        if words.contains(written) {
            words = words.replace(written, meant);
        }
    }
    words
}

/// The head as in the text, but with the small letter that the lexicon gives it.
fn as_written(input: Words, length: usize, singular: &str) -> String {
    let mut wording = Wording::default();
    push_all(&mut wording, input, length);
    let capital = singular.starts_with(char::is_uppercase);
    let mut letters = wording.text.chars();
    match letters.next() {
        Some(first) if !capital && first.is_lowercase() => wording.text,
        Some(first) if !capital => first.to_lowercase().chain(letters).collect(),
        _ => singular.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::language::{lexicon, sentence};
    use super::*;

    fn title(text: &str) -> String {
        let sentence = sentence(text);
        let reader = Reader::new(lexicon(), &[&sentence]);
        let Ok((rest, title)) = reader.title(Words(&sentence)) else {
            return "none".into();
        };
        let owner = title.owner.as_ref().map_or("", Owner::name);
        format!(
            "{} | {} | {owner} | +{}",
            title.words,
            title.countries.join(", "),
            rest.0.len()
        )
    }

    #[test]
    fn the_country_is_told_apart() {
        for (text, expected) in [
            (
                "ministre lao de la Défense",
                "ministre de la Défense | Laos |  | +0",
            ),
            (
                "ministre de la Santé du Laos",
                "ministre de la Santé | Laos |  | +0",
            ),
            (
                "Ministre de la Santé depuis 2022",
                "ministre de la Santé |  |  | +2",
            ),
            (
                "ambassadeur du Laos au Vietnam",
                "ambassadeur au Vietnam | Laos |  | +0",
            ),
            ("maire de Paris", "maire de Paris |  |  | +0"),
        ] {
            assert_eq!(title(text), expected);
        }
    }

    #[test]
    fn lists_belong_to_one_title() {
        assert_eq!(
            title("ministre de la Culture, des Sports et du Tourisme Hung"),
            "ministre de la Culture, des Sports et du Tourisme |  |  | +1"
        );
        assert_eq!(
            title("ministres des Affaires étrangères du Laos et du Vietnam"),
            "ministre des Affaires étrangères | Laos, Vietnam |  | +0"
        );
    }

    #[test]
    fn parties_and_companies_own_their_offices() {
        for (text, expected) in [
            (
                "secrétaire général du Parti communiste du Vietnam",
                "secrétaire général |  | Parti communiste du Vietnam | +0",
            ),
            (
                "directeur général d'Électricité du Laos",
                "directeur général |  | Électricité du Laos | +0",
            ),
            (
                "secrétaire général de l'ASEAN",
                "secrétaire général |  | ASEAN | +0",
            ),
            (
                "directrice de l'OIM au Niger, Anna Keller",
                "directrice au Niger |  | OIM | +3",
            ),
            (
                "directrice de l'OIM au Niger mardi",
                "directrice |  | OIM | +3",
            ),
            (
                "chercheur au Centre d'études asiatiques",
                "chercheur |  | Centre d'études asiatiques | +0",
            ),
        ] {
            assert_eq!(title(text), expected);
        }
    }

    #[test]
    fn descriptions_are_no_titles() {
        for text in [
            "chef du gouvernement lao",
            "dirigeant lao",
            "membre",
            "leader du PCV",
            "",
        ] {
            assert_eq!(title(text), "none", "{text}");
        }
    }
}
