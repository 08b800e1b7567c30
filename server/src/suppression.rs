#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Directive {}
pub fn read(_: &str) -> Option<Directive> {
    None
}
