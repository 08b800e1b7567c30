--- From one placeholder to the next.
local client = require('oe_ls.client')
local cursor = require('oe_ls.cursor')
local say = require('oe_ls.say')

local M = {}

--- Goes to the next placeholder that stands after `position`, or says that there is none.
---@param window integer
---@param server vim.lsp.Client
---@param params { position: lsp.Position, backwards: boolean }
---@param times integer
local function go(window, server, params, times)
  local buffer = vim.api.nvim_win_get_buf(window)
  params.textDocument = client.document(buffer)
  client.ask(server, buffer, 'oe-ls/nextPlaceholder', params, function(range)
    if not vim.api.nvim_win_is_valid(window) or vim.api.nvim_win_get_buf(window) ~= buffer then
      return
    elseif not range then
      say.info('no placeholder is left in this document')
    elseif times > 1 then
      params.position = range.start
      go(window, server, params, times - 1)
    else
      cursor.go(window, server, range.start)
    end
  end)
end

--- Goes to the next placeholder, or `v:count` further.
---@param backwards boolean
function M.jump(backwards)
  local window, times = vim.api.nvim_get_current_win(), vim.v.count1
  client.with(vim.api.nvim_win_get_buf(window), function(server)
    local params = { position = cursor.position(window, server), backwards = backwards }
    go(window, server, params, times)
  end)
end

--- Goes to what was inserted, if the window still shows it: to its first placeholder, if it has one.
---@param window integer
---@param buffer integer
---@param server vim.lsp.Client
---@param inserted { placeholder?: lsp.Range, range?: lsp.Range } as the server has it; by default the top
function M.enter(window, buffer, server, inserted)
  if vim.api.nvim_win_is_valid(window) and vim.api.nvim_win_get_buf(window) == buffer then
    local placeholder = inserted.placeholder ~= vim.NIL and inserted.placeholder or nil
    local range = placeholder or inserted.range
    cursor.go(window, server, range and range.start or { line = 0, character = 0 })
  end
end

return M
