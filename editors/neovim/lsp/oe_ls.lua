-- The configuration behind `vim.lsp.enable('oe_ls')`. What `vim.lsp.config('oe_ls', {...})` gives goes over it.
return require('oe_ls.config').client()
