-- The configuration behind `vim.lsp.enable('oe_ls')`; `vim.lsp.config('oe_ls', {...})` goes over it.
return require('oe_ls.config').client()
