//! Statements: facts as files state them, with the words that say them.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::articles::Article;
use crate::facts::FileKind;
use crate::facts::dates::Interval;
use crate::rules::{Const, Program, RelationId, Stated, Type, check_fact, plain_values};
use crate::syntax::PlainValue;
use crate::syntax::ast::{Atom, Facts, Item, Quotation, Text, Withdrawal};
use crate::text::{Report, Sources, Span, nearest};

/// A fact as a file states it.
#[derive(Clone, Debug)]
pub struct Statement {
    pub relation: RelationId,
    pub values: Vec<Const>,
    pub kind: FileKind,
    /// Position among the base's articles.
    pub article: Option<usize>,
    /// The words that say it: bytes of the article's text.
    pub quotation: Option<Range<usize>>,
    /// From 0 to 1; 1 where a person wrote the fact.
    pub confidence: f64,
    /// Where the fact stands in its file.
    pub span: Span,
    pub standing: Standing,
}

/// Whether a statement counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    InForce,
    /// A curated file takes it back, there.
    Withdrawn(Span),
    /// A curated fact says something else of the same, there.
    Overruled(Span),
    /// The extractor was too uncertain of it, and marked it so.
    Doubtful,
    /// The selection in force leaves it out.
    LeftOut,
}

impl Statement {
    pub fn is_in_force(&self) -> bool {
        self.standing == Standing::InForce
    }
}

/// The type of columns with ids of events: free text, unique in its article.
pub const EVENT_ID: &str = "EventId";
/// The type of columns with dates.
const DATE: &str = "Date";
/// Facts of relations whose last column has this name may stand without a quotation.
const REASON: &str = "reason";

/// Reads the facts of one file.
pub(super) struct Reader<'a> {
    pub(super) program: &'a Program,
    pub(super) sources: &'a Sources,
    pub(super) articles: &'a [Article],
    /// Positions of articles by their ids.
    pub(super) article_numbers: &'a FxHashMap<String, usize>,
    pub(super) statements: Vec<Statement>,
    pub(super) withdrawals: Vec<(Option<usize>, RelationId, Vec<Const>, Span)>,
    pub(super) reports: Vec<Report>,
}

/// What the facts that follow in a file come from.
#[derive(Default)]
struct Scope {
    article: Option<usize>,
    quotation: Option<Range<usize>>,
    confidence: f64,
    doubtful: bool,
    /// A wrong article or quotation was reported; its facts are not reported again.
    broken: bool,
}

