//! What a table's file looks like.

/// The format of a file, and its options.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Layout {
    /// A line for each tuple.
    Lines(LineLayout),
    /// A JSON array with a value for each tuple: an object that names the columns, or an array. Reading
    /// understands both.
    Json { objects: bool },
}

/// The options of a file with lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineLayout {
    /// What stands between cells; not empty, and without a line end.
    pub delimiter: String,
    /// Whether the first line names the columns.
    pub headers: bool,
    /// That line, where it is not made of the columns' names.
    pub header_line: Option<String>,
    /// Whether texts stand in quotation marks, as RFC 4180 has it: a mark inside is doubled, and a text
    /// may have delimiters and line ends.
    pub quotes: bool,
    /// Which cell of a line each column of the relation is read from, counted from 0. Without, lines
    /// have the relation's columns and no more.
    pub cells: Option<Vec<usize>>,
}

impl Default for Layout {
    fn default() -> Layout {
        Layout::Lines(LineLayout::default())
    }
}

impl Default for LineLayout {
    fn default() -> LineLayout {
        LineLayout {
            delimiter: "\t".to_owned(),
            headers: false,
            header_line: None,
            quotes: false,
            cells: None,
        }
    }
}

impl LineLayout {
    /// Lines as RFC 4180 has them.
    pub fn rfc4180() -> LineLayout {
        LineLayout {
            delimiter: ",".to_owned(),
            quotes: true,
            ..LineLayout::default()
        }
    }
}
