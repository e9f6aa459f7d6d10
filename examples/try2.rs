use entente::*;
fn main() {
    let (files, _) = facts::read(std::path::Path::new("."));
    let (base, _) = facts::Base::load(&files);
    let limits = engine::Limits::default();
    let mut k = answers::Knowledge::new(base, &limits).unwrap();
    let mut total = 0; let mut empty = 0;
    let t = std::time::Instant::now();
    for id in k.program().clone().derived() {
        let r = k.program().relation(id).clone();
        let q = format!("{}({})", r.name, (0..r.arity()).map(|i| format!("x{i}")).collect::<Vec<_>>().join(","));
        let a = k.ask("q", &q, &limits).unwrap();
        for i in 0..a.rows.len() { let s = k.support(&a, i, &limits).unwrap(); total += 1; if s.iter().all(|s| s.statements.is_empty()) { empty += 1; println!("{} {:?} {:?}", r.name, a.rows[i], s); } }
    }
    println!("{total} {empty} {:?}", t.elapsed());
}
