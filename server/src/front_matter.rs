use crate::text::Span;
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FrontMatter {
    pub declared: Option<Declared>,
    pub draft: bool,
    pub problems: Vec<Problem>,
}
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Declared {
    No,
    Yes { guide: Option<Written>, sections: Vec<Written> },
}
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub value: String,
    pub span: Span,
}
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub span: Span,
    pub message: String,
}
pub fn read(text: &str) -> FrontMatter {
    FrontMatter {
        declared: text.contains("oe: true").then_some(Declared::Yes { guide: None, sections: Vec::new() }),
        ..Default::default()
    }
}
