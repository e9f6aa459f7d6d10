use entente::*;
fn main() {
    let (files, _) = facts::read(std::path::Path::new("."));
    let (base, _) = facts::Base::load(&files);
    match translate::translate(&base.program, &base.sources) {
        Ok(t) => println!("{t}"),
        Err(r) => eprint!("{}", text::render(&r, &base.sources, false)),
    }
}
