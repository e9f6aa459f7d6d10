//! Lists: a sentence that ends with a colon and goes on with a line for each item is one sentence.

use std::ops::Range;

/// What a line of a list begins with.
const BULLETS: [char; 8] = ['•', '-', '–', '—', '*', '▪', '●', '◦'];

/// Puts the lines of lists to the sentences that open them. The lines stand right behind these, with nothing but white
/// space between, and each has a bullet and is one sentence; there are two at least.
pub(super) fn join(text: &str, sentences: &mut Vec<Range<usize>>) {
    let mut joined = Vec::with_capacity(sentences.len());
    let mut rest = sentences.iter().peekable();
    while let Some(one) = rest.next() {
        let items = match text[one.clone()].ends_with(':') {
            true => items(text, one.end, rest.clone()),
            false => 0,
        };
        let last = (0..items).filter_map(|_| rest.next()).last();
        joined.push(one.start..last.unwrap_or(one).end);
    }
    *sentences = joined;
}

/// How many of the sentences are items of a list that begins at `end`; none if there is but one.
fn items<'r>(text: &str, end: usize, sentences: impl Iterator<Item = &'r Range<usize>>) -> usize {
    let mut end = end;
    let items = sentences.take_while(|sentence| {
        let between = &text[end..sentence.start];
        let mut letters = text[(*sentence).clone()].chars();
        let bullet = letters.next().is_some_and(|c| BULLETS.contains(&c));
        end = sentence.end;
        bullet && between.trim().is_empty() && letters.next().is_some_and(char::is_whitespace)
    });
    let count = items.count();
    if count > 1 { count } else { 0 }
}

#[cfg(test)]
mod tests {
    use crate::articles::Article;

    #[test]
    fn the_lines_of_a_list_are_one_sentence() {
        for (text, sentences) in [
            (
                "Titre\nIl prévoit :\n\n• l'aide ;\n• le don.\nFin de la visite.",
                3,
            ),
            ("Titre\nIl prévoit :\n• l'aide ;\nLe don.", 4),
            ("Titre\nIl a dit :\n- Nous aidons. Nous donnons.", 4),
        ] {
            let article = Article::new("a", text);
            assert_eq!(article.sentences().len(), sentences, "{text}");
        }
    }
}
