" Commands for Operational Excellence documents, over ALE and the language
" server oe-ls. They take no keys; |oe-ls-mappings| has what can be mapped.

if exists('g:loaded_oe_ls')
    finish
endif

let g:loaded_oe_ls = 1

command! -bar OeLsNextPlaceholder call oe_ls#Placeholder(0)
command! -bar OeLsPreviousPlaceholder call oe_ls#Placeholder(1)
command! -bar -nargs=* OeLsInsert call oe_ls#Insert(<f-args>)
command! -bar OeLsReadiness call oe_ls#Readiness()
command! -bar OeLsFixAll call oe_ls#FixAll()
command! -bar -nargs=1 -complete=custom,oe_ls#Complete OeLsTreatAs call oe_ls#TreatAs(<q-args>)
command! -bar OeLsGuide call oe_ls#Guide()
command! -bar -nargs=1 -complete=file OeLsNew call oe_ls#New(<q-args>)

nnoremap <silent> <Plug>(oe_ls_next_placeholder) :<C-U>OeLsNextPlaceholder<CR>
nnoremap <silent> <Plug>(oe_ls_previous_placeholder) :<C-U>OeLsPreviousPlaceholder<CR>
nnoremap <silent> <Plug>(oe_ls_insert) :<C-U>OeLsInsert<CR>
nnoremap <silent> <Plug>(oe_ls_readiness) :<C-U>OeLsReadiness<CR>
