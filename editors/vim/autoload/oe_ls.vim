" What the commands in plugin/oe_ls.vim do: the server's own requests, over
" the connection that ALE has.

function! s:Say(text) abort
    redraw
    echomsg 'oe-ls: ' . a:text
endfunction

function! s:Complain(text) abort
    redraw
    echohl ErrorMsg
    echomsg 'oe-ls: ' . a:text
    echohl None
endfunction

function! s:NotFound(program) abort
    let l:way = 'or set g:ale_markdown_oe_ls_executable to its path'
    call s:Complain(a:program =~# '[/\\]'
    \   ? 'there is no program at ' . a:program . ': install it there, ' . l:way
    \   : 'there is no program ' . a:program . ' in $PATH: install it, ' . l:way)
endfunction

" Whether this buffer can reach the server; tells what to do if it cannot.
function! s:CanAsk() abort
    if !exists('g:loaded_ale') || !exists('*ale#lsp_linter#SendRequest') && empty(globpath(&runtimepath, 'autoload/ale/lsp_linter.vim'))
        call s:Complain('the commands need ALE: install it and put it on the runtimepath')
    elseif index(split(&filetype, '\.'), 'markdown') < 0
        call s:Complain('this buffer holds no Markdown (filetype is "' . &filetype . '")')
    elseif index(map(copy(ale#linter#Get(&filetype)), 'v:val.name'), 'oe_ls') < 0
        call s:Complain('ALE does not run it here: add ''oe_ls'' to g:ale_linters.markdown')
    elseif !executable(ale#Var(bufnr(''), 'markdown_oe_ls_executable'))
        call s:NotFound(ale#Var(bufnr(''), 'markdown_oe_ls_executable'))
    else
        return 1
    endif

    return 0
endfunction

function! s:Uri() abort
    return ale#util#ToURI(expand('%:p'))
endfunction

" Sends a request about the text as it is now; Handler gets the result.
function! s:Ask(method, params, Handler) abort
    if !s:CanAsk()
        return
    endif

    let l:buffer = bufnr('')
    let l:params = extend({'textDocument': {'uri': s:Uri()}}, a:params)
    let l:state = {'buffer': l:buffer, 'tick': getbufvar(l:buffer, 'changedtick')}

    call ale#lsp_linter#SendRequest(l:buffer, 'oe_ls', ale#lsp#message#DidChange(l:buffer))
    call ale#lsp_linter#SendRequest(
    \   l:buffer,
    \   'oe_ls',
    \   [0, a:method, l:params],
    \   {response -> s:Answered(l:state, a:Handler, response)},
    \)
endfunction

function! s:Answered(state, Handler, response) abort
    if has_key(a:response, 'error')
        call s:Complain(a:response.error.code == -32601
        \   ? 'the program is too old for this; install a newer one'
        \   : a:response.error.message)
    elseif bufnr('') != a:state.buffer || getbufvar(a:state.buffer, 'changedtick') != a:state.tick
        call s:Say('the text has changed meanwhile; try again')
    else
        call a:Handler(a:response.result)
    endif
endfunction

function! s:Apply(edit) abort
    let l:changes = ale#code_action#BuildChangesList(ale#code_action#GetChanges(a:edit))
    call ale#code_action#HandleCodeAction({'description': 'oe-ls', 'changes': l:changes}, {})
    call ale#Queue(0, '')
endfunction

function! s:Go(position) abort
    normal! m'
    call cursor(a:position.line + 1, a:position.character + 1)
    normal! zv
endfunction

function! s:Here() abort
    return {'line': line('.') - 1, 'character': col('.') - 1}
endfunction

function! oe_ls#Placeholder(backwards) abort
    call s:Ask('oe-ls/nextPlaceholder', {
    \   'position': s:Here(),
    \   'backwards': a:backwards ? v:true : v:false,
    \}, function('s:GoToPlaceholder'))
endfunction

function! s:GoToPlaceholder(range) abort
    if a:range is v:null
        return s:Say('no placeholder is left here')
    endif

    call s:Go(a:range.start)
endfunction

" Inserts what these identifiers are of; with none, asks.
function! oe_ls#Insert(...) abort
    if a:0
        call s:Ask('oe-ls/insert', {'ids': copy(a:000)}, function('s:Inserted'))
    else
        call s:Ask('oe-ls/readiness', {}, function('s:AskWhatToInsert'))
    endif
endfunction

function! s:AskWhatToInsert(readiness) abort
    let l:missing = []

    for l:section in s:Sections(a:readiness)
        if l:section.state is# 'missing'
            call add(l:missing, [l:section.id, l:section.title . ' (section)'])
        else
            let l:elements = filter(copy(l:section.elements), 'v:val.state is# ''missing''')
            call extend(l:missing, map(l:elements, '[v:val.id, v:val.name]'))
        endif
    endfor

    if empty(l:missing)
        return empty(s:Sections(a:readiness)) ? s:NotOurs() : s:Say('nothing is missing here')
    endif

    if len(l:missing) > 1
        call add(l:missing, ['', 'All of it'])
    endif

    let l:lines = ['Insert:'] + map(copy(l:missing), 'printf("%2d) %s", v:key + 1, v:val[1])')
    let l:lines += ['Type number and <Enter> (empty cancels): ']
    let l:number = str2nr(ale#util#Input(join(l:lines, "\n"), ''))

    if l:number > 0 && l:number <= len(l:missing)
        let l:id = l:missing[l:number - 1][0]
        call s:Ask('oe-ls/insert', {'ids': empty(l:id) ? [] : [l:id]}, function('s:Inserted'))
    endif
endfunction

function! s:Inserted(answer) abort
    if a:answer is v:null
        return s:Say('it is there already')
    endif

    call s:Apply(a:answer.edit)
    call s:Go((a:answer.placeholder is v:null ? a:answer.range : a:answer.placeholder).start)
endfunction

function! s:NotOurs() abort
    call s:Say('this file is not taken for an Operational Excellence document; :OeLsTreatAs oe makes it one')
endfunction

function! s:Sections(readiness) abort
    return a:readiness is v:null ? [] : a:readiness.sections
endfunction

function! oe_ls#Readiness() abort
    call s:Ask('oe-ls/readiness', {}, function('s:ShowReadiness'))
endfunction

function! s:ShowReadiness(readiness) abort
    if empty(s:Sections(a:readiness))
        return s:NotOurs()
    endif

    let l:items = []

    for l:section in a:readiness.sections
        for [l:thing, l:name] in [[l:section, l:section.title]] + map(copy(l:section.elements), '[v:val, ''  '' . v:val.name]')
            let l:start = get(l:thing, 'range', {'start': {'line': -1, 'character': -1}}).start
            call add(l:items, {
            \   'bufnr': l:start.line < 0 ? 0 : bufnr(''),
            \   'lnum': l:start.line + 1,
            \   'col': l:start.character + 1,
            \   'text': printf('%-11s %s', l:thing.state, l:name),
            \   'type': l:thing.state is# 'missing' ? 'E' : l:thing.state is# 'present' ? '' : 'W',
            \})
        endfor
    endfor

    let l:elements = a:readiness.elements
    let l:title = printf('oe-ls: %d of %d elements', l:elements.present, l:elements.required)
    call setqflist([], ' ', {'items': l:items, 'title': l:title})
    copen
endfunction

function! oe_ls#FixAll() abort
    let l:end = {'line': line('$'), 'character': 0}
    call s:Ask('textDocument/codeAction', {
    \   'range': {'start': {'line': 0, 'character': 0}, 'end': l:end},
    \   'context': {'diagnostics': [], 'only': ['source.fixAll.oe-ls']},
    \}, function('s:FixAll'))
endfunction

function! s:FixAll(actions) abort
    for l:action in a:actions is v:null ? [] : a:actions
        if get(l:action, 'kind', '') is# 'source.fixAll.oe-ls'
            return s:Apply(l:action.edit)
        endif
    endfor

    call s:Say('nothing here can be fixed safely')
endfunction

function! oe_ls#TreatAs(what) abort
    if index(['oe', 'other'], a:what) < 0
        return s:Complain('a file is treated as ''oe'' or as ''other'', not as ''' . a:what . '''')
    endif

    call s:Ask('oe-ls/treatAs', {'oe': a:what is# 'oe' ? v:true : v:false}, function('s:TreatAs'))
endfunction

function! s:TreatAs(edit) abort
    if a:edit is v:null
        return s:Say('the front matter says so already')
    endif

    call s:Apply(a:edit)
endfunction

function! oe_ls#Guide() abort
    call s:Ask('oe-ls/guide', {}, function('s:ShowGuide'))
endfunction

function! s:ShowGuide(guide) abort
    if a:guide.uri isnot v:null
        execute 'split' fnameescape(ale#util#ToResource(a:guide.uri))
        return
    endif

    new
    setlocal buftype=nofile bufhidden=wipe noswapfile
    call setline(1, split(a:guide.text, "\n", 1))
    setlocal nomodifiable readonly filetype=markdown
    let b:ale_enabled = 0
    execute 'file' fnameescape('oe-ls guide: ' . a:guide.title)
endfunction

" Written to the disk when it is saved.
function! oe_ls#New(file) abort
    let l:file = fnamemodify(a:file, ':p')

    if filereadable(l:file)
        return s:Complain(l:file . ' is there already')
    endif

    if expand('%:p') isnot# l:file
        " What is unsaved in this window stays in it.
        execute (&modified && !&hidden ? 'split' : 'edit') fnameescape(l:file)
    endif

    " Its folder is made when it is saved, as `oe-ls init` does.
    autocmd BufWritePre <buffer> ++once call mkdir(expand('<afile>:p:h'), 'p')

    if getline(1, '$') != ['']
        return s:Complain(l:file . ' holds text already')
    endif

    if empty(&filetype)
        setfiletype markdown
    endif

    if s:CanAsk()
        call s:Ask('oe-ls/newDocument', {'uri': s:Uri()}, function('s:Begin'))
    endif
endfunction

function! s:Begin(answer) abort
    call setline(1, split(substitute(a:answer.text, '\n$', '', ''), "\n", 1))

    if a:answer.placeholder isnot v:null
        call s:Go(a:answer.placeholder.start)
    endif
endfunction

function! oe_ls#Complete(lead, line, cursor) abort
    return join(['oe', 'other'], "\n")
endfunction
