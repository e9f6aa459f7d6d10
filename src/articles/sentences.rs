//! Where French sentences end: full stops that are none (`M.`, `S.E.`, `1.000`), full stops with
//! no space after them (`bien.Le`), or that were lost (`bienLe`), and quotations of several sentences, which stay whole.

use std::ops::Range;

use super::lines::trimmed;

/// Abbreviations written with a full stop and followed by a capital.
const ABBREVIATIONS: &[&str] = &[
    "MM", "Mme", "Mmes", "Mlle", "Mlles", "Me", "Mgr", "Dr", "Drs", "Pr", "Prof", "St", "Ste",
    "Gal", "Gén", "Col", "Cdt", "Cap", "Lt", "Sgt", "Amb", "Hon", "Sr", "Jr", "art", "cf", "env",
    "ex", "fig", "no", "vol", "vs", "p", "pp", "éd", "tél", "av", "bd", "TP", "Ph", "Th",
];

/// The longest quotation that keeps its sentences together, in bytes: a mark that is closed
/// further away was probably never meant to open.
const QUOTATION_BYTES: usize = 1500;

/// Months cut short, with a year behind the full stop.
const MONTHS: &[&str] = &[
    "janv", "jan", "févr", "fév", "avr", "juil", "juill", "sept", "oct", "nov", "déc",
];

/// Words that open a sentence, by which one is known whose full stop before it was lost.
const OPENERS: &[&str] = &[
    "Le ", "La ", "Les ", "Un ", "Une ", "À ", "Après ", "Sur ", "L'", "L’", "Il ", "Elle ",
    "Ils ", "Elles ", "En ", "Au ", "Dans ", "Ce ", "Cette ", "Pour ", "Lors ", "Selon ",
];

/// The sentences of one line of the text, in order, trimmed.
pub(super) fn split(text: &str, line: Range<usize>) -> Vec<Range<usize>> {
    let quoted = quotations(text, &line);
    let mut quoted = quoted.iter().peekable();
    let mut sentences = Vec::new();
    let mut start = line.start;
    let mut cut = |end: usize| {
        let sentence = trimmed(text, start..end);
        if !sentence.is_empty() {
            sentences.push(sentence);
        }
        start = end;
    };
    let mut past = line.start;
    for (offset, c) in text[line.clone()].char_indices() {
        let at = line.start + offset;
        let lost = c.is_uppercase() && lost_stop(&text[line.start..at], &text[at..line.end]);
        if !(lost || matches!(c, '.' | '!' | '?' | '…')) || at < past {
            continue;
        }
        while quoted.next_if(|q| q.end <= at).is_some() {}
        let end = match lost {
            true => at,
            false => closed(text, at + c.len_utf8()..line.end),
        };
        let inside = quoted.peek().is_some_and(|q| q.start <= at && end < q.end);
        if !inside && (lost || ends_sentence(text, &line, at, end)) {
            cut(end);
        }
        past = end;
    }
    cut(line.end);
    sentences
}

/// The end of the marks and closing quotation marks that belong to the sentence before them.
fn closed(text: &str, rest: Range<usize>) -> usize {
    let slice = &text[rest.clone()];
    let marks = slice.trim_start_matches(['.', '!', '?', '…', ')', ']']);
    let mut end = rest.end - marks.len();
    let spaced = marks.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    if let Some(after) = spaced.strip_prefix(['»', '”']) {
        end = rest.end - after.len();
    } else if let Some(after) = marks.strip_prefix('"') {
        end = rest.end - after.len();
    }
    end
}

/// Whether the stop at `at`, whose closing marks reach to `end`, ends a sentence.
fn ends_sentence(text: &str, line: &Range<usize>, at: usize, end: usize) -> bool {
    let before = &text[line.start..at];
    let after = &text[end..line.end];
    let next = after.trim_start();
    let Some(first) = next.chars().next() else {
        return true;
    };
    let glued = next.len() == after.len();
    let opens =
        first.is_uppercase() || (!glued && (first.is_numeric() || "«\"“-–—(".contains(first)));
    if !opens || glued && before.ends_with(|c: char| c.is_uppercase()) {
        return false;
    }
    let month = || MONTHS.contains(&last_word(before).to_lowercase().as_str());
    let dated = first.is_numeric() && month();
    !(text[at..].starts_with('.') && (abbreviated(before) || dated))
}

