//! What the folders for editors repeat of the program, which no editor's own test compares.

use std::path::Path;

fn written(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn all_are_of_the_programs_version() {
    let version = env!("CARGO_PKG_VERSION");
    for (file, line) in [
        ("editors/emacs/oe-ls.el", format!(";; Version: {version}\n")),
        ("editors/neovim/lua/oe_ls/config.lua", format!("M.version = '{version}'\n")),
        ("editors/vscode/package.json", format!("  \"version\": \"{version}\",\n")),
        ("editors/zed/Cargo.toml", format!("version = \"{version}\"\n")),
        ("editors/zed/extension.toml", format!("version = \"{version}\"\n")),
    ] {
        assert!(written(file).contains(&line), "{file} does not hold {line}");
    }
}
