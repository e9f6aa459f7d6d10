//! A base: articles, rules and facts, loaded and checked together.

use std::hash::BuildHasher;

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::files::{BaseFile, FileKind};
use super::statements::{EVENT_ID, Reader, Standing, Statement};
use super::{Database, Numbers, Selection};
use crate::articles::Article;
use crate::rules::{Const, Program, RelationId, check};
use crate::syntax::ast::Item;
use crate::syntax::{parse, parse_in_runs};
use crate::text::{Report, Sources};
use crate::translate::fingerprint;

/// Articles, rules and facts. It may be used only if loading it reported no error.
#[derive(Clone, Debug, Default)]
pub struct Base {
    pub sources: Sources,
    /// What rule files say, and the declarations of fact files.
    pub items: Vec<Item>,
    pub program: Program,
    pub articles: Vec<Article>,
    pub statements: Vec<Statement>,
    /// The numbers of statements by hash of what they state.
    stated: Numbers,
    /// Positions of articles by their ids.
    article_numbers: FxHashMap<String, usize>,
    /// What the rules' texts are known by; equal to that of the compiled rules if they are the same.
    pub fingerprint: u64,
    /// What counts, and which articles do not.
    pub(super) selection: Selection,
    pub(super) left_out: Vec<bool>,
    /// The standings of the statements as their files have them.
    pub(super) loaded: Vec<Standing>,
}

fn hash(relation: RelationId, values: &[Const]) -> u64 {
    FxBuildHasher.hash_one((relation, values))
}

/// The report on an item that reads or writes tables.
fn no_tables(item: &Item) -> Option<Report> {
    let Item::Io(io) = item else {
        return None;
    };
    Some(
        Report::error(io.span, "reading or writing tables in a base").help(
            "put facts into files under facts/; tables are for programs that `entente run` runs",
        ),
    )
}

/// Relations that the loader itself fills from the articles.
const ARTICLE: &str = "article";
/// Curated relations that give an article what its text lacks.
const TITLE: &str = "article_title";
const DATE: &str = "article_date";
/// What a relation is called that has another's tuples with the article of each in front.
const REPORTED: &str = "reported_";

impl Base {
    /// Loads a base from its files; everything that is wrong in any of them is reported.
    pub fn load(files: &[BaseFile]) -> (Base, Vec<Report>) {
        let mut base = Base {
            fingerprint: fingerprint(
                files
                    .iter()
                    .filter(|file| file.kind == FileKind::Rules)
                    .map(|file| (file.name.as_str(), file.text.as_str())),
            ),
            ..Base::default()
        };
        let mut reports = Vec::new();
        let mut fact_files: Vec<(FileKind, Vec<Item>)> = Vec::new();
        for file in files {
            if file.kind == FileKind::Reading {
                continue;
            }
            if file.kind == FileKind::Article {
                let article = Article::new(file.stem(), file.text.as_str());
                base.articles.push(article);
                continue;
            }
            let source = base.sources.add(file.name.as_str(), file.text.as_str());
            if file.kind == FileKind::Rules {
                let (items, wrong) = parse(source, &file.text);
                reports.extend(wrong);
                reports.extend(items.iter().filter_map(no_tables));
                base.items.extend(items);
                continue;
            }
            let (items, wrong) = parse_in_runs(source, &file.text);
            reports.extend(wrong);
            let declares = |item: &&Item| matches!(item, Item::Decl(_) | Item::Type(_));
            base.items.extend(items.iter().filter(declares).cloned());
            fact_files.push((file.kind, items));
        }
        let (program, wrong) = check(base.items.iter(), &base.sources);
        reports.extend(wrong);
        base.program = program;
        let ids = base.articles.iter().map(|article| article.id().to_owned());
        // Of articles with the same id, the first is meant.
        base.article_numbers = ids.zip(0..).collect::<Vec<_>>().into_iter().rev().collect();
        base.read_facts(&fact_files, &mut reports);
        base.check_filled(&mut reports);
        (base, reports)
    }

