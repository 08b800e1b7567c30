//! What can be asked for on the command line. The comments here are its help.

use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use terminal_size::terminal_size_of;

use super::output;
use crate::checks;
use crate::config::Severity;
use crate::position::Encoding;

/// Language server and checker for Operational Excellence documents
#[derive(Debug, Parser)]
#[command(name = "oe-ls", version, args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
#[command(after_help = "Exit codes: 0 clean; 1 findings at or above --fail-on; 2 oe-ls could not do its work")]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,

    #[command(flatten)]
    transport: Transport,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check documents, guides and settings files
    Check(CheckArgs),

    /// Explain a rule, or a section or element of the guide
    #[command(after_help = rules())]
    Explain {
        /// The name of a rule (`missing-element`), a section or an element (`on-call-management`)
        name: String,
    },

    /// Start a new document from the guide's templates
    Init {
        /// The file to write, which must not exist; without it the document is printed
        #[arg(value_hint = ValueHint::FilePath)]
        path: Option<PathBuf>,
    },

    /// Show what a guide asks for, and what is wrong with it
    Guide(GuideArgs),

    /// Show the language server at work, here in the terminal
    Demo,

    /// Print what a shell needs to complete these commands
    #[command(after_help = "bash: oe-ls completions bash > ~/.local/share/bash-completion/completions/oe-ls\n\
                            zsh:  oe-ls completions zsh > ~/.zfunc/_oe-ls   (in a folder of $fpath)\n\
                            fish: oe-ls completions fish > ~/.config/fish/completions/oe-ls.fish")]
    Completions {
        /// The shell
        shell: Shell,
    },

    /// Speak the Language Server Protocol over stdin and stdout
    #[command(visible_alias = "lsp")]
    Server {
        #[command(flatten)]
        transport: Transport,

        /// What a column counts, for an editor that does not say it or counts otherwise than it says
        #[arg(long, value_name = "ENCODING", value_parser = encodings())]
        position_encoding: Option<Encoding>,

        /// Complete with plain text, for an editor that says it takes snippets and leaves out their placeholders
        #[arg(long)]
        no_snippets: bool,
    },
}

/// What editors pass to a language server.
#[derive(Debug, Default, Args)]
pub struct Transport {
    /// Speak the Language Server Protocol over stdin and stdout; the same as `server`
    #[arg(long)]
    stdio: bool,

    /// The editor's process, as some editors pass it; the server ends when that does
    #[arg(long = "clientProcessId", value_name = "N", hide = true)]
    client_process_id: Option<u64>,
}

impl Transport {
    /// The editor's process, if it was passed.
    pub fn client_process(&self) -> Option<u32> {
        self.client_process_id.and_then(|id| id.try_into().ok())
    }
}

#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Files and folders; folders are searched for Markdown files, but for those that .gitignore and its
    /// like leave out; `-` is stdin
    #[arg(value_name = "PATH", default_value = ".", value_hint = ValueHint::AnyPath)]
    pub(super) paths: Vec<PathBuf>,

    /// How findings are shown [default: pretty in a terminal, concise otherwise]
    #[arg(long, value_enum)]
    pub(super) format: Option<Format>,

    /// The name that the text from stdin goes by: for messages, and to find its settings
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) stdin_filename: Option<PathBuf>,

    /// Take the settings from this file, whose globs and paths count from its folder
    #[arg(long, value_name = "FILE", conflicts_with = "no_config", value_hint = ValueHint::FilePath)]
    pub(super) config: Option<PathBuf>,

    /// Read no settings file: the defaults hold, and one that lies in a folder is passed over; one that is
    /// named as a PATH is checked
    #[arg(long)]
    pub(super) no_config: bool,

    /// The least severity that ends in exit code 1 [default: as in the settings, or warning]
    #[arg(long, value_name = "LEVEL", value_parser = levels())]
    pub(super) fail_on: Option<Severity>,

    /// End in exit code 0 whatever is found
    #[arg(long)]
    pub(super) exit_zero: bool,

    /// Say what this file is taken for and why, instead of checking
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub(super) why: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct GuideArgs {
    /// The guide's file, or `-` for stdin; without it the built-in guide
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) file: Option<PathBuf>,

    /// How it is shown
    #[arg(long, value_enum, default_value = "pretty")]
    pub(super) format: GuideFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Each finding with the lines that it is about
    Pretty,
    /// `path:line:column: severity[rule] message`
    Concise,
    /// One JSON object; see `server/docs/cli.md`
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum GuideFormat {
    /// Counts, an outline and the problems
    Pretty,
    /// All of it as one JSON object
    Json,
}

