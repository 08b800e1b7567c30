" ALE completes the word before the cursor, in one line and up to the first
" bracket; what the server offers replaces the start of the line as well and
" may have many lines. So ALE is given what fits, and the rest as one of the
" edits that it makes once an item is accepted.

function! oe_ls#completion#Fit(buffer, item) abort
    let l:edit = get(a:item, 'textEdit', {})
    let l:info = getbufvar(a:buffer, 'ale_completion_info', {})

    if empty(l:edit) || !has_key(l:info, 'line')
        return 1
    endif

    let l:line = getbufline(a:buffer, l:info.line)[0]
    " The word itself may be out of the buffer while Vim asks for completions.
    let l:start = l:info.column - 1 - (l:info.prefix =~# '\k$' ? len(l:info.prefix) : 0)
    let l:typed = strpart(l:line, l:edit.range.start.character, l:start - l:edit.range.start.character)

    if l:edit.range.start.character > l:start || stridx(tolower(l:edit.newText), tolower(l:typed)) != 0
        return 0
    endif

    let l:text = strpart(l:edit.newText, len(l:typed))
    let l:word = matchstr(l:text, '\v^[^(\n]+')

    if empty(l:word)
        return 0
    endif

    let l:rest = strpart(l:text, len(l:word))
    let l:edit.newText = l:word

    if !empty(l:rest)
        let l:end = {'line': l:edit.range.start.line, 'character': l:start + len(l:word)}
        let a:item.additionalTextEdits = get(a:item, 'additionalTextEdits', [])
        \   + [{'range': {'start': l:end, 'end': l:end}, 'newText': l:rest}]
    endif

    return 1
endfunction
