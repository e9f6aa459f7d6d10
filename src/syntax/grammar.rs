//! The grammar of facts, rules and queries, in nom.
//!
//! ```text
//! file        = { item }
//! item        = declaration | type | io | clause | subsumption | component | init | pragma | functor
//!             | query | article | quotation | withdrawal
//! declaration = ".decl" name { "," name } "(" [ columns ] ")" { qualifier } [ choice ]
//! columns     = name ":" name { "," name ":" name }
//! qualifier   = "inline" | "eqrel" | …                                   `QUALIFIERS` in token.rs
//! choice      = "choice-domain" group { "," group }
//! group       = name | "(" name { "," name } ")"
//! type        = ".type" name [ "<:" name | "=" structure ] | ( ".symbol_type" | ".number_type" ) name
//! structure   = name { "|" name } | "[" [ columns ] "]" | branch { "|" branch }
//! branch      = name "{" [ columns ] "}"
//! io          = ( ".input" | ".output" | ".printsize" | ".limitsize" ) name { "," name }
//!               [ "(" [ option { "," option } ] ")" ]
//! option      = name "=" ( text | number | decimal | name )
//! clause      = atom { "," atom } ( "." | ":-" body "." [ plan ] )
//! subsumption = atom "<=" atom ":-" body "." [ plan ]
//! plan        = ".plan" order { "," order }
//! order       = number ":" "(" [ number { "," number } ] ")"
//! component   = ".comp" name [ names ] [ ":" use { ( "," | ":" ) use } ] "{" { item | ".override" name } "}"
//! use         = name [ names ]
//! names       = "<" name { "," name } ">"
//! init        = ".init" name "=" use
//! pragma      = ".pragma" text [ text ]
//! functor     = ".functor" name "(" [ argument { "," argument } ] ")" ":" name [ "stateful" ]
//! argument    = [ name ":" ] name
//! query       = "?-" body "."                         at the prompt, "?-" and "." may be left out
//! article     = ".article" text
//! quotation   = "@" text [ number | decimal ]
//! withdrawal  = "!" atom "."
//! body        = conjunction { ";" conjunction }
//! conjunction = condition { "," condition }
//! condition   = "!" condition | "(" body ")" | "true" | "false" | atom | term comparison term
//! comparison  = "=" | "!=" | "<" | "<=" | ">" | ">="
//! atom        = name "(" [ terms ] ")"
//! terms       = term { "," term }
//! term        = prefixed { operator prefixed }        all bind to the left; those below bind more:
//! operator    = "lor"
//!             | "lxor"
//!             | "land"
//!             | "bor"
//!             | "bxor"
//!             | "band"
//!             | "bshl" | "bshr" | "bshru"
//!             | "+" | "-"
//!             | "*" | "/" | "%"
//! prefixed    = ( "-" | "bnot" | "lnot" ) prefixed | power
//! power       = primary [ "^" prefixed ]
//! primary     = number | unsigned | decimal | text | "_" | "nil" | name | aggregate | "(" term ")"
//!             | name "(" [ terms ] ")" | "@" name "(" [ terms ] ")" | "as" "(" term "," name ")"
//!             | "[" [ terms ] "]" | "$" [ name [ "(" [ terms ] ")" ] ] | "autoinc" "(" ")"
//! aggregate   = "count" ":" scope | ( "sum" | "min" | "max" | "mean" ) term ":" scope
//! scope       = "{" body "}" | atom
//! ```
//!
//! Facts of numbers and texts are read without this grammar where a program has many: `facts.rs`.
//! Annotations, `@[…]` and `@![…]`, may stand before any part and are left out first (`annotations.rs`).
//! Within a component there are no articles, quotations, withdrawals, queries, pragmas and functors. Tokens
//! are described in `lexer.rs`; the rules stand in `clauses.rs`, `directives.rs`, `types.rs`,
//! `components.rs`, `expressions.rs`, `terms.rs` and `aggregates.rs`. A mistake ends its item only: reading
//! goes on with the next one, so that all mistakes of a file are reported at once.

