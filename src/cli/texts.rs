//! The texts that arguments mean: articles of the base, files, folders of files.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::output;
use crate::articles::Article;
use crate::facts::{Base, read_text};
use crate::repl::Origin;
use crate::text::{Report, nearest};

/// A text to read.
#[derive(Debug)]
pub(super) enum Text {
    File(PathBuf),
    /// Position among the articles of the base.
    Article(usize),
}

impl Text {
    /// The file that the text is read from, unless it is the base's own.
    pub(super) fn file(&self) -> Option<&Path> {
        match self {
            Text::File(path) => Some(path),
            Text::Article(_) => None,
        }
    }

    /// How many bytes the text has; none if that cannot be said.
    pub(super) fn size(&self, base: &Base) -> usize {
        match self {
            Text::File(path) => {
                let size = path.metadata().map_or(0, |metadata| metadata.len());
                usize::try_from(size).unwrap_or(usize::MAX)
            }
            Text::Article(at) => base.articles[*at].text().len(),
        }
    }
}

/// The texts that an argument means: a folder, a file, or an article of the base.
pub(super) fn find(base: &Base, origin: &Origin, name: &str) -> Result<Vec<Text>, Report> {
    let mut path = PathBuf::from(name);
    // With `--base`, paths may also be meant from the base's folder.
    if let Origin::Folder(folder) = origin
        && !path.exists()
        && folder.join(&path).exists()
    {
        path = folder.join(path);
    }
    let is_text = |path: &Path| path.extension() == Some(OsStr::new("txt"));
    if path.is_dir() {
        let entries = std::fs::read_dir(&path)
            .map_err(|error| Report::general(format!("{name}: {}", output::cause(&error))))?;
        let mut paths: Vec<PathBuf> = entries
            .filter_map(Result::ok)
            .map(|entry| entry.path())
            .filter(|p| is_text(p))
            .collect();
        paths.sort();
        if paths.is_empty() {
            return Err(Report::general(format!("{name}: no text files"))
                .help("articles are files whose names end in .txt"));
        }
        return Ok(paths.into_iter().map(Text::File).collect());
    }
    if path.is_file() || is_text(&path) {
        return Ok(vec![Text::File(path)]);
    }
    if let Some(article) = base.article(name) {
        return Ok(vec![Text::Article(article)]);
    }
    // An article whose file cannot be read is not in the base; reading it again says why.
    if let Origin::Folder(folder) = origin {
        let file = folder.join("seeds").join(format!("{name}.txt"));
        if file.is_file() {
            return Ok(vec![Text::File(file)]);
        }
    }
    let ids = base.articles.iter().map(Article::id);
    let report = Report::general(format!("no article, file or folder `{name}`"));
    Err(match nearest(name, ids) {
        Some(near) => report.suggest(Some(near)),
        None => report.help("the articles of the base: `entente query 'article(Id, Title, Date)'`"),
    })
}

/// The largest file that is read as one article.
const LARGEST: u64 = 1 << 30;

/// Reads a text, with the date that the base knows of it.
pub(super) fn read<'a>(
    base: &'a Base,
    text: &Text,
) -> Result<(Cow<'a, Article>, Option<&'a str>), Report> {
    let path = match text {
        Text::Article(at) => {
            let article = &base.articles[*at];
            is_plain(article.id(), article.text())?;
            return Ok((Cow::Borrowed(article), base.date(*at)));
        }
        Text::File(path) => path,
    };
    let name = output::path(path);
    let cannot = |cause: String| Report::general(format!("{name}: {cause}"));
    let metadata = path
        .metadata()
        .map_err(|error| cannot(output::cause(&error)))?;
    if !metadata.is_file() {
        return Err(cannot("no file of text".to_owned()).help("name files that end in .txt"));
    }
    if metadata.len() > LARGEST {
        return Err(cannot("larger than 1 GiB".to_owned()).help("split it into articles"));
    }
    let content = read_text(path).map_err(|error| cannot(output::cause(&error)))?;
    if content.trim().is_empty() {
        return Err(cannot("the file is empty".to_owned()));
    }
    is_plain(&name, &content)?;
    let id = path.file_stem().unwrap_or_default().to_string_lossy();
    let known = base
        .article(&id)
        .filter(|&at| base.articles[at].text() == content);
    Ok((
        Cow::Owned(Article::new(id, content)),
        known.and_then(|at| base.date(at)),
    ))
}

/// Refuses what is no plain text.
fn is_plain(name: &str, content: &str) -> Result<(), Report> {
    let Some(at) = memchr::memchr(0, content.as_bytes()) else {
        return Ok(());
    };
    let line = 1 + memchr::memchr_iter(b'\n', &content.as_bytes()[..at]).count();
    let message = format!("{name}: line {line}: no plain text (byte 0x00 at offset {at})");
    Err(Report::general(message).help("save the file as plain text in UTF-8"))
}
