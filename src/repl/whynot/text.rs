//! Why not, as text for people.

use crate::answers::whynot::{
    WhyNot, by_clause, filled, is_stated, kept_out, place, set_aside, shown, written,
};
use crate::answers::wrapped;
use crate::answers::{Knowledge, on_terminal};
use crate::facts::{Standing, Statement};
use crate::proofs::whynot::{Absence, Attempt, Failure, Outcome, Pattern, Presence};
use crate::rules::Const;

/// How many rules are shown with all their conditions.
const SHOWN: usize = 3;

/// What there is to say, every line with its end. What holds is proved by `prove`.
pub(crate) fn as_text(
    knowledge: &Knowledge,
    why_not: &WhyNot,
    prove: &str,
    width: Option<usize>,
) -> String {
    let fact = written(knowledge.program(), &why_not.pattern);
    let Some(absence) = &why_not.absence else {
        let text = format!("{fact} holds: `{prove}` shows why");
        return wrapped(&on_terminal(&text), 0, 2, width);
    };
    let mut writer = Writer {
        knowledge,
        width,
        text: String::new(),
        nowhere: why_not
            .unknown
            .iter()
            .map(|(value, _)| value.clone())
            .collect(),
        said: Vec::new(),
    };
    writer.absence(&fact, absence);
    writer.unknown(why_not);
    writer.mentions(why_not);
    writer.text
}

struct Writer<'a> {
    knowledge: &'a Knowledge,
    width: Option<usize>,
    text: String,
    /// Values that no tuple of any relation has, and those of them that were named.
    nowhere: Vec<Const>,
    said: Vec<Const>,
}

