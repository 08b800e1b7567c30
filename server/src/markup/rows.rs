//! Rows of tables as text.

/// What stands between the bars of a row.
pub fn cells(line: &str) -> Vec<&str> {
    let line = without_comments(line).trim();
    let inside = line.strip_prefix('|').unwrap_or(line);
    let inside = if ends_with_bar(inside) { &inside[..inside.len() - 1] } else { inside };
    let mut out = Vec::new();
    let mut start = 0;
    for bar in bars(inside).chain([inside.len()]) {
        out.push(inside[start..bar].trim());
        start = bar + 1;
    }
    out
}

/// How many cells a row has by the rule of GitHub's Markdown, which looks for bars before it looks
/// for code; none for a line without any bar, which was hardly meant as a row.
pub fn row_cells(line: &str) -> Option<usize> {
    let line = without_comments(line);
    let bars = bars(line).count();
    let inner = line.trim();
    let outer = usize::from(inner.starts_with('|')) + usize::from(inner.len() > 1 && ends_with_bar(inner));
    (bars > 0).then(|| (bars + 1).saturating_sub(outer))
}

/// The bars that are not escaped. A backslash before a bar escapes it, itself escaped or not.
pub fn bars(line: &str) -> impl Iterator<Item = usize> {
    let bytes = line.as_bytes();
    memchr::memchr_iter(b'|', bytes).filter(move |at| at.checked_sub(1).is_none_or(|before| bytes[before] != b'\\'))
}

pub fn ends_with_bar(line: &str) -> bool {
    let line = line.trim_end();
    line.ends_with('|') && !line.ends_with("\\|")
}

/// The line without comments behind its last cell, which readers do not see.
pub fn without_comments(line: &str) -> &str {
    let mut line = line.trim_end();
    while let Some(start) = line.ends_with("-->").then(|| line.rfind("<!--")).flatten() {
        let before = line[..start].trim_end();
        if !ends_with_bar(before) {
            break;
        }
        line = before;
    }
    line
}

/// How many columns a rule such as `| --- | :-: |` has; zero for any other line.
pub fn rule_columns(line: &str) -> usize {
    let line = line.trim();
    let Some(inside) = line.strip_prefix('|') else { return 0 };
    let inside = inside.strip_suffix('|').unwrap_or(inside);
    let is_rule = |cell: &str| {
        let cell = cell.trim();
        let dashes = cell.strip_prefix(':').unwrap_or(cell);
        let dashes = dashes.strip_suffix(':').unwrap_or(dashes);
        !dashes.is_empty() && dashes.bytes().all(|byte| byte == b'-')
    };
    if inside.split('|').all(is_rule) { inside.split('|').count() } else { 0 }
}
