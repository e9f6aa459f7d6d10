//! What stands for SQLite in a program that was built without.

use crate::facts::Database;
use crate::rules::{Program, RelationId};

const WITHOUT: &str = "this program was built without SQLite";

/// Says that nothing can be read.
pub fn read_sqlite(
    _file: &str,
    _table: &str,
    _program: &Program,
    _relation: RelationId,
    _database: &mut Database,
) -> Result<(), Vec<String>> {
    Err(vec![WITHOUT.to_owned()])
}

/// Says that nothing can be written.
pub fn write_sqlite(
    _file: &str,
    _table: &str,
    _program: &Program,
    _relation: RelationId,
    _database: &Database,
) -> Result<(), String> {
    Err(WITHOUT.to_owned())
}