/// Whether a sentence ends here in a small letter, and the next one begins: `de la défenseLe 27 octobre`.
fn lost_stop(before: &str, after: &str) -> bool {
    let small = before.chars().rev().take_while(|c| c.is_lowercase());
    small.take(LAST_WORD).count() == LAST_WORD && OPENERS.iter().any(|word| after.starts_with(word))
}

/// How many small letters the word has at least that ends a sentence without a full stop.
const LAST_WORD: usize = 3;

fn last_word(before: &str) -> &str {
    before
        .rsplit(|c: char| !c.is_alphabetic())
        .next()
        .unwrap_or_default()
}

/// Whether the text ends in an initial (`S.E`, `J`) or an abbreviation (`Mme`).
fn abbreviated(before: &str) -> bool {
    let word = before
        .rsplit(|c: char| !c.is_alphabetic())
        .next()
        .unwrap_or_default();
    let mut letters = word.chars();
    let initial = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    initial || ABBREVIATIONS.contains(&word)
}

/// The quotations that open and close in the line, marks included, outermost only.
fn quotations(text: &str, line: &Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<(char, usize)> = None;
    let mut before = ' ';
    for (offset, c) in text[line.clone()].char_indices() {
        let at = line.start + offset;
        let end = at + c.len_utf8();
        let stale = open.is_some_and(|(_, start)| end - start > QUOTATION_BYTES);
        open = open.filter(|_| !stale);
        match (c, open) {
            ('«' | '“', None) => open = Some((c, at)),
            ('"', None) if !before.is_alphanumeric() => open = Some((c, at)),
            ('»', Some(('«', start))) | ('”', Some(('“', start))) | ('"', Some(('"', start))) =>
            {
                found.push(start..end);
                open = None;
            }
            _ => {}
        }
        before = c;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(text: &str) -> Vec<&str> {
        split(text, 0..text.len())
            .into_iter()
            .map(|range| &text[range])
            .collect()
    }

    #[test]
    fn a_full_stop_may_be_glued() {
        assert_eq!(
            sentences("Tout va bien.Le reste suit."),
            ["Tout va bien.", "Le reste suit."]
        );
    }

    #[test]
    fn abbreviations_and_numbers_end_nothing() {
        for text in [
            "S.E. M. Vilay et Mme. Lien ont vu le Dr. Keo.",
            "Le fonds a versé 2.000 dollars. à ce jour",
            "Les fraudes… ont reculé.",
            "J.-P. Dupont est venu.",
            "Gaya, 11 Fév. 2025 (ANP) - Une réunion a eu lieu.",
        ] {
            assert_eq!(sentences(text), [text]);
        }
    }

    #[test]
    fn a_sentence_may_begin_where_a_stop_was_lost() {
        for text in [
            "Ils ont parlé de la défense|Le 27 mars, il part.",
            "La coopération|À Lima, tout va.",
        ] {
            let parts: Vec<&str> = text.split('|').collect();
            assert_eq!(sentences(&parts.concat()), parts);
        }
        for text in [
            "Le groupe LinkedIn va bien.",
            "McLe rit.",
            "Il a dit « la défenseLe 27 ».",
        ] {
            assert_eq!(sentences(text), [text]);
        }
    }

    #[test]
    fn a_quotation_stays_whole() {
        let text = "« Nous avançons. Nous vaincrons ! », a-t-il dit. \"C'est tout.\" Il est parti.";
        assert_eq!(
            sentences(text),
            [
                "« Nous avançons. Nous vaincrons ! », a-t-il dit.",
                "\"C'est tout.\"",
                "Il est parti."
            ]
        );
    }

    #[test]
    fn a_quotation_opens_the_next_sentence() {
        assert_eq!(
            sentences("D'ici à 2030. \"Encore faut-il\", a nuancé Ngo."),
            ["D'ici à 2030.", "\"Encore faut-il\", a nuancé Ngo."]
        );
        assert_eq!(
            sentences("Il a dit « oui » ? « Non. » Bien."),
            ["Il a dit « oui » ?", "« Non. »", "Bien."]
        );
    }
}
