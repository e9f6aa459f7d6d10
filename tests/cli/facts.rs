//! `entente facts`.

use crate::folder::Folder;

#[test]
fn each_format_says_where_a_fact_comes_from() {
    let folder = Folder::with_base();
    insta::assert_snapshot!(folder.see(&["facts"]), @r#"
    --- stdout
    .article "a1"

    @ "Vilay a rencontré Tô Lâm"
    participant("m", "Vilay", "attendee"). // facts/curated/a1.dl:3
    participant("m", "Tô Lâm", "attendee"). // facts/curated/a1.dl:4

    @ "Le ministre Vilay" 0.90
    holds("Vilay", "ministre", ""). // facts/extracted/a1.dl:3
    --- status 0
    "#);
    insta::assert_snapshot!(folder.see(&["facts", "--format", "jsonl"]), @r#"
    --- stdout
    {"relation":"participant","args":["m","Vilay","attendee"],"quote":"Vilay a rencontré Tô Lâm","confidence":1.0,"article":"a1","origin":"curated","place":"facts/curated/a1.dl:3"}
    {"relation":"participant","args":["m","Tô Lâm","attendee"],"quote":"Vilay a rencontré Tô Lâm","confidence":1.0,"article":"a1","origin":"curated","place":"facts/curated/a1.dl:4"}
    {"relation":"holds","args":["Vilay","ministre",""],"quote":"Le ministre Vilay","confidence":0.9,"article":"a1","origin":"extracted","place":"facts/extracted/a1.dl:3"}
    --- status 0
    "#);
    insta::assert_snapshot!(folder.see(&["facts", "--format", "csv"]), @"
    --- stdout
    article,relation,arg1,arg2,arg3,confidence,origin,place,quote
    a1,participant,m,Vilay,attendee,1.00,curated,facts/curated/a1.dl:3,Vilay a rencontré Tô Lâm
    a1,participant,m,Tô Lâm,attendee,1.00,curated,facts/curated/a1.dl:4,Vilay a rencontré Tô Lâm
    a1,holds,Vilay,ministre,,0.90,extracted,facts/extracted/a1.dl:3,Le ministre Vilay
    --- status 0
    ");
}

#[test]
fn a_fact_file_reads_back() {
    let folder = Folder::with_base();
    let written = folder.call(&["facts"]).out;
    let again = folder
        .with("facts/curated/a1.dl", &written)
        .with("facts/extracted/a1.dl", "");
    let query = |query| again.call(&["query", query]).out;
    assert_eq!(
        query(r#"met("Vilay", "Tô Lâm"), holds("Vilay", "ministre", "")"#),
        "yes\n"
    );
}

#[test]
fn articles_are_named_by_id_or_file() {
    let folder = Folder::with_base().with("seeds/b2.txt", "Rien.\n");
    let facts = |article| folder.call(&["facts", article]).out;
    assert_eq!(facts("a1"), facts("seeds/a1.txt"));
    assert_eq!(
        facts("a1")
            .lines()
            .filter(|line| line.contains("(\""))
            .count(),
        3
    );
    assert_eq!(facts("b2"), "");
    insta::assert_snapshot!(folder.see(&["facts", "a2"]), @"
    --- stderr
    error: the base has no article `a2`
     |
     = help: did you mean `a1`?

    --- status 2
    ");
    insta::assert_snapshot!(folder.see(&["facts", "seeds/other.txt"]), @"
    --- stderr
    error: the base has no article `seeds/other.txt`
     |
     = help: its articles: `entente query 'article(Id, Title, Date)'`

    --- status 2
    ");
}

#[test]
fn only_facts_of_the_vocabulary_are_listed_unless_all_are_asked_for() {
    let folder = Folder::with_base().with(
        "facts/lexicon/w.dl",
        ".decl lex_word(word: symbol, number: number)\nlex_word(\"a\", 1).\n",
    );
    assert!(!folder.call(&["facts"]).out.contains("lex_word"));
    insta::assert_snapshot!(folder.see(&["facts", "--all", "--format", "jsonl"]), @r#"
    --- stdout
    {"relation":"lex_word","args":["a",1],"quote":null,"confidence":1.0,"article":null,"origin":"lexicon","place":"facts/lexicon/w.dl:2"}
    {"relation":"participant","args":["m","Vilay","attendee"],"quote":"Vilay a rencontré Tô Lâm","confidence":1.0,"article":"a1","origin":"curated","place":"facts/curated/a1.dl:3"}
    {"relation":"participant","args":["m","Tô Lâm","attendee"],"quote":"Vilay a rencontré Tô Lâm","confidence":1.0,"article":"a1","origin":"curated","place":"facts/curated/a1.dl:4"}
    {"relation":"holds","args":["Vilay","ministre",""],"quote":"Le ministre Vilay","confidence":0.9,"article":"a1","origin":"extracted","place":"facts/extracted/a1.dl:3"}
    --- status 0
    "#);
}