use nom::combinator::opt;
use nom::{Input, Parser};

use super::annotations::without_annotations;
use super::ast::{Component, Item, Query, Unreadable};
use super::clauses::item;
use super::components::component_head;
use super::expressions::{body, punct};
use super::lexer::{Run, lex, scan, scan_in_runs};
use super::mistakes::{Indent, indent, lies_in, next_item, unreadable, unreadable_item};
use super::token::{Token, TokenKind};
use super::tokens::{Parsed, Progress, Tokens};
use crate::text::{Report, SourceId, Span, in_order};

/// How many components may stand inside each other.
const DEEPEST: usize = 100;

/// Reads a file. What could not be read is left out and reported.
pub fn parse(source: SourceId, text: &str) -> (Vec<Item>, Vec<Report>) {
    let run = scan(source, text);
    parse_run(run, end_of(source, text), &|token| indent(text, token))
}

/// Reads a file as [`parse`] does, but plain facts in runs.
pub fn parse_in_runs(source: SourceId, text: &str) -> (Vec<Item>, Vec<Report>) {
    let run = scan_in_runs(source, text);
    parse_run(run, end_of(source, text), &|token| indent(text, token))
}

/// Reads a run of tokens, from one file or several.
pub(super) fn parse_run(run: Run, end: Span, indent: Indent<'_>) -> (Vec<Item>, Vec<Report>) {
    let run = without_annotations(run);
    let progress = Progress::new(end);
    let mut reader = Reader {
        tokens: &run.tokens,
        mistakes: &run.mistakes,
        indent,
        progress: &progress,
        items: Vec::new(),
        open: Vec::new(),
        reports: Vec::new(),
    };
    let mut rest = Tokens::new(&run.tokens, &progress);
    while rest.first().is_some() {
        progress.restart(rest.position());
        rest = reader.step(rest);
    }
    let Reader {
        open,
        mut reports,
        mut items,
        ..
    } = reader;
    items.extend(open.iter().map(|open| {
        Item::Unreadable(Unreadable {
            names: None,
            span: open.keyword,
        })
    }));
    reports.extend(open.iter().map(|open| {
        Report::error(open.keyword, "this component is never closed").help("close it with `}`")
    }));
    reports.extend(run.mistakes.into_iter().map(|(_, report)| report));
    in_order(&mut reports);
    (items, reports)
}

/// What was read so far.
struct Reader<'a> {
    tokens: &'a [Token],
    mistakes: &'a [(usize, Report)],
    indent: Indent<'a>,
    progress: &'a Progress,
    items: Vec<Item>,
    /// The components whose items are being read, outermost first.
    open: Vec<Open>,
    reports: Vec<Report>,
}

/// A component whose items are being read; without a tree, if its head could not be read.
struct Open {
    component: Option<Component>,
    items: Vec<Item>,
    /// The word `.comp`.
    keyword: Span,
}

