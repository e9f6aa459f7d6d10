use entente::*;
fn main() {
    let t = std::time::Instant::now();
    let (files, wrong) = facts::read(std::path::Path::new("."));
    let (base, reports) = facts::Base::load(&files);
    eprint!("{}", text::render(&wrong, &base.sources, false));
    eprint!("{}", text::render(&reports, &base.sources, false));
    if text::has_errors(&reports) { return }
    eprintln!("load {:?}", t.elapsed());
    let mut db = base.database(&base.program);
    let mut db2 = base.database(&base.program);
    let t = std::time::Instant::now();
    let notes = engine::evaluate(&base.program, &mut db, &Default::default()).unwrap();
    eprintln!("engine {:?} {:?}", t.elapsed(), notes);
    let t = std::time::Instant::now();
    eprintln!("applies {}", compiled::applies(base.fingerprint, &base.program, &db2));
    let notes = compiled::evaluate(&base.program, &mut db2, &Default::default()).unwrap();
    eprintln!("crepe {:?} {:?}", t.elapsed(), notes);
    for id in base.program.derived() { let same = db.sorted(&base.program, id) == db2.sorted(&base.program, id); if !same {println!("DIFF {} {} {}", base.program.relation(id).name, db.rows(id).len(), db2.rows(id).len());} }
}
