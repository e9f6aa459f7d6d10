//! Tables in SQLite databases, as Soufflé lays them out.
//!
//! A relation `edge` is a table `_edge` of numbers, in which texts are numbers in `__SymbolTable`, and a view
//! `edge` in which they are texts. Reading takes the view, or any other table or view of that name.

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, OpenFlags, Transaction};
use rustc_hash::FxHashMap;

use super::cells::{is_text, parse_cell, write_cell};
use super::mistakes::MOST_REPORTS;
use super::order::sorted;
use crate::facts::{Database, Word};
use crate::rules::{Column, Const, Program, Real, Relation, RelationId};

/// Reads a table or view of the SQLite database `file` into a relation; what is wrong is returned.
pub fn read_sqlite(
    file: &str,
    table: &str,
    program: &Program,
    relation: RelationId,
    database: &mut Database,
) -> Result<(), Vec<String>> {
    let columns = &program.relation(relation).columns;
    read(file, table, columns, relation, database).unwrap_or_else(|error| Err(vec![cause(&error)]))
}

type Mistakes = Result<(), Vec<String>>;

fn read(
    file: &str,
    table: &str,
    columns: &[Column],
    relation: RelationId,
    database: &mut Database,
) -> rusqlite::Result<Mistakes> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(file, flags)?;
    let is_there =
        "SELECT count(*) FROM sqlite_master WHERE type IN ('table', 'view') AND name = ?1";
    let found: i64 = connection.query_row(is_there, [table], |row| row.get(0))?;
    if found == 0 {
        return Ok(Err(vec![format!("no table or view `{table}`")]));
    }
    let mut select = connection.prepare(&format!("SELECT * FROM {}", quoted(table)))?;
    if select.column_count() < columns.len() {
        let (found, wanted) = (select.column_count(), columns.len());
        let plural = if found == 1 { "" } else { "s" };
        return Ok(Err(vec![format!(
            "`{table}` has {found} column{plural} where {wanted} are declared"
        )]));
    }
    let mut mistakes = Vec::new();
    let mut tuple: Vec<Word> = vec![0; columns.len()];
    let mut rows = select.query([])?;
    let mut number = 0;
    'rows: while let Some(row) = rows.next()? {
        number += 1;
        for (at, column) in columns.iter().enumerate() {
            match cell(row.get_ref(at)?, column, database) {
                Ok(word) => tuple[at] = word,
                Err(mistake) => {
                    mistakes.push(format!("row {number} of `{table}`: {mistake}"));
                    if mistakes.len() == MOST_REPORTS {
                        break 'rows;
                    }
                    continue 'rows;
                }
            }
        }
        database.rows_mut(relation).insert(&tuple);
    }
    Ok(if mistakes.is_empty() {
        Ok(())
    } else {
        Err(mistakes)
    })
}

/// The word of a value that SQLite has.
fn cell(value: ValueRef<'_>, column: &Column, database: &mut Database) -> Result<Word, String> {
    let mut written = Vec::new();
    let text = match value {
        // Soufflé reads a value that is not there as this text.
        ValueRef::Null => b"n/a",
        ValueRef::Integer(number) => {
            written.extend_from_slice(number.to_string().as_bytes());
            &written[..]
        }
        ValueRef::Real(number) => {
            let number = Const::Float(Real(number));
            written.extend_from_slice(number.to_string().as_bytes());
            &written[..]
        }
        ValueRef::Text(text) | ValueRef::Blob(text) => text,
    };
    let text = std::str::from_utf8(text).map_err(|_| format!("`{}` is not UTF-8", column.name))?;
    parse_cell(text, column, &mut database.values)
        .map_err(|bad| format!("{}, but {}", bad.message, bad.label))
}

/// Writes a relation into the SQLite database `file`, in place of what its table had. Either all of it is
/// written or nothing.
pub fn write_sqlite(
    file: &str,
    table: &str,
    program: &Program,
    relation: RelationId,
    database: &Database,
) -> Result<(), String> {
    let declared = program.relation(relation);
    if declared.columns.is_empty() {
        return Err("SQLite has no tables without columns".to_owned());
    }
    write(file, table, declared, relation, database).map_err(|error| cause(&error))
}

