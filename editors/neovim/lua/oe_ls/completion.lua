--- Completion on Neovim 0.10: its own takes the text of an item as one line, and knows no tab stops.
--- Later versions do all of this themselves.
local M = {}

--- Marks the items of an answer as ours.
---@param callback fun(err: any, result: any)
---@return fun(err: any, result: any)
function M.marking(callback)
  return function(err, result)
    for _, item in ipairs(type(result) == 'table' and (result.items or result) or {}) do
      item.oe_ls = true
    end
    callback(err, result)
  end
end

--- Puts the item that was just accepted in place of the line that Neovim made of it.
local function expand()
  local completed = vim.v.completed_item
  local item = vim.tbl_get(completed, 'user_data', 'nvim', 'lsp', 'completion_item')
  if not item or not item.oe_ls then
    return
  end
  local row, column = unpack(vim.api.nvim_win_get_cursor(0))
  local start = column - #completed.word
  -- Line ends of the item stand in the line as NUL.
  local inserted = vim.api.nvim_get_current_line():sub(start + 1, column):gsub('%z', '\n')
  if start < 0 or inserted ~= completed.word then
    return
  end
  vim.api.nvim_buf_set_text(0, row - 1, start, row - 1, column, { '' })
  vim.api.nvim_win_set_cursor(0, { row, start })
  local client = require('oe_ls.client').of(0)
  if item.additionalTextEdits and client then
    vim.lsp.util.apply_text_edits(item.additionalTextEdits, 0, client.offset_encoding)
  end
  local text = item.textEdit.newText
  if item.insertTextFormat == vim.lsp.protocol.InsertTextFormat.Snippet then
    vim.snippet.expand(text)
  else
    vim.api.nvim_put(vim.split(text, '\n'), 'c', false, true)
  end
end

--- Looks out for accepted items.
function M.enable()
  vim.api.nvim_create_autocmd('CompleteDone', {
    group = vim.api.nvim_create_augroup('oe_ls.completion', {}),
    desc = 'Expand the completion items of oe-ls',
    callback = expand,
  })
end

--- What the client can do, with tab stops.
---@return lsp.ClientCapabilities
function M.capabilities()
  local capabilities = vim.lsp.protocol.make_client_capabilities()
  capabilities.textDocument.completion.completionItem.snippetSupport = true
  return capabilities
end

return M