    fn read_facts(&mut self, files: &[(FileKind, Vec<Item>)], reports: &mut Vec<Report>) {
        let mut reader = Reader {
            program: &self.program,
            sources: &self.sources,
            articles: &self.articles,
            article_numbers: &self.article_numbers,
            statements: Vec::new(),
            withdrawals: Vec::new(),
            reports: Vec::new(),
        };
        for (kind, items) in files {
            reader.file(*kind, items);
        }
        reports.append(&mut reader.reports);
        let withdrawals = reader.withdrawals;
        self.statements = reader.statements;
        for (article, relation, values, span) in withdrawals {
            let mut found = false;
            for statement in &mut self.statements {
                let meant = statement.kind == FileKind::Extracted
                    && statement.relation == relation
                    && statement.values == values
                    && (article.is_none() || statement.article == article);
                if meant {
                    statement.standing = Standing::Withdrawn(span);
                    found = true;
                }
            }
            if !found {
                reports.push(
                    Report::warning(span, "withdraws nothing that was extracted")
                        .help("remove it, or correct it to the extracted fact"),
                );
            }
        }
        self.overrule();
        self.tell_events_apart();
        let standings = self.statements.iter().map(|statement| statement.standing);
        self.loaded = standings.collect();
        self.stated.reserve(self.statements.len());
        for (number, statement) in self.statements.iter().enumerate() {
            let hash = hash(statement.relation, &statement.values);
            self.stated.find_or_insert(hash, number as u32, |_| false);
        }
    }

    /// Curated facts win: an extracted fact gives way where a curated one of its relation and article says
    /// something else in the same sentence, or of the same subject. Facts about an event give way with it.
    fn overrule(&mut self) {
        let mut curated: FxHashMap<(RelationId, Option<usize>), Vec<usize>> = FxHashMap::default();
        for (at, statement) in self.statements.iter().enumerate() {
            if statement.kind == FileKind::Curated {
                let key = (statement.relation, statement.article);
                curated.entry(key).or_default().push(at);
            }
        }
        for at in 0..self.statements.len() {
            let statement = &self.statements[at];
            let may_count = matches!(statement.standing, Standing::InForce | Standing::Doubtful);
            if statement.kind != FileKind::Extracted || !may_count {
                continue;
            }
            let rivals = curated.get(&(statement.relation, statement.article));
            let Some(rivals) = rivals else {
                continue;
            };
            let rivals = rivals.iter().map(|&rival| &self.statements[rival]);
            if rivals.clone().any(|rival| rival.values == statement.values) {
                // Whoever curated it has no doubt.
                self.statements[at].standing = Standing::InForce;
                continue;
            }
            let winner = rivals
                .into_iter()
                .find(|rival| self.is_about_the_same(statement, rival));
            if let Some(winner) = winner {
                self.statements[at].standing = Standing::Overruled(winner.span);
            }
        }
        self.overrule_details_of_events();
    }

    fn is_about_the_same(&self, statement: &Statement, rival: &Statement) -> bool {
        let by_event = self.event_columns(statement.relation).next() == Some(0);
        if !by_event && statement.values.first() == rival.values.first() {
            return true;
        }
        let (Some(article), Some(words), Some(others)) =
            (statement.article, &statement.quotation, &rival.quotation)
        else {
            return false;
        };
        let article = &self.articles[article];
        let sentences = |range: &std::ops::Range<usize>| {
            let last = range.end.saturating_sub(1).max(range.start);
            (article.sentence_at(range.start), article.sentence_at(last))
        };
        let ((from, to), (other_from, other_to)) = (sentences(words), sentences(others));
        from <= other_to && other_from <= to
    }