fn write(
    file: &str,
    table: &str,
    declared: &Relation,
    relation: RelationId,
    database: &Database,
) -> rusqlite::Result<()> {
    let mut connection = Connection::open(file)?;
    // What is lost when the machine stops can be derived again; waiting for the disk would take longer.
    connection.pragma_update(None, "synchronous", "OFF")?;
    let transaction = connection.transaction()?;
    transaction.execute_batch(&schema(table, &declared.columns))?;
    write_rows(&transaction, table, declared, relation, database)?;
    transaction.commit()
}

fn write_rows(
    transaction: &Transaction<'_>,
    table: &str,
    declared: &Relation,
    relation: RelationId,
    database: &Database,
) -> rusqlite::Result<()> {
    let columns = &declared.columns;
    let marks = vec!["?"; columns.len()].join(",");
    let mut insert =
        transaction.prepare(&format!("INSERT INTO {} VALUES ({marks})", data(table)))?;
    let mut add = transaction.prepare("INSERT OR IGNORE INTO __SymbolTable VALUES (NULL, ?1)")?;
    let mut find = transaction.prepare("SELECT id FROM __SymbolTable WHERE symbol = ?1")?;
    let mut ids: FxHashMap<String, i64> = FxHashMap::default();
    let rows = database.rows(relation);
    let mut written = Vec::new();
    let mut tuple = vec![Value::Null; columns.len()];
    for row in sorted(rows, columns, &database.values) {
        for (at, (&word, column)) in rows.row(row as usize).iter().zip(columns).enumerate() {
            written.clear();
            write_cell(word, column, &database.values, &mut written);
            let text = String::from_utf8_lossy(&written);
            tuple[at] = if !is_text(column.ty) {
                number(&text)
            } else if let Some(&id) = ids.get(&*text) {
                Value::Integer(id)
            } else {
                let id = match add.execute([&*text])? {
                    0 => find.query_row([&*text], |row| row.get(0))?,
                    _ => transaction.last_insert_rowid(),
                };
                ids.insert(text.into_owned(), id);
                Value::Integer(id)
            };
        }
        insert.execute(rusqlite::params_from_iter(&tuple))?;
    }
    Ok(())
}

fn number(text: &str) -> Value {
    match text.parse::<i64>() {
        Ok(whole) => Value::Integer(whole),
        Err(_) => text.parse().map_or(Value::Null, Value::Real),
    }
}

/// The statements that make a relation's table, empty, with its view and the table of texts.
fn schema(table: &str, columns: &[Column]) -> String {
    let numbers: Vec<String> = (0..columns.len()).map(|at| format!("\"{at}\"")).collect();
    let typed: Vec<String> = numbers
        .iter()
        .map(|name| format!("{name} INTEGER"))
        .collect();
    let (typed, key) = (typed.join(", "), numbers.join(", "));
    let data = data(table);
    // SQLite advises against a table without row ids where rows are long; Soufflé draws the line here.
    let data_table = match columns.len() * 9 + 1 < 200 {
        true => format!("{data} ({typed}, PRIMARY KEY ({key})) WITHOUT ROWID"),
        false => format!("{data} ({typed})"),
    };
    let mut shown = Vec::new();
    let mut from = vec![data.clone()];
    let mut joined = Vec::new();
    for (at, column) in columns.iter().enumerate() {
        let name = quoted(&column.name);
        if is_text(column.ty) {
            shown.push(format!("\"_symtab_{at}\".symbol AS {name}"));
            from.push(format!("\"__SymbolTable\" AS \"_symtab_{at}\""));
            joined.push(format!("{data}.\"{at}\" = \"_symtab_{at}\".id"));
        } else {
            shown.push(format!("{data}.\"{at}\" AS {name}"));
        }
    }
    let condition = match joined.is_empty() {
        true => String::new(),
        false => format!(" WHERE {}", joined.join(" AND ")),
    };
    let (shown, from) = (shown.join(", "), from.join(", "));
    format!(
        "CREATE TABLE IF NOT EXISTS {data_table};
         DELETE FROM {data};
         CREATE VIEW IF NOT EXISTS {} AS SELECT {shown} FROM {from}{condition};
         CREATE TABLE IF NOT EXISTS \"__SymbolTable\" (id INTEGER PRIMARY KEY, symbol TEXT UNIQUE);",
        quoted(table)
    )
}

/// The name of the table that has a relation's numbers.
fn data(table: &str) -> String {
    quoted(&format!("_{table}"))
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// What SQLite says of an error, without the statement.
fn cause(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
        rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
        other => other.to_string(),
    }
}
