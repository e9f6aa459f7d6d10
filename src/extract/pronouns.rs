//! Whom pronouns mean: `il`, `elles`, `lui`.

use super::discourse::{Discourse, Referent, Resolved};
use super::pairs::noun_gender;
use super::reference::agrees;
use super::tokens::Token;

impl Discourse {
    pub(super) fn pronoun(&self, gender: char, plural: bool) -> Resolved {
        if plural {
            // `ils` after two bodies are rather the two who speak for them.
            let bodies = self
                .subject
                .iter()
                .all(|who| matches!(who, Referent::Body(..)));
            if gender == 'm' && bodies && !(self.fresh && self.subject.len() == 2) {
                let two = self.two_people(|_| true, 0.75);
                if two.who.len() == 2 {
                    return two;
                }
            }
            let woman = |who: &Referent| matches!(who, Referent::Person(p) if self.people.all[*p].gender == Some('f'));
            return match self.subject.len() {
                2.. if gender == 'm'
                    || self.subject.iter().all(woman)
                    || !self
                        .subject
                        .iter()
                        .any(|who| matches!(who, Referent::Person(_))) =>
                {
                    Resolved {
                        who: self.subject.clone(),
                        sure: 0.8,
                    }
                }
                _ if gender == 'm' => self.two_people(|_| true, 0.75),
                _ => Resolved {
                    who: self.pair.clone(),
                    sure: 0.7,
                },
            };
        }
        let fits = |person: usize| agrees(self.people.all[person].gender, Some(gender));
        match self.subject.as_slice() {
            // `La police a … Elle a …`
            [Referent::Body(name, _)] if noun_gender(name) == Some(gender) && gender == 'f' => {
                Resolved {
                    who: self.subject.clone(),
                    sure: 0.7,
                }
            }
            [Referent::Person(person)] if fits(*person) => self.one(Some(*person), 0.88),
            // `Le ministre Awa X … Elle`: the only one there is, whatever the article before the office.
            [Referent::Person(person)] if gender == 'f' && !self.latest().any(fits) => {
                self.one(Some(*person), 0.6)
            }
            // `Le ministère … Il`, where nobody else is spoken of, or the sentence before names no person
            [Referent::Body(name, _)]
                if noun_gender(name) == Some(gender)
                    && (self.quiet || !self.latest().any(fits)) =>
            {
                Resolved {
                    who: self.subject.clone(),
                    sure: 0.7,
                }
            }
            _ => {
                let mut fitting = self.latest().filter(|&p| fits(p));
                let last = fitting.next();
                let sure = if fitting.next().is_none() { 0.8 } else { 0.6 };
                drop(fitting);
                self.one(last, sure)
            }
        }
    }

    /// The person mentioned last who is none of these: `s'est entretenu avec lui`.
    pub(super) fn other_than(&self, those: &[Referent], gender: Option<char>) -> Resolved {
        let fits = |p: &usize| {
            agrees(self.people.all[*p].gender, gender) && !those.contains(&Referent::Person(*p))
        };
        // Surer if this sentence and the one before name nobody else.
        let near = self.here.iter().chain(&self.before);
        let mut near: Vec<&usize> = near.filter(|p| fits(p)).collect();
        near.sort_unstable();
        near.dedup();
        let sure = if near.len() == 1 { 0.87 } else { 0.75 };
        self.one(self.latest().find(fits), sure)
    }

    /// Whom the object pronoun in a group of words means, by whoever is the subject, and whoever the sentence before is
    /// about.
    pub(super) fn object_of(
        &self,
        group: &[Token],
        subject: &[Referent],
        topic: &[Referent],
    ) -> Resolved {
        let has = |word: &str| group.iter().any(|token| token.is(word));
        if !(has("lui") || has("le") || has("la") || has("l'")) {
            return Resolved::default();
        }
        let feminine = group
            .last()
            .is_some_and(|verb| verb.lower.ends_with("ée") || verb.lower.ends_with("ue"));
        let gender = if has("la") || has("l'") && feminine {
            Some('f')
        } else if has("le") {
            Some('m')
        } else {
            None
        };
        let other = self.other_than(subject, gender);
        // Of two whom the sentence does not name, the one whom the sentence before is about.
        match (topic, other.who.as_slice()) {
            ([Referent::Person(about)], [Referent::Person(last)])
                if about != last
                    && !self.here.contains(last)
                    && !subject.contains(&topic[0])
                    && agrees(self.people.all[*about].gender, gender) =>
            {
                self.one(Some(*about), 0.78)
            }
            _ => other,
        }
    }
}
