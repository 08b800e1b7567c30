use std::fmt::Write as _;

use expect_test::{Expect, expect};

use super::*;
use crate::syntax;

fn check(text: &str, expected: &Expect) {
    let facts = Facts::read(text, &syntax::parse(text, None).unwrap().blocks);
    let of = |span: Span| &text[span.range()];
    let mut out = String::new();
    for piece in &facts.pieces {
        out.push_str(&"  ".repeat(piece.depth as usize));
        match &piece.kind {
            PieceKind::FrontMatter => writeln!(out, "front matter"),
            PieceKind::Heading(heading) => {
                writeln!(out, "h{} {:?} {:?}", heading.level, of(heading.title), heading.key)
            }
            PieceKind::Line(line) => {
                let item = line.item.map_or("", |item| of(item.marker));
                let label = line.label.as_ref().map(|label| (of(label.name), of(label.span)));
                writeln!(out, "line {item} {label:?} {:?} {:?}", of(line.value), line.content)
            }
            PieceKind::Row(row) => {
                let cells: Vec<_> = row.cells.iter().map(|cell| (of(cell.span), cell.content)).collect();
                writeln!(out, "row {} {} {cells:?}", row.table, row.header)
            }
            PieceKind::Block { content } => writeln!(out, "block {content} {:?}", of(piece.span)),
        }
        .unwrap();
    }
    for link in &facts.links {
        writeln!(out, "link {:?} {:?} in {}", of(link.text), of(link.target), link.piece).unwrap();
    }
    for filler in &facts.fillers {
        writeln!(out, "filler {:?} whole {} in {}", of(filler.span), filler.whole, filler.piece).unwrap();
    }
    for comment in &facts.comments {
        writeln!(out, "comment {:?} alone {} for {}", of(comment.body), comment.alone, comment.piece).unwrap();
    }
    expected.assert_eq(&out);
}

