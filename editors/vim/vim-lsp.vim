" Not tested here. For vim-lsp: put this into your vimrc.
if executable('oe-ls')
    autocmd User lsp_setup call lsp#register_server({
    \   'name': 'oe-ls',
    \   'cmd': {info -> ['oe-ls', 'server']},
    \   'allowlist': ['markdown'],
    \   'root_uri': {info -> lsp#utils#path_to_uri(lsp#utils#find_nearest_parent_file_directory(
    \       lsp#utils#get_buffer_path(), ['oe-ls.toml', '.oe-ls.toml', '.git/']))},
    \})
endif