    pub(super) fn overrule_details_of_events(&mut self) {
        let Some(event) = self.program.find("event") else {
            return;
        };
        // A curated event of that id is there whatever was extracted.
        let curated: FxHashSet<(Option<usize>, &Const)> = self
            .statements
            .iter()
            .filter(|s| s.relation == event && s.kind == FileKind::Curated)
            .filter_map(|s| Some((s.article, s.values.first()?)))
            .collect();
        let mut gone: FxHashMap<(Option<usize>, Const), Standing> = FxHashMap::default();
        for statement in &self.statements {
            if statement.relation == event
                && statement.kind == FileKind::Extracted
                && !statement.is_in_force()
                && let Some(id) = statement.values.first()
                && !curated.contains(&(statement.article, id))
            {
                gone.insert((statement.article, id.clone()), statement.standing);
            }
        }
        for at in 0..self.statements.len() {
            let statement = &self.statements[at];
            if statement.kind != FileKind::Extracted || !statement.is_in_force() {
                continue;
            }
            let columns: Vec<usize> = self.event_columns(statement.relation).collect();
            let statement = &mut self.statements[at];
            for column in columns {
                let key = (statement.article, statement.values[column].clone());
                if let Some(standing) = gone.get(&key) {
                    statement.standing = *standing;
                }
            }
        }
    }

    /// An id of an event is unique in its article only. One that two articles use gets the article's id in
    /// front, as `article/id`, so that rules see two events.
    fn tell_events_apart(&mut self) {
        let mut users: FxHashMap<String, FxHashSet<usize>> = FxHashMap::default();
        let mut places: Vec<(usize, usize, usize)> = Vec::new();
        for (at, statement) in self.statements.iter().enumerate() {
            let Some(article) = statement.article else {
                continue;
            };
            for column in self.event_columns(statement.relation) {
                if let Const::Symbol(id) = &statement.values[column] {
                    users.entry(id.clone()).or_default().insert(article);
                    places.push((at, column, article));
                }
            }
        }
        for (at, column, article) in places {
            if let Const::Symbol(id) = &mut self.statements[at].values[column]
                && users.get(id).is_some_and(|articles| articles.len() > 1)
            {
                *id = format!("{}/{id}", self.articles[article].id());
            }
        }
    }

    fn event_columns(&self, relation: RelationId) -> impl Iterator<Item = usize> {
        let columns = self.program.relation(relation).columns.iter();
        columns
            .enumerate()
            .filter(|(_, column)| column.type_name == EVENT_ID)
            .map(|(at, _)| at)
    }

    /// Checks the declarations of relations that the loader fills.
    fn check_filled(&self, reports: &mut Vec<Report>) {
        for relation in &self.program.relations {
            let types = |columns: &[crate::rules::Column]| -> Vec<crate::rules::Type> {
                columns.iter().map(|column| column.ty).collect()
            };
            if let Some(reported) = relation.name.strip_prefix(REPORTED)
                && let Some(original) = self.program.find(reported)
            {
                let original = self.program.relation(original);
                let mut wanted = vec![crate::rules::Type::Symbol];
                wanted.extend(types(&original.columns));
                if types(&relation.columns) != wanted {
                    let message = format!(
                        "`{}` must have the columns of `{reported}` behind one for the article",
                        relation.name
                    );
                    let signature = original.signature();
                    let help = signature.replacen('(', "(article: symbol, ", 1);
                    reports.push(
                        Report::error(relation.declared, message)
                            .help(format!("declare it as `{REPORTED}{help}`")),
                    );
                }
            }
            if relation.name == ARTICLE
                && types(&relation.columns) != [crate::rules::Type::Symbol; 3]
            {
                reports.push(
                    Report::error(relation.declared, "`article` has an id, a title and a date")
                        .help(
                            "declare it as `article(article: symbol, title: symbol, date: Date)`",
                        ),
                );
            }
        }
    }

    /// The tuples that the statements in force and the articles give, for this base's program or one that
    /// extends it.
    pub fn database(&self, program: &Program) -> Database {
        let mut database = Database::new(program);
        self.state(program, &mut database, |_| true);
        database
    }

