" Description: Language server for Operational Excellence documents

call ale#Set('markdown_oe_ls_executable', 'oe-ls')
call ale#Set('markdown_oe_ls_options', '')
call ale#Set('markdown_oe_ls_config', {})

" ALE counts columns in bytes and cannot say so.
function! ale_linters#markdown#oe_ls#GetCommand(buffer) abort
    return '%e server --position-encoding=utf-8'
    \   . ale#Pad(ale#Var(a:buffer, 'markdown_oe_ls_options'))
endfunction

" The folder of the settings or of the repository, otherwise the file's own.
function! ale_linters#markdown#oe_ls#GetProjectRoot(buffer) abort
    for l:name in ['oe-ls.toml', '.oe-ls.toml']
        let l:file = ale#path#FindNearestFile(a:buffer, l:name)

        if !empty(l:file)
            return fnamemodify(l:file, ':h')
        endif
    endfor

    let l:folder = ale#path#FindNearestDirectory(a:buffer, '.git')

    if !empty(l:folder)
        return fnamemodify(l:folder, ':h:h')
    endif

    let l:file = ale#path#FindNearestFile(a:buffer, '.git')

    return fnamemodify(!empty(l:file) ? l:file : expand('#' . a:buffer . ':p'), ':h')
endfunction

call ale#linter#Define('markdown', {
\   'name': 'oe_ls',
\   'lsp': 'stdio',
\   'executable': {b -> ale#Var(b, 'markdown_oe_ls_executable')},
\   'command': function('ale_linters#markdown#oe_ls#GetCommand'),
\   'project_root': function('ale_linters#markdown#oe_ls#GetProjectRoot'),
\   'lsp_config': {b -> {'oe-ls': ale#Var(b, 'markdown_oe_ls_config')}},
\   'completion_filter': 'oe_ls#completion#Fit',
\})