impl Reader<'_> {
    pub(super) fn file(&mut self, kind: FileKind, items: &[Item]) {
        let mut scope = Scope::default();
        for item in items {
            match item {
                Item::Article(id) => scope = self.article(id),
                Item::Quotation(quotation) => self.quotation(quotation, &mut scope),
                Item::Withdrawal(withdrawal) => self.withdrawal(kind, withdrawal, &scope),
                Item::Clause(clause) => {
                    if clause.body.is_some() {
                        self.reports.push(
                            Report::error(clause.span, "a rule among facts")
                                .help("rules belong into files under rules/"),
                        );
                        continue;
                    }
                    for head in &clause.heads {
                        self.fact(kind, head, &scope);
                    }
                }
                Item::Facts(facts) => self.facts(kind, facts, &scope),
                Item::Query(query) => self.reports.push(
                    Report::error(query.span, "a query among facts")
                        .help("ask it at the prompt, or with `entente query`"),
                ),
                Item::Io(io) => self.reports.push(
                    Report::error(io.span, "reading and writing among facts")
                        .help("`.input` and `.output` belong into programs for `entente run`"),
                ),
                Item::Decl(_) | Item::Type(_) | Item::Unreadable(_) => {}
                item => self.reports.push(
                    Report::error(item.span(), "part of a program among facts")
                        .help("put it into a file under rules/"),
                ),
            }
        }
    }

    fn article(&mut self, id: &Text) -> Scope {
        let article = self.article_numbers.get(&id.text).copied();
        if article.is_none() {
            let ids = self.articles.iter().map(Article::id);
            let report = Report::error(id.span, format!("no article `{}`", id.text));
            self.reports.push(match nearest(&id.text, ids) {
                Some(near) => report.suggest(Some(near)),
                None => report.help(format!("put its text into `seeds/{}.txt`", id.text)),
            });
        }
        Scope {
            article,
            broken: article.is_none(),
            ..Scope::default()
        }
    }

    fn quotation(&mut self, quotation: &Quotation, scope: &mut Scope) {
        scope.quotation = None;
        scope.confidence = quotation.confidence.unwrap_or(1.0);
        scope.doubtful = quotation.doubtful;
        let Some(article) = scope.article else {
            if !scope.broken {
                self.reports.push(
                    Report::error(quotation.span, "a quotation of no article")
                        .help("name the article first: `.article \"…\"`"),
                );
                scope.broken = true;
            }
            return;
        };
        let article = &self.articles[article];
        scope.quotation = article.find(&quotation.words.text);
        scope.broken = scope.quotation.is_none();
        if scope.broken {
            self.reports.push(misquoted(article, &quotation.words));
        }
    }

    /// Plain facts, most of which need no tree.
    fn facts(&mut self, kind: FileKind, facts: &Facts, scope: &Scope) {
        let program = self.program;
        let relation = program.find(&facts.name.text);
        let columns = relation.map_or(&[][..], |relation| &program.relation(relation).columns);
        let types: Vec<Type> = columns.iter().map(|column| column.ty).collect();
        let sources = self.sources;
        facts.each(&sources.get(facts.span.source).text, |args, span| {
            let mut dated = columns
                .iter()
                .zip(args)
                .filter(|(c, _)| c.type_name == DATE);
            let is_date = |value| matches!(value, PlainValue::Text(text) if is_date(text));
            match (relation, plain_values(args, &types)) {
                (Some(relation), Some(values)) if dated.all(|(_, arg)| is_date(arg.value)) => {
                    self.state(kind, relation, values, span, scope);
                }
                _ => self.fact(kind, &facts.atom(args, span), scope),
            }
        });
    }

    fn fact(&mut self, kind: FileKind, head: &Atom, scope: &Scope) {
        let fact = match check_fact(self.program, head) {
            Ok(Stated::Fact(fact)) => fact,
            Ok(Stated::Rule(_)) => {
                return self.reports.push(
                    Report::error(head.span, "a fact with values to compute")
                        .help("write the values out, or make it a rule under rules/"),
                );
            }
            Err(reports) => return self.reports.extend(reports),
        };
        self.check_dates(head, fact.relation);
        self.state(kind, fact.relation, fact.values, head.span, scope);
    }

    fn state(
        &mut self,
        kind: FileKind,
        relation: RelationId,
        values: Vec<Const>,
        span: Span,
        scope: &Scope,
    ) {
        if scope.broken {
            return;
        }
        let columns = &self.program.relation(relation).columns;
        let needs_quotation =
            kind != FileKind::Lexicon && columns.last().is_none_or(|c| c.name != REASON);
        if needs_quotation && scope.quotation.is_none() {
            let help = match scope.article {
                Some(_) => "put the words that say it above: `@ \"…\"`",
                None => "name the article and quote the words above: `.article \"…\"`, `@ \"…\"`",
            };
            let message = "a fact without a source";
            return self.reports.push(Report::error(span, message).help(help));
        }
        self.statements.push(Statement {
            relation,
            values,
            kind,
            article: scope.article,
            quotation: scope.quotation.clone(),
            confidence: match scope.quotation {
                Some(_) => scope.confidence,
                None => 1.0,
            },
            span,
            standing: match scope.doubtful {
                true => Standing::Doubtful,
                false => Standing::InForce,
            },
        });
    }

    fn check_dates(&mut self, head: &Atom, relation: RelationId) {
        let columns = &self.program.relation(relation).columns;
        for (column, arg) in columns.iter().zip(&head.args) {
            if column.type_name != DATE {
                continue;
            }
            if let crate::syntax::ast::TermKind::Text(text) = &arg.kind
                && !is_date(text)
            {
                self.reports.push(
                    Report::error(arg.span, format!("`{text}` is no date"))
                        .help("dates are ISO 8601, as precise as known: 2025, 2025-07, 2025-07-30"),
                );
            }
        }
    }

    fn withdrawal(&mut self, kind: FileKind, withdrawal: &Withdrawal, scope: &Scope) {
        if kind != FileKind::Curated {
            return self.reports.push(
                Report::error(withdrawal.span, "a withdrawal outside of curated facts")
                    .help("withdraw extracted facts in a file under facts/curated/"),
            );
        }
        match check_fact(self.program, &withdrawal.atom) {
            Ok(Stated::Fact(fact)) => {
                self.withdrawals
                    .push((scope.article, fact.relation, fact.values, withdrawal.span))
            }
            Ok(Stated::Rule(_)) => self.reports.push(Report::error(
                withdrawal.span,
                "a withdrawal with values to compute",
            )),
            Err(reports) => self.reports.extend(reports),
        }
    }
}

/// Whether a text is a date, or says that there is none.
fn is_date(text: &str) -> bool {
    text.is_empty() || Interval::parse(text).is_some()
}

/// The report on words that are not in their article.
fn misquoted(article: &Article, words: &Text) -> Report {
    let report = Report::error(
        words.span,
        format!("article `{}` does not say this", article.id()),
    );
    match article.nearest(&words.text) {
        Some(range) => {
            let passage = article.text()[range].replace(['\n', '\r'], " ");
            report.help(format!("the nearest passage is: {passage}"))
        }
        None => report.help("quote the article word for word"),
    }
}
