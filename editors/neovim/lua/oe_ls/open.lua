--- What is opened: a new document, the guide, the log.
local client = require('oe_ls.client')
local placeholder = require('oe_ls.placeholder')
local say = require('oe_ls.say')

local M = {}

--- Begins a new document, at `path` if there is one. A file with text in it stays as it is.
---@param path? string
function M.new(path)
  if path then
    vim.cmd.edit(vim.fn.fnameescape(path))
  else
    vim.cmd.enew()
  end
  local window, buffer = vim.api.nvim_get_current_win(), vim.api.nvim_get_current_buf()
  if vim.api.nvim_buf_get_offset(buffer, vim.api.nvim_buf_line_count(buffer)) > 1 then
    say.warn('this file holds text already, and was left as it is')
    return
  end
  if vim.bo[buffer].filetype == '' then
    vim.bo[buffer].filetype = 'markdown'
  end
  client.with(buffer, function(server)
    local params = path and { uri = vim.uri_from_bufnr(buffer) } or vim.empty_dict()
    client.ask(server, buffer, 'oe-ls/newDocument', params, function(answer)
      local lines = vim.split(answer.text:gsub('\n$', ''), '\r?\n')
      vim.api.nvim_buf_set_lines(buffer, 0, -1, false, lines)
      placeholder.enter(window, buffer, server, answer)
    end)
  end)
end

--- Opens the guide in force: its file, or the text of the one that the server holds.
---@param buffer integer
function M.guide(buffer)
  client.with(buffer, function(server)
    local params = { textDocument = client.document(buffer) }
    client.ask(server, buffer, 'oe-ls/guide', params, function(guide)
      if not guide then
        say.info('no guide is in force here')
      elseif guide.uri and guide.uri ~= vim.NIL then
        vim.cmd.split(vim.fn.fnameescape(vim.uri_to_fname(guide.uri)))
      else
        M.show('oe-ls://guide/' .. guide.id, guide.text)
      end
    end)
  end)
end

--- Shows a text that is no file.
---@param name string
---@param text string
function M.show(name, text)
  local shown = vim.fn.bufnr('^' .. vim.fn.escape(name, '\\*?[]{}') .. '$')
  vim.cmd.new()
  local buffer = vim.api.nvim_get_current_buf()
  if shown ~= -1 then
    vim.api.nvim_win_set_buf(0, shown)
    vim.api.nvim_buf_delete(buffer, {})
    return
  end
  vim.api.nvim_buf_set_name(buffer, name)
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, vim.split(text:gsub('\n$', ''), '\r?\n'))
  local options = vim.bo[buffer]
  options.buftype, options.bufhidden, options.swapfile = 'nofile', 'hide', false
  options.modified, options.modifiable, options.filetype = false, false, 'markdown'
end

--- Opens Neovim's log of language servers, at its end.
function M.log()
  local path = vim.lsp.log and vim.lsp.log.get_filename and vim.lsp.log.get_filename()
    or vim.lsp.get_log_path()
  vim.cmd.tabedit(vim.fn.fnameescape(path))
  vim.cmd('normal! G')
end

return M
