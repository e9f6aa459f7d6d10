//! Functors called by name.

use super::Lowering;
use crate::rules::builtins::{Functor, Named};
use crate::rules::drafts::{DraftFunctor, DraftLiteral, DraftTerm};
use crate::rules::kinds::Kind;
use crate::rules::types::Type;
use crate::syntax::ast;
use crate::text::{Report, Span, nearest};

impl Lowering<'_> {
    pub(super) fn named_call(
        &mut self,
        name: &ast::Name,
        args: &[ast::Term],
        span: Span,
    ) -> (DraftTerm, Kind) {
        let Some(named) = Named::find(&name.text) else {
            let near = nearest(&name.text, Functor::names());
            if let word @ ("count" | "sum" | "mean") = name.text.as_str() {
                let message = format!("`{word}` is an aggregate, not a functor");
                let report = Report::error(name.span, message).help(format!(
                    "it goes over a body: `{word} {}: {{ … }}`",
                    match word {
                        "count" => "",
                        _ => "x ",
                    }
                ));
                self.reports.push(report);
                return self.wrong();
            }
            let report = Report::error(name.span, format!("unknown functor `{}`", name.text));
            self.reports
                .push(if self.program.find(&name.text).is_some() {
                    report.help("a relation is no value: make its atom a condition of its own")
                } else {
                    report.suggest(near).help(format!(
                        "the functors are `{}`",
                        Functor::names().collect::<Vec<_>>().join("`, `")
                    ))
                });
            return self.wrong();
        };
        let (least, most) = match named {
            Named::Fixed(Functor::Cat, ..) | Named::Extreme(_) => (2, usize::MAX),
            Named::Fixed(_, arguments, _) => (arguments.len(), arguments.len()),
            Named::Convert(_) | Named::Ord => (1, 1),
            Named::Range => (2, 3),
        };
        if args.len() < least || args.len() > most {
            let wanted = match (least, most) {
                (1, 1) => "1 argument".to_owned(),
                (least, most) if least == most => format!("{least} arguments"),
                (least, usize::MAX) => format!("{least} or more arguments"),
                (least, most) => format!("{least} to {most} arguments"),
            };
            let message = format!("`{}` takes {wanted}, not {}", name.text, args.len());
            self.reports.push(Report::error(span, message));
            return self.wrong();
        }
        match named {
            Named::Fixed(functor, arguments, result) => {
                let typed = |at: usize| arguments[at.min(arguments.len() - 1)];
                let values: Vec<DraftTerm> = args
                    .iter()
                    .enumerate()
                    .map(|(at, arg)| self.valued_as(arg, typed(at)))
                    .collect();
                let kind = self.kinds.of(result, span);
                (
                    chained(DraftFunctor::Fixed(functor), values, arguments.len()),
                    kind,
                )
            }
            Named::Extreme(extreme) => {
                let kind = self.kinds.open();
                let values = args.iter().map(|arg| self.joined(arg, kind)).collect();
                (
                    chained(DraftFunctor::Extreme(extreme, kind), values, 2),
                    kind,
                )
            }
            Named::Convert(to) => {
                let (value, from) = self.valued(&args[0]);
                self.converted.push((from, to, span));
                let kind = self.kinds.of(to, span);
                (
                    DraftTerm::Call(DraftFunctor::Convert(from, to), vec![value]),
                    kind,
                )
            }
            Named::Ord => {
                let (value, from) = self.valued(&args[0]);
                let kind = self.kinds.of(Type::Number, span);
                (DraftTerm::Call(DraftFunctor::Ord(from), vec![value]), kind)
            }
            Named::Range => self.range(args, span),
        }
    }

    pub(super) fn range(&mut self, args: &[ast::Term], span: Span) -> (DraftTerm, Kind) {
        let kind = self.kinds.numeric();
        let mut values = args
            .iter()
            .map(|arg| self.joined(arg, kind))
            .collect::<Vec<_>>()
            .into_iter();
        let target = self.fresh_of("#range", kind, span);
        let (Some(from), Some(to)) = (values.next(), values.next()) else {
            unreachable!("the number of arguments was checked")
        };
        self.body.push(DraftLiteral::Range {
            target,
            ty: kind,
            from,
            to,
            step: values.next(),
            span,
        });
        (DraftTerm::Var(target), kind)
    }
}

/// `cat(a, b, c)` as `cat(cat(a, b), c)`, and so for the others that take more than their arity.
fn chained(functor: DraftFunctor, values: Vec<DraftTerm>, arity: usize) -> DraftTerm {
    let mut values = values.into_iter();
    let first: Vec<DraftTerm> = values.by_ref().take(arity).collect();
    values.fold(DraftTerm::Call(functor, first), |whole, value| {
        DraftTerm::Call(functor, vec![whole, value])
    })
}