impl<'a> Reader<'a> {
    /// Reads one item, or one end of a component, and gives what follows.
    fn step(&mut self, rest: Tokens<'a>) -> Tokens<'a> {
        if rest.first().map(|token| &token.kind) == Some(&TokenKind::Directive(".comp")) {
            return self.open_component(rest);
        }
        if rest.starts_with("}")
            && let Some(open) = self.open.pop()
        {
            self.close_component(open, rest.span());
            return rest.take_from(1);
        }
        match item(rest, !self.open.is_empty()) {
            Ok((after, item)) => {
                // An item that something was left out of would be reported for what it lacks.
                match lies_in(self.mistakes, rest.position(), after.position() - 1) {
                    true => self.add_unreadable(rest),
                    false => self.add(item),
                }
                after
            }
            Err(_) => {
                let at = self.report(rest);
                self.add_unreadable(rest);
                let in_component = !self.open.is_empty();
                next_item(self.indent, rest, self.tokens, at, in_component)
            }
        }
    }

    fn add(&mut self, item: Item) {
        let open = self.open.last_mut();
        open.map_or(&mut self.items, |open| &mut open.items)
            .push(item);
    }

    /// Notes an item that is left out, if it would have declared something.
    fn add_unreadable(&mut self, item: Tokens<'a>) {
        let unreadable = unreadable_item(&self.tokens[item.position()..]);
        unreadable.into_iter().for_each(|item| self.add(item));
    }

    /// Reports where an item broke off, and gives that place.
    fn report(&mut self, item: Tokens<'a>) -> usize {
        let (at, expected) = self.progress.farthest();
        if !lies_in(self.mistakes, item.position(), at) {
            let report = unreadable(self.tokens, at, &expected, self.progress.end);
            self.reports.push(report);
        }
        at
    }

    /// Reads the head of a component. One that cannot be read is opened, too, if its brace can be found:
    /// the mistakes among its items are reported, and its end is no surprise.
    fn open_component(&mut self, input: Tokens<'a>) -> Tokens<'a> {
        let head: Parsed<'a, Component> = match self.open.len() {
            DEEPEST.. => input.refuse("fewer components inside each other (at most 100)"),
            _ => component_head(input),
        };
        let keyword = input.span();
        let (rest, component) = match head {
            Ok((rest, component)) => {
                let hurt = lies_in(self.mistakes, input.position(), rest.position() - 1);
                (rest, (!hurt).then_some(component))
            }
            Err(_) => {
                // Of components that stand too deep, the first says it for all within it.
                let at = match self.open.len() > DEEPEST {
                    true => input.position(),
                    false => self.report(input),
                };
                let ahead = self.tokens[at.min(self.tokens.len())..]
                    .iter()
                    .position(|t| {
                        matches!(
                            t.kind,
                            TokenKind::Directive(_) | TokenKind::Punct("{" | ".")
                        ) && t.span != keyword
                    });
                let brace = ahead
                    .map(|ahead| at + ahead)
                    .filter(|&brace| self.tokens[brace].kind == TokenKind::Punct("{"));
                let Some(brace) = brace else {
                    self.add_unreadable(input);
                    let in_component = !self.open.is_empty();
                    return next_item(self.indent, input, self.tokens, at, in_component);
                };
                (input.take_from(brace + 1 - input.position()), None)
            }
        };
        self.open.push(Open {
            component,
            items: Vec::new(),
            keyword,
        });
        rest
    }

    fn close_component(&mut self, open: Open, brace: Span) {
        let span = open.keyword.to(brace);
        self.add(match open.component {
            Some(component) => Item::Component(Component {
                items: open.items,
                span,
                ..component
            }),
            None => Item::Unreadable(Unreadable { names: None, span }),
        });
    }
}

/// Reads one query, in which `?-` and the full stop may be left out.
pub fn parse_query(source: SourceId, text: &str) -> Result<Query, Vec<Report>> {
    let (tokens, reports) = lex(source, text);
    if !reports.is_empty() {
        return Err(reports);
    }
    let progress = Progress::new(end_of(source, text));
    let start = Tokens::new(&tokens, &progress);
    let read = (opt(punct("?-")), body, opt(punct("."))).parse(start);
    match read {
        Ok((rest, (_, body, _))) if rest.first().is_none() => Ok(Query {
            span: start.span_to(rest),
            body,
        }),
        Ok((rest, _)) => {
            let _ = rest.refuse::<()>("the end of the query");
            Err(refused(&tokens, &progress))
        }
        Err(_) => Err(refused(&tokens, &progress)),
    }
}

fn refused(tokens: &[Token], progress: &Progress) -> Vec<Report> {
    let (at, expected) = progress.farthest();
    vec![unreadable(tokens, at, &expected, progress.end)]
}

/// The place behind the last character that is no white space.
pub(super) fn end_of(source: SourceId, text: &str) -> Span {
    let end = text.trim_end().len() as u32;
    Span {
        source,
        start: end,
        end,
    }
}
