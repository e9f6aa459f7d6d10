//! Enumerations behind a colon, taken as if their sentence went on with them: `Ont pris part aux travaux : A ; B ; C`,
//! also with a line and a bullet for each.

use super::inflection::Tense;
use super::lexicon::Lexicon;
use super::tokens::{Kind, Token};

/// Leaves out the colon and the bullets of an enumeration, and takes commas and `et` for what parts its items. `tokens`
/// are those of all sentences; the one to look at begins at `first`.
pub(super) fn level(tokens: &mut Vec<Token>, first: usize, lexicon: &Lexicon) {
    let Some((colon, items)) = enumeration(&tokens[first..], lexicon) else {
        return;
    };
    let last = items[items.len() - 1];
    let sentence = &mut tokens[first..];
    for &start in &items[1..] {
        let parting = if start == last { "et" } else { "," };
        let before = (start - 2..start).find(|&at| is_parting(&sentence[at]));
        if let Some(at) = before {
            sentence[at] = sentence[at].respelled(parting);
            sentence[at].kind = if start == last {
                Kind::Word
            } else {
                Kind::Mark
            };
        }
    }
    // `les domaines suivants : A, B` reads on with its colon.
    let keeps = sentence[..colon].last().is_some_and(|t| {
        ["suivant", "ci-après", "ci-dessous"]
            .iter()
            .any(|word| t.lower.starts_with(word))
    });
    let mut at = 0;
    let mut rest = tokens.split_off(first);
    rest.retain(|token| {
        let out = at >= colon && (at == colon && !keeps || is_bullet(token));
        at += 1;
        !out
    });
    for (at, token) in rest.iter_mut().enumerate() {
        token.at = at;
    }
    tokens.append(&mut rest);
}

/// Where the colon of an enumeration stands, and where each of its items begins, behind its bullet if it has one.
fn enumeration(sentence: &[Token], lexicon: &Lexicon) -> Option<(usize, Vec<usize>)> {
    let colon = sentence.iter().position(|t| t.is(":"))?;
    let mut items = Vec::new();
    let mut at = colon + 1;
    while at < sentence.len() {
        let start = at + usize::from(is_bullet(&sentence[at]));
        let length = sentence[start..]
            .iter()
            .take_while(|t| !is_parting(t))
            .count();
        if !is_item(&sentence[start..start + length], lexicon) {
            return None;
        }
        items.push(start);
        // A semicolon with the bullet behind it parts once.
        at = start + length;
        at += usize::from(sentence.get(at).is_some_and(|t| t.is(";")));
    }
    (items.len() > 1).then_some((colon, items))
}

fn is_bullet(token: &Token) -> bool {
    matches!(
        token.text,
        "•" | "-" | "–" | "—" | "*" | "▪" | "●" | "·" | "◦"
    )
}

/// Whether an item ends here, and another one may begin.
fn is_parting(token: &Token) -> bool {
    token.is(";") || is_bullet(token)
}

/// Whether the words are a noun phrase or a name, and say nothing of their own.
fn is_item(words: &[Token], lexicon: &Lexicon) -> bool {
    let opens =
        |t: &Token| t.is_capital() || t.kind == Kind::Number || lexicon.is_class(t, "determiner");
    let says = |t: &Token| {
        let finite = lexicon.token_has_tense(t, Tense::Finite) && !t.known().is_name();
        lexicon.is_class(t, "auxiliary") || t.is_small() && finite && !lexicon.is_function_word(t)
    };
    let quoted = |t: &Token| matches!(t.text, "«" | "\"" | "“" | ":");
    let relative = |t: &&Token| !lexicon.is_class(t, "relative");
    words.first().is_some_and(opens)
        && !words.iter().any(quoted)
        && !words.iter().take_while(relative).any(says)
}
