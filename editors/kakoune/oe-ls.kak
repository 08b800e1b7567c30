# The language server oe-ls, by way of kakoune-lsp 18 or newer. It is loaded before this: evaluate-commands %sh{kak-lsp}

hook -group oe-ls global BufSetOption filetype=markdown %{
    # This takes the place of what kakoune-lsp has for Markdown. A server that is listed has to be installed: where one
    # cannot be started, none is.
    set-option buffer lsp_servers %{
        [oe-ls]
        root_globs = ["oe-ls.toml", ".oe-ls.toml", ".git", ".hg"]
        args = ["server"]
        # [marksman]
        # root_globs = [".marksman.toml"]
        # args = ["server"]
    }
}

hook -group oe-ls global WinSetOption filetype=markdown %{
    lsp-enable-window
}