#[test]
fn labels_of_every_form() {
    check(
        "**A**: one\n**B:** two\n__C__ – three\nOwner: SRE\n\n- *D*: four\n- E f: five\n- **G**\n- Say this. And: that\n- [H](x.md): six\n- 10:30 start\n- https://x.y\n- note that **bold**: is late\n",
        &expect![[r#"
            line  Some(("A", "**A**:")) "one" Some
            line  Some(("B", "**B:**")) "two" Some
            line  Some(("C", "__C__ –")) "three" Some
            line  Some(("Owner", "Owner:")) "SRE" Some
            line - Some(("D", "*D*:")) "four" Some
            line - Some(("E f", "E f:")) "five" Some
            line - Some(("G", "**G**")) "" None
            line - None "Say this. And: that" Some
            line - Some(("[H](x.md)", "[H](x.md):")) "six" Some
            line - None "10:30 start" Some
            line - None "https://x.y" Some
            line - Some(("note that **bold**", "note that **bold**:")) "is late" Some
            link "H" "x.md" in 8
            link "https://x.y" "https://x.y" in 10
        "#]],
    );
}

#[test]
fn an_item_is_one_line_with_what_is_below_it() {
    check(
        "- **A**:\n  - [ ] nested\n\n  more\n-\n- ```\n  code\n  ```\n1. [x] done\n",
        &expect![[r#"
        line - Some(("A", "**A**:")) "" None
          line - None "nested" Some
          line  None "more" Some
        line - None "" None
        line - None "" None
          block true "```\n  code\n  ```"
        line 1. None "done" Some
    "#]],
    );
}

#[test]
fn template_text() {
    check(
        "[All of\nit]\n\n- **A**: [Who and when]\n- **B**: weekly, [who]\n- **C**: TBD.\n- **D**: TODO: ask\n- TODO: buy milk\n- [Name], [phone] and [mail]\n- **[E]**\n\ntext\n[A line]\nmore\n\n| [x y] | TODO | N/A |\n|--|--|--|\n| [^1] | [if applicable] | [RFC2119] |\n",
        &expect![[r#"
            line  None "[All of\nit]" Filler
            line - Some(("A", "**A**:")) "[Who and when]" Filler
            line - Some(("B", "**B**:")) "weekly, [who]" Some
            line - Some(("C", "**C**:")) "TBD." Filler
            line - Some(("D", "**D**:")) "TODO: ask" Filler
            line - Some(("TODO", "TODO:")) "buy milk" Some
            line - None "[Name], [phone] and [mail]" Filler
            line - None "**[E]**" Some
            line  None "text\n[A line]\nmore" Some
            row 1 true [("[x y]", Filler), ("TODO", Filler), ("N/A", Some)]
            row 1 false [("[^1]", Some), ("[if applicable]", Some), ("[RFC2119]", Some)]
            filler "[All of\nit]" whole true in 0
            filler "[Who and when]" whole true in 1
            filler "[who]" whole false in 2
            filler "TBD" whole true in 3
            filler "TODO: ask" whole true in 4
            filler "[Name]" whole true in 6
            filler "[phone]" whole true in 6
            filler "[mail]" whole true in 6
            filler "[A line]" whole true in 8
            filler "[x y]" whole true in 9
            filler "TODO" whole true in 9
        "#]],
    );
}

#[test]
fn links_are_no_template_text() {
    check(
        "- [a b](c)\n- [d e][f]\n- [ ] task\n- [[wiki page]]\n> [!NOTE]\n> text\n\n[g h]: i\n\n![a picture](b.png)\n",
        &expect![[r#"
            line - None "[a b](c)" Some
            line - None "[d e][f]" Some
            line - None "task" Some
            line - None "[[wiki page]]" Some
              line  None "[!NOTE]\n> text" Some
            block false "[g h]: i"
            line  None "![a picture](b.png)" Some
            link "a b" "c" in 0
            link "d e" "f" in 1
            link "wiki page" "wiki page" in 3
            link "g h" "i" in 5
        "#]],
    );
}

#[test]
fn links_in_html_are_links() {
    check(
        "See <a href=\"a.md\">**A**</a>\nand <a id=x></a>\n**B**: <a href=b.md>c</a>\n\n<p><a href='d.md'>d</a></p>\n\n## <a href=\"e.md\">E</a>\n\n| <a href=f.md>f</a> |\n|---|\n",
        &expect![[r#"
            line  None "See <a href=\"a.md\">**A**</a>\nand <a id=x></a>" Some
            line  Some(("B", "**B**:")) "<a href=b.md>c</a>" Some
            block true "<p><a href='d.md'>d</a></p>"
            h2 "<a href=\"e.md\">E</a>" "e"
            row 1 true [("<a href=f.md>f</a>", Some)]
            link "**A**" "a.md" in 0
            link "c" "b.md" in 1
            link "d" "d.md" in 2
            link "E" "e.md" in 3
            link "f" "f.md" in 4
        "#]],
    );
}

#[test]
fn comments_know_what_they_stand_at() {
    check(
        "<!-- one -->\n# A <!-- two -->\n\n<!-- three -->\n\n- **B**: <!-- four -->\n\n| a | <!-- five --> |\n|--|--|\n\n<!-- last -->\n",
        &expect![[r#"
            block false "<!-- one -->"
            h1 "A <!-- two -->" "a"
            block false "<!-- three -->"
            line - Some(("B", "**B**:")) "<!-- four -->" None
            row 1 true [("a", Some), ("<!-- five -->", None)]
            block false "<!-- last -->"
            comment " one " alone true for 1
            comment " two " alone false for 1
            comment " three " alone true for 3
            comment " four " alone false for 3
            comment " five " alone false for 4
            comment " last " alone true for 6
        "#]],
    );
}

#[test]
fn html_says_something_if_text_or_a_picture_is_in_it() {
    check(
        "<div>\n</div>\n\n<p>text</p>\n\n<img src=x>\n\n<a name=\"x\"></a>\n",
        &expect![[r#"
        block false "<div>\n</div>"
        block true "<p>text</p>"
        block true "<img src=x>"
        line  None "<a name=\"x\"></a>" None
    "#]],
    );
}

#[test]
fn a_picture_or_a_component_in_a_line_says_something() {
    check(
        "- **A**: <img src=x.png>\n- **B**: <OnCallTable service=\"x\" />\n- **C**: <Rota.Now></Rota.Now>\n- **D**: <video src=x></video>\n\
         - **E**: <!-- <img src=x> -->\n- **F**: <a id=x></a>\n- **G**: <br>\n- **H**: <Team name>\n- **I**: <TEAM />\n- **J**: <span></span>\n\n\
         <a href=x><img src=y></a>\n\n<Tabs>\n</Tabs>\n\n<!-- <svg/> -->\n\n<div>\n<Widget />\n</div>\n\n| a |\n|---|\n| <IMG src=x> |\n| <br/> |\n",
        &expect![[r#"
            line - Some(("A", "**A**:")) "<img src=x.png>" Some
            line - Some(("B", "**B**:")) "<OnCallTable service=\"x\" />" Some
            line - Some(("C", "**C**:")) "<Rota.Now></Rota.Now>" Some
            line - Some(("D", "**D**:")) "<video src=x></video>" Some
            line - Some(("E", "**E**:")) "<!-- <img src=x> -->" None
            line - Some(("F", "**F**:")) "<a id=x></a>" None
            line - Some(("G", "**G**:")) "<br>" None
            line - Some(("H", "**H**:")) "<Team name>" None
            line - Some(("I", "**I**:")) "<TEAM />" Some
            line - Some(("J", "**J**:")) "<span></span>" None
            line  None "<a href=x><img src=y></a>" Some
            block true "<Tabs>\n</Tabs>"
            block false "<!-- <svg/> -->"
            block true "<div>\n<Widget />\n</div>"
            row 1 true [("a", Some)]
            row 1 false [("<IMG src=x>", Some)]
            row 1 false [("<br/>", None)]
            link "<img src=y>" "x" in 10
            comment " <img src=x> " alone false for 4
            comment " <svg/> " alone true for 13
        "#]],
    );
}

#[test]
fn a_no_break_space_is_a_space() {
    check(
        "Owner:\u{a0}SRE\n\n- **Name**\u{a0}: x\n- Zweck :\u{202f}y\n\n## 6.3\u{a0}On-Call\u{a0}Management\n",
        &expect![[r#"
            line  Some(("Owner", "Owner:")) "SRE" Some
            line - Some(("Name", "**Name**\u{a0}:")) "x" Some
            line - Some(("Zweck", "Zweck :")) "y" Some
            h2 "6.3\u{a0}On-Call\u{a0}Management" "oncall management"
        "#]],
    );
}

#[test]
fn a_colon_inside_a_comment_makes_no_label() {
    check(
        "- [Name] <!-- a: b -->\n- Weekly <!-- a: b -->\n",
        &expect![[r#"
        line - None "[Name] <!-- a: b -->" Filler
        line - None "Weekly <!-- a: b -->" Some
        filler "[Name]" whole true in 0
        comment " a: b " alone false for 0
        comment " a: b " alone false for 1
    "#]],
    );
}

#[test]
fn a_comment_behind_template_text_leaves_it_that() {
    for (line, whole) in [("[A line] <!-- why -->", true), ("[A line] and more <!-- why -->", false)] {
        let text = format!("text\n{line}\nmore\n");
        let facts = Facts::read(&text, &syntax::parse(&text, None).unwrap().blocks);
        assert_eq!(facts.fillers[0].whole, whole, "{line}");
    }
}
