//! The stories of `tests/spec`: what their files hold is written to a folder, their commands are run
//! there, and what these print has to be what the story says.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use expect_test::expect_file;
use tempfile::TempDir;

#[test]
fn every_story_is_true() {
    for (path, text) in stories() {
        let mut stage = Stage::new();
        let told = stage.replay(&text);
        assert!(stage.commands > 0, "{} runs nothing", path.display());
        expect_file![path].assert_eq(&told);
    }
}

#[test]
fn the_list_of_stories_has_each_under_its_title() {
    let list = fs::read_to_string(folder().join("README.md")).unwrap();
    for (path, text) in stories() {
        let title = text.lines().next().unwrap().strip_prefix("# ").expect("a story starts with its title");
        let entry = format!("[{title}]({})", path.file_name().unwrap().display());
        assert!(list.contains(&entry), "tests/spec/README.md lacks {entry}");
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/spec")
}

fn stories() -> Vec<(PathBuf, String)> {
    let entries = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> = entries.filter(|path| path.file_name().is_some_and(|name| name != "README.md")).collect();
    paths.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
        (path, text)
    };
    paths.into_iter().map(read).collect()
}

/// The folder in which a story plays.
struct Stage {
    folder: TempDir,
    commands: usize,
    /// The exit code of the last command.
    code: i32,
}

impl Stage {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // A repository of its own, so that nothing around it counts.
        fs::create_dir(folder.path().join(".git")).unwrap();
        Self { folder, commands: 0, code: 0 }
    }

    /// The story as it should be: everything as it stands, and below each command what it prints.
    fn replay(&mut self, story: &str) -> String {
        let mut out = String::new();
        let mut lines = story.lines();
        while let Some(line) = lines.next() {
            out.push_str(line);
            out.push('\n');
            let info = line.trim_start_matches('`');
            let fence = &line[..line.len() - info.len()];
            if fence.len() < 3 {
                continue;
            }
            let body: Vec<&str> = lines.by_ref().take_while(|line| *line != fence).collect();
            out.push_str(&self.play(info, &body));
            out.push_str(fence);
            out.push('\n');
        }
        out
    }

    /// Does what a fenced block says, and gives what should stand in it.
    fn play(&mut self, info: &str, body: &[&str]) -> String {
        let text: String = body.iter().flat_map(|line| [line, "\n"]).collect();
        match info.split_once(' ') {
            Some(("diff", file)) => self.change(file, body),
            Some((_, file)) => self.write(file, &text),
            None if info == "console" => {
                let commands = body.iter().filter_map(|line| line.strip_prefix("$ "));
                return commands.map(|line| format!("$ {line}\n{}", self.run(line))).collect::<Vec<_>>().join("\n");
            }
            None => {}
        }
        text
    }

    fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    fn write(&self, file: &str, text: &str) {
        let path = self.path(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Puts the lines with a plus in the place of those with a minus; the others say where.
    fn change(&self, file: &str, body: &[&str]) {
        let side = |other: char| -> String {
            let lines = body.iter().filter(|line| !line.starts_with(other));
            lines.flat_map(|line| [line.get(1..).unwrap_or(""), "\n"]).collect()
        };
        let (old, new) = (side('+'), side('-'));
        let text = fs::read_to_string(self.path(file)).unwrap();
        assert_eq!(text.matches(&old).count(), 1, "in {file} this should stand once:\n{old}");
        self.write(file, &text.replace(&old, &new));
    }

    /// What a command prints, on both streams as in a terminal.
    fn run(&mut self, line: &str) -> String {
        self.commands += 1;
        let (line, input) = line.split_once(" < ").map_or((line, None), |(line, file)| (line, Some(file)));
        let words: Vec<_> = line.split(' ').collect();
        match words[..] {
            ["echo", "$?"] => format!("{}\n", self.code),
            ["cat", file] => fs::read_to_string(self.path(file)).unwrap(),
            ["oe-ls", ref arguments @ ..] => self.program(arguments, input),
            _ => panic!("no story knows how to run `{line}`"),
        }
    }

    fn program(&mut self, arguments: &[&str], input: Option<&str>) -> String {
        let (mut reader, writer) = std::io::pipe().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_oe-ls"));
        command.args(arguments).current_dir(self.folder.path());
        // As in a terminal, but for the colours.
        if arguments[0] == "check" && !arguments.contains(&"--format") {
            command.args(["--format", "pretty"]);
        }
        command.env_remove("CLICOLOR_FORCE").env_remove("RUST_LOG");
        command.stdin(input.map_or_else(Stdio::null, |file| fs::File::open(self.path(file)).unwrap().into()));
        command.stdout(writer.try_clone().unwrap()).stderr(writer);
        let mut child = command.spawn().unwrap();
        // It holds the pipe's other end open.
        drop(command);
        let mut printed = String::new();
        reader.read_to_string(&mut printed).unwrap();
        self.code = child.wait().unwrap().code().unwrap();
        printed
    }
}
