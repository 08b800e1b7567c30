" The eight things, and what the commands do.

let s:heading = '## Incident Response & Management'

function! s:Say(text) abort
    call writefile([a:text], 'results', 'a')
endfunction

" Until Condition holds, at most 10 seconds.
function! s:Wait(Condition) abort
    let l:start = reltime()

    while !a:Condition()
        if reltimefloat(reltime(l:start)) > 10
            return 0
        endif

        sleep 10m
    endwhile

    return 1
endfunction

function! s:Check(name, Condition, ...) abort
    let l:trouble = ''

    try
        let l:held = s:Wait(a:Condition)
    catch
        let l:held = 0
        let l:trouble = v:exception . ' at ' . v:throwpoint
    endtry

    call s:Say(l:held
    \   ? 'ok - ' . a:name
    \   : 'not ok - ' . a:name . ': ' . (empty(l:trouble) ? string(a:0 ? a:1() : '') : l:trouble))
endfunction

" The findings of a rule, or all: what they are on.
function! s:Findings(...) abort
    let l:found = []

    for l:item in get(get(g:ale_buffer_info, bufnr(''), {}), 'loclist', [])
        let l:line = getline(l:item.lnum)
        let l:text = l:item.end_lnum == l:item.lnum ? l:line[l:item.col - 1 : l:item.end_col - 1] : l:line
        call add(l:found, [l:item.code, l:text])
    endfor

    return a:0 ? map(filter(l:found, 'v:val[0] is# a:1'), 'v:val[1]') : l:found
endfunction

function! s:Open(name) abort
    execute 'silent edit' fnameescape($PROJECT . '/' . a:name)
    ALELint
endfunction

