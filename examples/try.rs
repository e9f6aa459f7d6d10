use entente::*;
fn main() {
    let (files, wrong) = facts::read(std::path::Path::new("."));
    let (base, reports) = facts::Base::load(&files);
    eprint!("{}", text::render(&wrong, &base.sources, false));
    eprint!("{}", text::render(&reports, &base.sources, false));
    if text::has_errors(&reports) { return }
    let mut db = base.database(&base.program);
    let t = std::time::Instant::now();
    let notes = engine::evaluate(&base.program, &mut db, &Default::default()).unwrap();
    eprintln!("{:?} {:?}", t.elapsed(), notes);
    for id in base.program.derived() { println!("{} {}", base.program.relation(id).name, db.rows(id).len()); }
}