fn levels() -> impl TypedValueParser<Value = Severity> {
    let level = |word: String| Severity::ALL.into_iter().find(|severity| severity.name() == word);
    let level = move |word| level(word).ok_or("no level of this name");
    PossibleValuesParser::new(Severity::ALL.map(Severity::name)).try_map(level)
}

fn encodings() -> impl TypedValueParser<Value = Encoding> {
    let encoding = |word: String| Encoding::ALL.into_iter().find(|encoding| encoding.name() == word);
    let encoding = move |word| encoding(word).ok_or("no encoding of this name");
    PossibleValuesParser::new(Encoding::ALL.map(Encoding::name)).try_map(encoding)
}

/// The names that can be asked for and stand nowhere else in the terminal.
fn rules() -> String {
    let names: Vec<_> = checks::ALL.iter().map(|rule| rule.name).collect();
    format!("Rules: {}\n\nSections and elements: `oe-ls guide` lists them", names.join(", "))
}

/// Reads the arguments; help, the version and what is wrong with the arguments is printed here.
pub(super) fn parse() -> Result<Command, ExitCode> {
    let command = Arguments::command().term_width(output::width(terminal_size_of(std::io::stdout())));
    let read = command.clone().try_get_matches().and_then(|matches| Arguments::from_arg_matches(&matches));
    let arguments = match read {
        Ok(arguments) => arguments,
        Err(error) => {
            // A pipe that is closed early has read enough.
            let _ = error.print();
            return Err(ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2)));
        }
    };
    if let Some(command) = arguments.command {
        return Ok(command);
    }
    if arguments.transport.stdio {
        return Ok(Command::Server { transport: arguments.transport, position_encoding: None, no_snippets: false });
    }
    let help = command.clone().render_help();
    if std::io::stdin().is_terminal() {
        let _ = write!(anstream::stdout(), "{}", help.ansi());
        return Err(ExitCode::SUCCESS);
    }
    // Somebody speaks to us, or nobody ever will: a client that does not say `server` has to learn it.
    let _ = write!(anstream::stderr(), "{}", help.ansi());
    Err(ExitCode::from(2))
}

/// What this shell needs to complete the commands.
pub(super) fn completions(shell: Shell) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "oe-ls", &mut script);
    // For bash it names what it looks for in two ways if the program's name has a hyphen.
    String::from_utf8_lossy(&script).replace("oe__subcmd__ls__subcmd__", "oe__ls__subcmd__")
}

/// The help of each command, for the documentation.
#[cfg(test)]
pub(super) fn helps() -> Vec<(String, String)> {
    let mut root = Arguments::command().term_width(super::columns::USUAL);
    root.build();
    let mut out = vec![("oe-ls".to_owned(), root.render_help().to_string())];
    for command in root.get_subcommands_mut() {
        let name = format!("oe-ls {}", command.get_name());
        out.push((name, command.render_help().to_string()));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(line: &str) -> Result<Arguments, String> {
        let words = std::iter::once("oe-ls").chain(line.split_whitespace());
        Arguments::try_parse_from(words).map_err(|error| error.to_string())
    }

    #[test]
    fn the_definition_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn editors_start_the_server_in_many_ways() {
        for line in [
            "server",
            "lsp",
            "server --stdio",
            "lsp --stdio",
            "server --clientProcessId=12",
            "server --stdio --clientProcessId=12",
            "server --clientProcessId 12 --stdio",
            "server --position-encoding=utf-8",
            "server --no-snippets",
        ] {
            assert!(matches!(command(line).unwrap().command, Some(Command::Server { .. })), "{line}");
        }
        for line in ["--stdio", "--stdio --clientProcessId=12", "--clientProcessId=12 --stdio"] {
            let arguments = command(line).unwrap();
            assert!(arguments.command.is_none() && arguments.transport.stdio, "{line}");
        }
    }

    #[test]
    fn check_looks_at_the_current_folder() {
        let Some(Command::Check(args)) = command("check").unwrap().command else { panic!("check") };
        assert_eq!(args.paths, [PathBuf::from(".")]);
        assert_eq!((args.format, args.fail_on), (None, None));
    }

    #[test]
    fn every_shell_learns_every_command() {
        let mut commands = Arguments::command();
        commands.build();
        for shell in Shell::value_variants() {
            let script = completions(*shell);
            for command in commands.get_subcommands() {
                assert!(script.contains(command.get_name()), "{shell}: {}", command.get_name());
            }
        }
    }

    #[test]
    fn what_cannot_be_is_refused() {
        for line in [
            "check --fail-on bad",
            "check --format xml",
            "check --config a --no-config",
            "chek",
            "explain",
            "demo x",
            "server --position-encoding utf-7",
        ] {
            assert!(command(line).is_err(), "{line}");
        }
    }
}
