//! Writing the tables of `.output`.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::num::NonZero;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use tempfile::TempPath;

use super::Directive;
use super::options::{Place, Table};
use crate::cli::output as print;
use crate::cli::run::Stop;
use crate::facts::{Database, Layout, write_header, write_sqlite, write_table};
use crate::rules::{Program, RelationId};
use crate::syntax::write_symbol;
use crate::text::Report;

pub(super) fn write(
    directive: &Directive,
    program: &Program,
    database: &Database,
    threads: NonZero<usize>,
) -> Result<(), Stop> {
    let Directive {
        relation, table, ..
    } = directive;
    let name = &program.relation(*relation).name;
    let cannot = |file: &str, cause: &str| {
        Report::error(directive.span, format!("{file}: {cause}"))
            .label(format!("`{name}` is written there"))
    };
    let cannot_open = |file: &str, error: &io::Error| {
        cannot(file, &print::cause(error)).help("name a folder that can be written to with `-D`")
    };
    let unclear = match &table.place {
        Place::Standard => write_standard(table, program, *relation, database, threads)?,
        Place::Size => {
            print_size(&table.name, database.rows(*relation).len())?;
            None
        }
        Place::File(file) => write_file(
            Path::new(file),
            table,
            program,
            *relation,
            database,
            threads,
        )
        .map_err(|error| cannot_open(file, &error))?,
        Place::Sqlite(file) => {
            let folder = Path::new(file).parent().unwrap_or(Path::new("."));
            if !file.starts_with("file:") {
                std::fs::create_dir_all(folder).map_err(|error| cannot_open(file, &error))?;
            }
            write_sqlite(file, &table.name, program, *relation, database)
                .map_err(|mistake| cannot(file, &mistake))?;
            None
        }
    };
    if let Some(text) = unclear {
        let message = format!(
            "the text {} of `{name}` has a delimiter or line end inside, so that its table cannot be read \
             back",
            write_symbol(&text),
        );
        print::label("warning", &message);
        print::label("help", "`rfc4180=true` puts texts in quotation marks");
    }
    Ok(())
}

/// Writes the number of a relation's tuples to the standard output, as `.printsize` does.
pub(super) fn print_size(name: &str, tuples: usize) -> io::Result<()> {
    print::data(&format!("{name}\t{tuples}\n"))
}

/// Writes a relation to the standard output: JSON as it is, lines between those of Soufflé's.
fn write_standard(
    table: &Table,
    program: &Program,
    relation: RelationId,
    database: &Database,
    threads: NonZero<usize>,
) -> io::Result<Option<String>> {
    let mut unclear = None;
    print::data_with(|mut out| {
        let Layout::Lines(layout) = &table.layout else {
            return write_table(
                &mut out,
                &table.layout,
                program,
                relation,
                database,
                threads,
            )
            .map(|_| ());
        };
        writeln!(out, "---------------\n{}", table.name)?;
        if layout.headers {
            write_header(&mut out, layout, program, relation)?;
        }
        writeln!(out, "===============")?;
        let mut rows_only = layout.clone();
        rows_only.headers = false;
        let rows_only = Layout::Lines(rows_only);
        unclear = write_table(&mut out, &rows_only, program, relation, database, threads)?;
        writeln!(out, "===============")
    })?;
    Ok(unclear)
}

/// Writes a file beside the one that may be there and puts it in its place at the end, so that a run that is
/// stopped leaves no half of a table.
fn write_file(
    path: &Path,
    table: &Table,
    program: &Program,
    relation: RelationId,
    database: &Database,
    threads: NonZero<usize>,
) -> io::Result<Option<String>> {
    let here = Path::new(".");
    let folder_of = |path: &Path| match path.parent() {
        Some(folder) if folder != Path::new("") => folder.to_owned(),
        _ => here.to_owned(),
    };
    std::fs::create_dir_all(folder_of(path))?;
    let mut target: PathBuf = path.to_owned();
    if path.exists() {
        // A file that may not be written to stays, and so does what is none, such as a pipe.
        let file = OpenOptions::new().write(true).open(path)?;
        if !file.metadata()?.is_file() {
            return write_to(&file, table, program, relation, database, threads);
        }
        target = path.canonicalize()?;
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(".entente-");
    // Temporary files are private; this one becomes a file like any other, as the user's umask has it.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let file = builder.tempfile_in(folder_of(&target))?;
    let unclear = write_to(file.as_file(), table, program, relation, database, threads)?;
    put_in_place(file.into_temp_path(), &target)?;
    Ok(unclear)
}

/// Puts a file in the place of another one, which is there or not. Where the two can be exchanged, that is done:
/// some systems wait for the disk when a file is replaced.
fn put_in_place(file: TempPath, target: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        if renameat_with(CWD, &*file, CWD, target, RenameFlags::EXCHANGE).is_ok() {
            // What was there before.
            return file.close();
        }
    }
    file.persist(target).map_err(|error| error.error)
}

fn write_to(
    file: &File,
    table: &Table,
    program: &Program,
    relation: RelationId,
    database: &Database,
    threads: NonZero<usize>,
) -> io::Result<Option<String>> {
    let mut file = BufWriter::new(file);
    let unclear = if table.compress {
        let mut compressed = GzEncoder::new(&mut file, Compression::default());
        let unclear = write_table(
            &mut compressed,
            &table.layout,
            program,
            relation,
            database,
            threads,
        )?;
        compressed.finish()?;
        unclear
    } else {
        write_table(
            &mut file,
            &table.layout,
            program,
            relation,
            database,
            threads,
        )?
    };
    file.flush()?;
    Ok(unclear)
}