function! s:Replace(old, new) abort
    call cursor(1, 1)
    call search('\V' . escape(a:old, '\'), 'cW')
    execute 'normal! c' . strchars(a:old) . 'l' . a:new
    ALELint
endfunction

function! s:Text() abort
    return join(getline(1, '$'), "\n") . "\n"
endfunction

" Answers the next menu with the line of this title.
let s:titles = []
function! s:Answer(title) abort
    let s:title = a:title
    function! ale#util#Input(prompt, value, ...) abort
        let s:titles = split(a:prompt, "\n")
        let l:found = filter(copy(s:titles), {_, it -> it =~# '^ *\d\+) \V' . escape(s:title, '\') . '\$'})
        return empty(l:found) ? '' : matchstr(l:found[0], '\d\+')
    endfunction
endfunction

function! s:Act(title) abort
    call s:Answer(a:title)
    ALECodeAction
endfunction

function! s:Hover() abort
    silent! pclose
    ALEHover
    call s:Wait({-> !empty(filter(range(1, winnr('$')), 'getwinvar(v:val, "&previewwindow")'))})

    for l:window in filter(range(1, winnr('$')), 'getwinvar(v:val, "&previewwindow")')
        let l:text = join(getbufline(winbufnr(l:window), 1, '$'), "\n")
        pclose
        return l:text
    endfor

    return ''
endfunction

function! s:Process() abort
    return filereadable('pid') ? get(readfile('pid'), 0, '') : ''
endfunction

" ALE is loaded with the plugins, and the function that is replaced once it is called.
runtime! autoload/ale/util.vim

call s:Open('docs/operations.md')
call s:Check('a missing element is found, on its section''s heading',
\   {-> s:Findings() == [['missing-element', s:heading]]}, {-> s:Findings()})
call s:Check('it is named as an error',
\   {-> get(get(getloclist(0), 0, {}), 'type', '') is# 'E' && getloclist(0)[0].text =~# 'Post-Incident Review'}, {-> getloclist(0)})

call s:Replace('weekly, Monday 10:00 UTC; a primary and a secondary of the Reliability Team', 'TBD')
call s:Check('a placeholder that is typed is found, on exactly its letters',
\   {-> s:Findings('unfilled-placeholder') == ['TBD']}, {-> s:Findings()})
call s:Replace('TBD', 'weekly, Monday 10:00 UTC')
call s:Check('it is gone when it is replaced',
\   {-> s:Findings() == [['missing-element', s:heading]]}, {-> s:Findings()})

call cursor(1, 1)
call search('### On-Call')
let s:help = s:Hover()
call s:Check('hover says what the guide asks for',
\   {-> s:help =~# 'On-Call Management' && s:help =~? 'rotation' && s:help =~# 'Good'}, {-> s:help})

set omnifunc=ale#completion#OmniFunc completeopt=menu,menuone
call append(line('$'), ['', ''])
call cursor(line('$'), 1)
execute "normal! A### Po\<C-X>\<C-O>\<C-Y>"
call s:Check('completion is accepted, all lines of it',
\   {-> s:Text() =~# '\n\n### Post-Incident Review\n\n- \*\*[^\n]\+\*\*: \[[^]\n]\+\]\n' && s:Text() !~# '### ###' && s:Text() !~# '[^\x01-\x7f]'},
\   {-> s:Text()})
ALELint
call s:Check('nothing is missing then', {-> empty(s:Findings('missing-element'))}, {-> s:Findings()})
silent edit!
ALELint
call s:Check('the file is as on the disk again',
\   {-> s:Findings() == [['missing-element', s:heading]]}, {-> s:Findings()})

call cursor(1, 1)
call search(s:heading)
call s:Act('Insert "Post-Incident Review"')
call s:Check('the quick fix is applied', {-> s:Text() =~# '\n### Post-Incident Review\n'}, {-> s:titles})
silent write
call s:Check('and on the disk', {-> join(readfile($PROJECT . '/docs/operations.md'), "\n") =~# '### Post-Incident Review'})
let s:output = system(shellescape($OE_LS) . ' check --fail-on error ' . shellescape(expand('%:p')))
let s:code = v:shell_error
call s:Check('the checker finds no error in it', {-> s:code == 0}, {-> s:output})

call cursor(1, 1)
OeLsNextPlaceholder
call s:Check('the next placeholder is gone to',
\   {-> getline('.')[col('.') - 1] is# '[' && search('### Post-Incident Review', 'bnW')}, {-> getpos('.')})
let s:first = line('.')
OeLsNextPlaceholder
call s:Check('and the one after it', {-> line('.') > s:first}, {-> getpos('.')})
OeLsPreviousPlaceholder
call s:Check('and back', {-> line('.') == s:first}, {-> getpos('.')})

call s:Open('docs/windows.md')
call s:Check('a placeholder behind emoji in a file of Windows is marked exactly',
\   {-> s:Findings('unfilled-placeholder') == ['[Minutes until the first answer]']}, {-> s:Findings()})
call s:Check('its line ends are known', {-> &fileformat is# 'dos'})
OeLsNextPlaceholder
call s:Check('it is gone to exactly',
\   {-> getline('.')[col('.') - 1 :] =~# '^\[Minutes until the first answer\]'}, {-> getpos('.')})
call s:Replace('[Minutes until the first answer]', '🕐 15 minutes')
call s:Check('it is gone when it is replaced',
\   {-> map(s:Findings(), 'v:val[0]') == ['missing-element']}, {-> s:Findings()})
call cursor(1, 1)
call search(s:heading)
call s:Act('Insert "Post-Incident Review"')
call s:Check('the quick fix is applied there', {-> s:Text() =~# '\n### Post-Incident Review\n'}, {-> s:titles})
silent write
let s:bytes = readfile($PROJECT . '/docs/windows.md', 'b')
call s:Check('editing keeps the line ends',
\   {-> s:bytes[-1] is# '' && empty(filter(s:bytes[:-2], 'v:val !~# ''^[^\r]*\r$''')) && match(s:bytes, '🕐 15 minutes') > 0},
\   {-> s:bytes})

call s:Open('README.md')
OeLsNextPlaceholder
call s:Check('the server knows README.md', {-> execute('messages') =~# 'oe-ls: no placeholder is left here'}, {-> execute('messages')})
call setline('$', getline('$') . ' ')
ALELint
messages clear
OeLsReadiness
call s:Check('and takes it for no document of ours', {-> execute('messages') =~# ':OeLsTreatAs oe makes it one'}, {-> execute('messages')})
call s:Check('and has nothing to say on it', {-> empty(s:Findings())}, {-> s:Findings()})
silent edit!

" The other commands.
execute 'OeLsNew' fnameescape($PROJECT . '/docs/new.md')
call s:Check('a new document is begun from the templates, not yet on the disk',
\   {-> s:Text() =~# '^---\noe: true\n' && expand('%:t') is# 'new.md' && !filereadable(expand('%:p'))}, {-> s:Text()})
call s:Check('its first placeholder is gone to', {-> getline('.')[col('.') - 1 :] =~# '^\[Objective'}, {-> getpos('.')})
execute 'OeLsNew' fnameescape($PROJECT . '/docs/new.md')
call s:Check('one that is there is not begun again', {-> execute('messages') =~# 'new\.md holds text already'}, {-> execute('messages')})
silent write
execute 'OeLsNew' fnameescape($PROJECT . '/docs/new.md')
call s:Check('nor one on the disk', {-> execute('messages') =~# 'new\.md is there already'}, {-> execute('messages')})
silent %delete _
call setline(1, ['---', 'oe: true', '---', '', '# Operational Excellence', '', '## Security Operations', '',
\   '<!-- oe-disable-next-line section-order: it stood elsewhere -->', 'We care.'])
OeLsFixAll
call s:Check('safe fixes are applied', {-> s:Text() !~# 'oe-disable'}, {-> s:Text()})
OeLsInsert security-operations/vulnerability-management
call s:Check('what is missing is inserted, and its first placeholder gone to',
\   {-> s:Text() =~# '\n### Vulnerability Management\n' && getline('.')[col('.') - 1] is# '['
\       && search('### Vulnerability Management', 'bnW')}, {-> s:Text()})
call s:Answer('Threat Detection')
OeLsInsert
call s:Check('what is missing is asked for, and inserted',
\   {-> s:Text() =~# '\n### Threat Detection\n' && index(s:titles, ' 1) Production Operations Framework (section)') == 1
\       && join(s:titles) !~# 'Vulnerability Management'}, {-> s:titles})
OeLsInsert no-such-thing
call s:Check('what the guide does not know is named', {-> execute('messages') =~# 'oe-ls: [^\n]*no-such-thing'}, {-> execute('messages')})
OeLsReadiness
call s:Check('readiness is listed',
\   {-> &buftype is# 'quickfix' && getqflist({'title': 1}).title =~# '^oe-ls: \d\+ of \d\+ elements$'
\       && s:Text() =~# 'placeholder   Vulnerability Management' && s:Text() =~# 'missing       Security Monitoring'}, {-> s:Text()})
cclose
OeLsTreatAs other
call s:Check('the front matter says that it is none', {-> s:Text() =~# 'oe: false'}, {-> s:Text()})
messages clear
OeLsTreatAs other
call s:Check('saying it twice changes nothing', {-> execute('messages') =~# 'says so already'}, {-> execute('messages')})
OeLsTreatAs oe
call s:Check('the front matter says that it is one', {-> s:Text() =~# 'oe: true'}, {-> s:Text()})
OeLsGuide
call s:Check('the guide is shown, to be read',
\   {-> &readonly && &buftype is# 'nofile' && s:Text() =~# 'Incident Response'}, {-> bufname('')})
quit
silent write

" The server is killed while somebody writes.
call s:Open('docs/operations.md')
let s:before = s:Process()
call system('kill -9 ' . s:before)
call append('$', ['', '- **Owner**: TBD'])
let s:text = s:Text()
call s:Check('the server is gone', {-> !isdirectory('/proc/' . s:before)})
call s:Check('and ALE has seen it', {-> empty(ale#lsp#GetConnections())}, {-> keys(ale#lsp#GetConnections())})
call s:Check('the text is whole', {-> s:Text() is# s:text})
ALELint
call s:Check('ALE starts it again at the next look, and it knows what was typed meanwhile',
\   {-> index(['', s:before], s:Process()) < 0 && index(s:Findings('unfilled-placeholder'), 'TBD') >= 0}, {-> s:Findings()})
silent edit!

" Settings.
let g:ale_markdown_oe_ls_config = {'severity': {'missing-element': 'off'}}
call s:Open('docs/new.md')
call s:Check('settings of the editor reach the server',
\   {-> !empty(s:Findings()) && empty(s:Findings('missing-element'))}, {-> s:Findings()})
let g:ale_markdown_oe_ls_config = {}
silent edit!

" Elsewhere, where another guide holds.
call system('cp -r ' . shellescape(expand('<sfile>:p:h') . '/../lib/guided') . ' .')
call writefile(['[[guides]]', 'file = "guide.md"', 'globs = ["one.md"]'], 'guided/oe-ls.toml')
OeLsNew guided/one.md
call s:Check('a new document is by the guide of its place',
\   {-> s:Text() =~# '^---\noe: true\n' && s:Text() =~# '\n### Öfen\n' && getline('.')[col('.') - 1 :] is# '[Who turns them off]'}, {-> s:Text()})
call search('^### Rules', 'bc')
normal! d}dd
OeLsInsert kitchen/rules
call s:Check('where nothing in it waits to be written, the cursor stays at what was inserted',
\   {-> getline('.') is# '### Rules' && s:Text() =~# '\n### Rules\n\nNobody runs.\n\n### Öfen\n'}, {-> [getpos('.'), s:Text()]})
silent write
call mkdir('unguided')
call writefile(['guide = "no-such-guide.md"'], 'unguided/oe-ls.toml')
OeLsNew unguided/two.md
call s:Check('what there is to remark does not get into the document',
\   {-> s:Text() =~# '^---\noe: true\n' && s:Text() =~# 'Incident Response' && s:Text() !~# 'no-such-guide'}, {-> [s:Text(), execute('messages')]})
silent write

" In a folder that is not there yet, and beside text that is not saved.
call setline(1, 'not saved')
set nohidden
OeLsNew elsewhere/three.md
call s:Check('a new document is begun beside text that is not saved',
\   {-> s:Text() =~# '^---\noe: true\n' && expand('%:t') is# 'three.md'}, {-> [expand('%'), s:Text(), execute('messages')]})
silent write
call s:Check('and its folder is made when it is saved', {-> filereadable('elsewhere/three.md')}, {-> execute('messages')})
silent wincmd p
silent edit!

" Where the server cannot be started.
for [s:program, s:expected] in [
\   ['no-such-oe-ls', 'oe-ls: there is no program no-such-oe-ls in $PATH: install it, or set g:ale_markdown_oe_ls_executable to its path'],
\   ['/no/such/oe-ls', 'oe-ls: there is no program at /no/such/oe-ls: install it there, or set g:ale_markdown_oe_ls_executable to its path'],
\]
    let g:ale_markdown_oe_ls_executable = s:program
    messages clear
    call s:Open('docs/operations.md')
    OeLsNextPlaceholder
    call s:Check('a program like ' . fnamemodify(s:program, ':t') . ' is said to be missing, and what to do',
    \   {-> stridx(execute('messages'), s:expected) >= 0}, {-> execute('messages')})
endfor
call s:Check('and the text can be written', {-> setline('$', 'still here') == 0 && getline('$') is# 'still here'})

call s:Say('# end')
qall!