    /// Adds the tuples that the statements in force and the articles give to the wanted relations.
    pub fn state(
        &self,
        program: &Program,
        database: &mut Database,
        wanted: impl Fn(RelationId) -> bool,
    ) {
        let reported: Vec<Option<RelationId>> = program
            .relations
            .iter()
            .map(|relation| program.find(&format!("{REPORTED}{}", relation.name)))
            .map(|reported| reported.filter(|reported| wanted(*reported)))
            .collect();
        for statement in self.statements.iter().filter(|s| s.is_in_force()) {
            if wanted(statement.relation) {
                database.insert(statement.relation, &statement.values);
            }
            let Some(article) = statement.article else {
                continue;
            };
            if let Some(reported) = reported[statement.relation.index()] {
                let id = Const::Symbol(self.articles[article].id().to_owned());
                let mut values = vec![id];
                values.extend(statement.values.iter().cloned());
                database.insert(reported, &values);
            }
        }
        if let Some(relation) = program.find(ARTICLE).filter(|relation| wanted(*relation)) {
            for (at, article) in self.articles.iter().enumerate() {
                if self.is_left_out(at) {
                    continue;
                }
                let columns = [
                    article.id().to_owned(),
                    self.title(at).unwrap_or_default().to_owned(),
                    self.date(at).unwrap_or_default().to_owned(),
                ];
                database.insert(relation, &columns.map(Const::Symbol));
            }
        }
    }

    /// The statements in force that give a tuple, of a relation of this base's program or one that extends
    /// it. A tuple of `reported_R` is given by those of R in its article.
    pub fn stating(&self, program: &Program, relation: RelationId, tuple: &[Const]) -> Vec<usize> {
        if let Some(Const::Symbol(id)) = tuple.first()
            && program.relation(relation).name == ARTICLE
        {
            return self.metadata_of(id);
        }
        let (relation, article, values) = match (self.reported(program, relation), tuple) {
            (Some(reported), [Const::Symbol(id), values @ ..]) => {
                (reported, self.article(id), values)
            }
            _ => (relation, None, tuple),
        };
        let states = |statement: &Statement| {
            statement.is_in_force()
                && statement.relation == relation
                && (article.is_none() || statement.article == article)
                && statement.values == values
        };
        let mut found: Vec<usize> = self.stated.all(hash(relation, values)).collect();
        found.retain(|&at| states(&self.statements[at]));
        found.sort_unstable();
        found
    }

    /// The relation whose facts a relation `reported_…` has with their articles.
    pub fn reported(&self, program: &Program, relation: RelationId) -> Option<RelationId> {
        let name = program.relation(relation).name.strip_prefix(REPORTED)?;
        program.find(name)
    }

    /// The curated statements of an article's title and date.
    fn metadata_of(&self, article: &str) -> Vec<usize> {
        let article = self.article(article);
        let relations = [TITLE, DATE].map(|name| self.program.find(name));
        let all = self.statements.iter().enumerate();
        all.filter(|(_, statement)| {
            statement.is_in_force()
                && statement.article == article
                && relations.contains(&Some(statement.relation))
        })
        .map(|(at, _)| at)
        .collect()
    }

    /// An article's position by its id.
    pub fn article(&self, id: &str) -> Option<usize> {
        self.article_numbers.get(id).copied()
    }

    /// An article's title: from its text, else a curated one.
    pub fn title(&self, article: usize) -> Option<&str> {
        let own = self.articles[article].title();
        own.or_else(|| self.metadata(article, TITLE))
    }

    /// An article's date: from its text, else a curated one.
    pub fn date(&self, article: usize) -> Option<&str> {
        let own = self.articles[article].date();
        own.or_else(|| self.metadata(article, DATE))
    }

    /// The first column of a curated fact about an article.
    fn metadata(&self, article: usize, relation: &str) -> Option<&str> {
        let relation = self.program.find(relation)?;
        self.statements
            .iter()
            .filter(|s| s.relation == relation && s.article == Some(article) && s.is_in_force())
            .find_map(|statement| match statement.values.first() {
                Some(Const::Symbol(text)) => Some(text.as_str()),
                _ => None,
            })
    }
}
