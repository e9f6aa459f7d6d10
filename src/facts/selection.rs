//! Selections: what of a base counts, if not everything does.

use super::base::Base;
use super::dates::Interval;
use super::files::FileKind;
use super::statements::{Standing, Statement};
use crate::rules::Const;

/// What of a base counts. By default, everything that its files let count.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selection {
    /// Extracted facts count from this confidence on, from 0 to 1, and no others; also those that the extractor
    /// left out as doubtful, if they have it. By default, those that it did not leave out.
    pub min_confidence: Option<f64>,
    /// What had been published by the end of this date, in ISO 8601, as precise as known: articles that are
    /// dated after it do not count, nor what is quoted from them. An article that may be as old as that, since its
    /// date is coarse or unknown, counts.
    pub as_of: Option<String>,
    /// What else does not count.
    pub without: Vec<Left>,
}

/// Something that is left out.
#[derive(Clone, Debug, PartialEq)]
pub enum Left {
    /// An article by its id, and all that is quoted from it.
    Article(String),
    /// All facts of a relation with these values, of one article or of all; none stands for any value.
    Facts {
        article: Option<String>,
        relation: String,
        values: Vec<Option<Const>>,
    },
}

/// How much a selection leaves out of a base, and what it keeps for want of a precise date.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    pub articles: usize,
    pub statements: usize,
    /// Doubtful statements that count.
    pub taken_in: usize,
    /// Ids of articles that count although they may be later than the date.
    pub undated: Vec<String>,
}

impl Selection {
    /// Whether all counts that files let count.
    pub fn is_everything(&self) -> bool {
        *self == Selection::default()
    }

    /// Whether an article is dated after the date of the selection; not if either is unknown.
    fn is_later(&self, date: Option<&str>) -> bool {
        let limit = self.as_of.as_deref().and_then(Interval::parse);
        let date = date.and_then(Interval::parse);
        matches!((limit, date), (Some(limit), Some(date)) if limit.before(date))
    }

    /// Whether an article may have been published after the date of the selection, for all that is known.
    fn may_be_later(&self, date: Option<&str>) -> bool {
        let limit = self.as_of.as_deref().and_then(Interval::parse);
        limit.is_some_and(|limit| {
            let date = date.and_then(Interval::parse);
            date.is_none_or(|date| date.last > limit.last)
        })
    }
}

impl Left {
    fn is_article(&self, id: &str) -> bool {
        matches!(self, Left::Article(own) if own == id)
    }
}

impl Base {
    /// What counts now.
    pub fn selection(&self) -> &Selection {
        &self.selection
    }

    /// Whether an article does not count.
    pub fn is_left_out(&self, article: usize) -> bool {
        self.left_out.get(article).copied().unwrap_or(false)
    }

    /// Lets other things count. What was evaluated before is of no use any more.
    pub fn select(&mut self, selection: Selection) -> LeftOut {
        for (statement, loaded) in self.statements.iter_mut().zip(&self.loaded) {
            statement.standing = *loaded;
        }
        self.left_out.clear();
        self.selection = selection;
        if self.selection.is_everything() {
            return LeftOut::default();
        }
        let selection = self.selection.clone();
        let dates: Vec<Option<String>> = (0..self.articles.len())
            .map(|at| self.date(at).map(str::to_owned))
            .collect();
        let mut left_out = LeftOut::default();
        if let Some(least) = selection.min_confidence {
            self.weigh(least);
        }
        for (article, date) in self.articles.iter().zip(&dates) {
            let (id, date) = (article.id(), date.as_deref());
            let is_out = selection.is_later(date)
                || selection.without.iter().any(|left| left.is_article(id));
            self.left_out.push(is_out);
            left_out.articles += usize::from(is_out);
            if !is_out && selection.may_be_later(date) {
                left_out.undated.push(id.to_owned());
            }
        }
        let facts: Vec<&Left> = selection
            .without
            .iter()
            .filter(|left| matches!(left, Left::Facts { .. }))
            .collect();
        for at in 0..self.statements.len() {
            let statement = &self.statements[at];
            let is_out = statement
                .article
                .is_some_and(|article| self.left_out[article])
                || facts.iter().any(|left| self.is_meant(left, statement));
            let counted = self.loaded[at] == Standing::InForce;
            let statement = &mut self.statements[at];
            if is_out && statement.is_in_force() {
                statement.standing = Standing::LeftOut;
            }
            left_out.statements += usize::from(counted && !statement.is_in_force());
            left_out.taken_in += usize::from(!counted && statement.is_in_force());
        }
        left_out
    }

    /// Whether some statement that counts is what would be left out.
    pub fn states(&self, left: &Left) -> bool {
        let mut statements = self.statements.iter();
        statements.any(|statement| statement.is_in_force() && self.is_meant(left, statement))
    }

    /// Lets statements count by their confidence, and details of events by that of their event.
    fn weigh(&mut self, least: f64) {
        for statement in &mut self.statements {
            let enough = statement.kind != FileKind::Extracted || statement.confidence >= least;
            match (statement.standing, enough) {
                (Standing::InForce, false) => statement.standing = Standing::LeftOut,
                (Standing::Doubtful, true) => statement.standing = Standing::InForce,
                _ => {}
            }
        }
        self.overrule_details_of_events();
    }

    fn is_meant(&self, left: &Left, statement: &Statement) -> bool {
        let Left::Facts {
            article,
            relation,
            values,
        } = left
        else {
            return false;
        };
        let of = statement.article.map(|at| self.articles[at].id());
        self.program.relation(statement.relation).name == *relation
            && article.as_deref().is_none_or(|id| of == Some(id))
            && values.len() == statement.values.len()
            && values
                .iter()
                .zip(&statement.values)
                .all(|(wanted, is)| wanted.as_ref().is_none_or(|wanted| wanted == is))
    }
}
