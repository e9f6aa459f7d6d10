//! Reading the base's files anew: by `:reload`, or when they were saved.

use std::collections::BTreeMap;
use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;

use super::origin::carry_over;
use super::reply::Reply;
use super::session::Session;
use super::{describe, differing};
use crate::answers::{Failure, Knowledge, State};
use crate::engine::{Limits, Stopped};
use crate::facts::{Base, BaseFile, FileKind};
use crate::text::{Report, has_errors, render};

/// Files of a base by their names, each with a hash of its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Files(BTreeMap<String, u64>);

impl Files {
    /// The files that questions depend on.
    pub(super) fn of(files: &[BaseFile]) -> Files {
        let asked = files.iter().filter(|file| file.kind != FileKind::Reading);
        let hash = |file: &BaseFile| (file.name.clone(), FxBuildHasher.hash_one(&file.text));
        Files(asked.map(hash).collect())
    }

    /// The names of files that are new, gone or not as they were, sorted.
    pub(super) fn changed_since(&self, before: &Files) -> Vec<String> {
        let differs = |name: &&String| self.0.get(*name) != before.0.get(*name);
        let names = self.0.keys().chain(before.0.keys()).filter(differs);
        let mut names: Vec<String> = names.cloned().collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// A base that was read and evaluated, without what a session adds.
pub(super) struct Fresh {
    knowledge: Knowledge,
    /// Warnings, as drawn.
    drawn: String,
    files: Files,
}

/// Why a base could not be read anew.
pub(super) enum Refused {
    /// With its mistakes, as drawn.
    Mistakes(String),
    Stopped(Stopped),
}

/// Reads and evaluates a base from its files and what was wrong with reading them.
pub(super) fn load(
    files: &[BaseFile],
    mut reports: Vec<Report>,
    limits: &Limits,
    colours: bool,
) -> Result<Fresh, Refused> {
    let (base, wrong) = Base::load(files);
    reports.extend(wrong);
    let drawn = render(&reports, &base.sources, colours);
    if has_errors(&reports) {
        return Err(Refused::Mistakes(drawn));
    }
    let knowledge = Knowledge::new(base, limits).map_err(Refused::Stopped)?;
    Ok(Fresh {
        knowledge,
        drawn,
        files: Files::of(files),
    })
}

/// What there is to say when nothing came of it.
const UNCHANGED: &str = "the base is as it was before";

/// Reads the base's files anew and adds again what the session added.
pub(super) fn reload(session: &mut Session) -> Result<Reply, Report> {
    let (files, reports) = session.origin.read()?;
    Ok(
        match load(&files, reports, &session.limits, session.colours) {
            Ok(fresh) => {
                let title = |now: &Knowledge| format!("read anew: {}\n", describe::size(now));
                adopt(session, fresh, title)
            }
            Err(refused) => refuse(session, refused),
        },
    )
}

/// The reply where the base could not be read anew.
pub(super) fn refuse(session: &Session, refused: Refused) -> Reply {
    let mut reply = match refused {
        Refused::Mistakes(drawn) => Reply::failed(drawn),
        Refused::Stopped(stopped) => session.fail(Failure::Stopped(stopped)),
    };
    reply.say(UNCHANGED);
    reply
}

/// Puts a base in place of the session's, adds again what the session added, and says behind a title what that gave
/// and took.
pub(super) fn adopt(
    session: &mut Session,
    fresh: Fresh,
    title: impl FnOnce(&Knowledge) -> String,
) -> Reply {
    let Fresh {
        mut knowledge,
        drawn,
        files,
    } = fresh;
    // What counts of the base stays what it was.
    let selection = session.knowledge.base().selection().clone();
    if !selection.is_everything()
        && let Err(stopped) = knowledge.select(selection, &session.limits)
    {
        return refuse(session, Refused::Stopped(stopped));
    }
    let items = carry_over(&session.knowledge, knowledge.sources_mut());
    if !items.is_empty()
        && let Err(failure) = knowledge.replace_session(items, &session.limits)
    {
        let mut reply = match failure {
            Failure::Mistakes(reports) => {
                Reply::failed(render(&reports, knowledge.sources(), session.colours))
            }
            stopped => session.fail(stopped),
        };
        reply.say(&format!(
            "what the session added does not fit the files; {UNCHANGED}"
        ));
        return reply;
    }
    session.past.changed(State::of(&session.knowledge));
    session.knowledge = knowledge;
    session.shown = None;
    session.meant = None;
    session.proved = None;
    if session.files.is_some() {
        session.files = Some(files);
    }
    let mut reply = Reply::default();
    reply.draw(&drawn);
    let title = title(&session.knowledge);
    reply.say(&format!("{title}{}", differing::summary(session)));
    reply
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_change_and_go() {
        let file = |kind, name: &str, text: &str| BaseFile {
            kind,
            name: name.to_owned(),
            text: text.to_owned(),
        };
        let before = [
            file(FileKind::Rules, "rules/a.dl", "a"),
            file(FileKind::Rules, "rules/b.dl", "b"),
            file(FileKind::Reading, "rules/reading/r.dl", "r"),
            file(FileKind::Curated, "facts/curated/c.dl", "c"),
        ];
        let after = [
            file(FileKind::Rules, "rules/a.dl", "a"),
            file(FileKind::Rules, "rules/b.dl", "B"),
            file(FileKind::Reading, "rules/reading/r.dl", "R"),
            file(FileKind::Article, "seeds/d.txt", "d"),
        ];
        let (before, after) = (Files::of(&before), Files::of(&after));
        let changed = ["facts/curated/c.dl", "rules/b.dl", "seeds/d.txt"];
        assert_eq!(after.changed_since(&before), changed);
        assert_eq!(after.changed_since(&after), [""; 0]);
    }
}