impl Writer<'_> {
    /// A line; one that is too long goes on below, further in.
    fn line(&mut self, indent: usize, line: &str) {
        let line = on_terminal(line);
        self.text
            .push_str(&wrapped(&line, indent, indent + 2, self.width));
    }

    fn place(&self, rule: usize) -> String {
        let knowledge = self.knowledge;
        let span = knowledge.program().rules[rule].span;
        knowledge.sources().place(span)
    }

    fn absence(&mut self, fact: &str, absence: &Absence) {
        let program = self.knowledge.program();
        let clauses = by_clause(program, &absence.attempts);
        let relation = &program.relation(absence.pattern.relation).name;
        let excluded = self.excluded(absence);
        let rules = match (clauses.len(), excluded.len()) {
            (0, 0) => format!("no rule derives `{relation}`"),
            (0, _) => "no rule could give it".to_owned(),
            (1, _) => "one rule could give it".to_owned(),
            (many, _) => format!("{many} rules could give it, the nearest first"),
        };
        self.line(0, &format!("{fact} does not hold: {rules}"));
        let before = self.text.len();
        self.instead(2, absence);
        if self.text.len() > before {
            self.text.insert(before, '\n');
        }
        for (at, (_, attempts)) in clauses.iter().enumerate() {
            if at == SHOWN {
                self.text.push('\n');
            }
            if at < SHOWN {
                self.text.push('\n');
                self.attempt(attempts);
            } else {
                self.short(2, attempts[0]);
            }
        }
        if !excluded.is_empty() {
            self.text.push('\n');
            for line in excluded {
                self.line(2, &line);
            }
        }
    }

    /// Rules that a value in their head excludes, by what they give.
    fn excluded(&self, absence: &Absence) -> Vec<String> {
        let program = self.knowledge.program();
        let relation = program.relation(absence.pattern.relation);
        let mut lines = Vec::new();
        for exclusion in &absence.excluded {
            let rule = &program.rules[exclusion.rule];
            let alike = |attempt: &Attempt| program.rules[attempt.rule].span == rule.span;
            if absence.attempts.iter().any(alike) {
                continue;
            }
            let place = self.knowledge.sources().place(rule.span);
            let column = &relation.columns[exclusion.column].name;
            let line = match &exclusion.gives {
                Some(value) => format!("not by {place}: there, `{column}` is {}", value.written()),
                None => format!("not by {place}: there, `{column}` is as another column"),
            };
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
        lines
    }

    /// A clause: its nearest alternative in full, the others shortly.
    fn attempt(&mut self, attempts: &[&Attempt]) {
        let [attempt, others @ ..] = attempts else {
            return;
        };
        self.line(2, &self.summary(attempt));
        for at in self.shown(attempt) {
            self.condition(attempt, at);
        }
        if attempt.is_met() {
            self.line(4, &self.kept_out(attempt));
        }
        for other in others {
            let failing: Vec<String> = self.failing(other);
            self.line(4, &format!("or: {}", failing.join(", ")));
        }
    }

    /// Where a rule stands, and how far it gets.
    fn summary(&self, attempt: &Attempt) -> String {
        let place = self.place(attempt.rule);
        match self.counts(attempt) {
            (0, 1) => format!("{place}: its condition fails"),
            (0, all) => format!("{place}: none of {all} conditions holds"),
            (held, all) if held == all => format!("{place}: all conditions hold"),
            (held, all) => format!("{place}: {held} of {all} conditions hold together"),
        }
    }

    fn shown(&self, attempt: &Attempt) -> Vec<usize> {
        let rule = &self.knowledge.program().rules[attempt.rule];
        shown(rule, &attempt.conditions)
    }

    /// How many of the conditions that are shown hold, and how many there are.
    fn counts(&self, attempt: &Attempt) -> (usize, usize) {
        let shown = self.shown(attempt);
        let holds = |at: &&usize| matches!(attempt.conditions[**at].outcome, Outcome::Holds);
        (shown.iter().filter(holds).count(), shown.len())
    }

    /// Why a tuple is not there although a rule gives it.
    fn kept_out(&self, attempt: &Attempt) -> String {
        let program = self.knowledge.program();
        let relation = program.relation(program.rules[attempt.rule].head.relation);
        kept_out(relation)
    }

    /// The conditions of an attempt that fail, filled in.
    fn failing(&self, attempt: &Attempt) -> Vec<String> {
        let fails = |at: &usize| matches!(attempt.conditions[*at].outcome, Outcome::Fails(_));
        let failing = (0..attempt.conditions.len()).filter(fails);
        failing
            .map(|at| format!("{} fails", self.filled(attempt, at)))
            .collect()
    }

    fn filled(&self, attempt: &Attempt, at: usize) -> String {
        let knowledge = self.knowledge;
        let program = knowledge.program();
        let rule = &program.rules[attempt.rule];
        let condition = &attempt.conditions[at];
        filled(program, knowledge.sources(), rule, at, condition)
    }

    fn condition(&mut self, attempt: &Attempt, at: usize) {
        let filled = self.filled(attempt, at);
        match &attempt.conditions[at].outcome {
            Outcome::Holds => self.line(4, &format!("holds  {filled}")),
            Outcome::Open => self.line(4, &format!("open   {filled}")),
            Outcome::Fails(failure) => {
                self.line(4, &format!("fails  {filled}"));
                self.failure(11, failure);
            }
        }
    }

    fn failure(&mut self, indent: usize, failure: &Failure) {
        match failure {
            Failure::Missing(absence) => self.missing(indent, absence),
            Failure::Present(presence) => {
                let line = self.presence(presence);
                self.line(indent, &line);
            }
            Failure::Compared(left, right) => {
                let line = format!("left {}, right {}", left.written(), right.written());
                self.line(indent, &line);
            }
            Failure::Computed(Some(value)) => {
                self.line(indent, &format!("it is {}", value.written()))
            }
            Failure::Computed(None) => self.line(indent, "there is nothing to compute it from"),
            Failure::Undefined => self.line(indent, "it is undefined for these values"),
            Failure::Untrue => {}
        }
    }

    /// The tuple that a negation forbids, and who says it.
    fn presence(&self, presence: &Presence) -> String {
        let knowledge = self.knowledge;
        let (base, program) = (knowledge.base(), knowledge.program());
        let tuple = Pattern {
            relation: presence.relation,
            values: presence.values.iter().cloned().map(Some).collect(),
            alike: Vec::new(),
        };
        let tuple = written(program, &tuple);
        let stated = base.stating(program, presence.relation, &presence.values);
        let own = program
            .facts
            .iter()
            .find(|fact| fact.relation == presence.relation && fact.values == presence.values);
        let by = match (stated.first(), own, presence.rule) {
            (Some(&at), ..) => place(base, &base.statements[at]),
            (None, Some(fact), _) => knowledge.sources().place(fact.span),
            (None, None, Some(rule)) => format!("by {}", self.place(rule)),
            (None, None, None) => "from the articles themselves".to_owned(),
        };
        format!("there is {tuple}  {by}")
    }

    /// What is missing one level down: rules that could have given it, or facts that come close.
    fn missing(&mut self, indent: usize, absence: &Absence) {
        self.instead(indent, absence);
        let clauses = by_clause(self.knowledge.program(), &absence.attempts);
        for (_, attempts) in clauses.iter().take(SHOWN) {
            self.short(indent, attempts[0]);
        }
        if clauses.len() > SHOWN {
            let more = format!("and {} more rules", clauses.len() - SHOWN);
            self.line(indent, &more);
        }
    }

    /// A rule in a few lines: how far it gets, and what fails.
    fn short(&mut self, indent: usize, attempt: &Attempt) {
        let place = self.place(attempt.rule);
        if attempt.is_met() {
            let line = format!("{place}: {}", self.kept_out(attempt));
            return self.line(indent, &line);
        }
        let failing = self.failing(attempt).join(", ");
        let count = match self.counts(attempt) {
            (_, 1) => String::new(),
            (held, all) => format!("; {held} of {all} hold"),
        };
        self.line(indent, &format!("{place}: {failing}{count}"));
        let missing = attempt
            .conditions
            .iter()
            .find_map(|one| match &one.outcome {
                Outcome::Fails(Failure::Missing(absence)) => Some(absence),
                _ => None,
            });
        if let Some(absence) = missing {
            let program = self.knowledge.program();
            let relation = absence.pattern.relation;
            match absence.attempts.is_empty() {
                false => self.missing(indent + 2, absence),
                // Rules further down were not asked about.
                true if program.derived().any(|id| id == relation) => {}
                true => self.like_it(indent + 2, absence),
            }
        }
    }

    /// What there is instead: facts that were set aside, values that the relation does not have, and, where
    /// facts are what is missing, those that come closest.
    fn instead(&mut self, indent: usize, absence: &Absence) {
        let before = self.text.len();
        self.like_it(indent, absence);
        let is_derived = |id| self.knowledge.program().derived().any(|one| one == id);
        if self.text.len() == before && !is_derived(absence.pattern.relation) {
            self.line(indent, "no fact says so, nor anything like it");
        }
    }

    fn like_it(&mut self, indent: usize, absence: &Absence) {
        let knowledge = self.knowledge;
        let (base, program) = (knowledge.base(), knowledge.program());
        let relation = program.relation(absence.pattern.relation);
        let name = &relation.name;
        for statement in set_aside(base, program, &absence.pattern) {
            let why = standing(knowledge, statement);
            let at = place(base, statement);
            self.line(indent, &format!("{at} says so and does not count: {why}"));
        }
        if knowledge
            .database()
            .rows(absence.pattern.relation)
            .is_empty()
        {
            return self.line(indent, &format!("`{name}` is empty"));
        }
        for unknown in &absence.nearest.unknown {
            // That nothing has a value is said once.
            if self.nowhere.contains(&unknown.value) {
                match self.said.contains(&unknown.value) {
                    true => continue,
                    false => self.said.push(unknown.value.clone()),
                }
            }
            let column = &relation.columns[unknown.column].name;
            let value = unknown.value.written();
            let near = did_you_mean(unknown.near.as_ref());
            self.line(
                indent,
                &format!("no tuple of `{name}` has {value} as `{column}`{near}"),
            );
        }
        if !absence.attempts.is_empty() && !is_stated(knowledge, &absence.pattern) {
            return;
        }
        for near in &absence.nearest.tuples {
            let values: Vec<String> = near.values.iter().map(Const::written).collect();
            self.line(indent, &format!("near: {name}({})", values.join(", ")));
        }
        if absence.nearest.more > 0 {
            let more = format!("and {} more as near", absence.nearest.more);
            self.line(indent, &more);
        }
    }

    fn unknown(&mut self, why_not: &WhyNot) {
        for (value, near) in &why_not.unknown {
            if self.said.contains(value) || near.is_none() {
                continue;
            }
            let near = did_you_mean(near.as_ref());
            self.text.push('\n');
            self.line(2, &format!("no fact has {}{near}", value.written()));
        }
    }

    fn mentions(&mut self, why_not: &WhyNot) {
        let mentions = &why_not.mentions;
        if mentions.names.is_empty() || self.knowledge.base().articles.is_empty() {
            return;
        }
        let names: Vec<String> = mentions
            .names
            .iter()
            .map(|name| Const::Symbol(name.clone()).written())
            .collect();
        let names = match names.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, others)) => format!("{} and {last}", others.join(", ")),
            None => return,
        };
        self.text.push('\n');
        if mentions.found.is_empty() {
            return self.line(2, &format!("no sentence mentions {names}"));
        }
        self.line(2, &format!("sentences that mention {names}"));
        for mention in &mentions.found {
            let article = &self.knowledge.base().articles[mention.article];
            let range = article.sentences()[mention.sentence - 1].clone();
            let words: Vec<&str> = article.text()[range].split_whitespace().collect();
            let sentence = on_terminal(&words.join(" ")).into_owned();
            self.line(
                4,
                &format!("{}, sentence {}", article.id(), mention.sentence),
            );
            self.text.push_str(&wrapped(&sentence, 6, 6, self.width));
        }
        if mentions.more > 0 {
            self.line(4, &format!("and {} more", mentions.more));
        }
        if mentions.stopped {
            self.line(4, "the search was stopped before the last article");
        }
    }
}

fn did_you_mean(near: Option<&Const>) -> String {
    near.map_or_else(String::new, |near| {
        format!(": did you mean {}?", near.written())
    })
}

/// Why a statement does not count.
fn standing(knowledge: &Knowledge, statement: &Statement) -> String {
    let sources = knowledge.sources();
    match statement.standing {
        Standing::Withdrawn(span) => format!("withdrawn at {}", sources.place(span)),
        Standing::Overruled(span) => format!("overruled by {}", sources.place(span)),
        Standing::Doubtful => "it is doubtful".to_owned(),
        Standing::LeftOut => left_out(knowledge, statement),
        Standing::InForce => "it counts".to_owned(),
    }
}

/// Which part of the selection leaves a statement out.
fn left_out(knowledge: &Knowledge, statement: &Statement) -> String {
    let base = knowledge.base();
    let selection = base.selection();
    let of_article = statement.article.filter(|at| base.is_left_out(*at));
    match (of_article, &selection.as_of, selection.min_confidence) {
        (Some(_), Some(date), _) => format!("its article is later than {date}"),
        (None, _, Some(least)) => format!("it is below the confidence of {least}"),
        _ => "it is left out".to_owned(),
    }
}
