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

--- Goes to what was inserted at `range`: to the first placeholder of it, if it has one.
---@param window integer
---@param server vim.lsp.Client
---@param range lsp.Range
function M.enter(window, server, range)
  local buffer = vim.api.nvim_win_get_buf(window)
  cursor.go(window, server, range.start)
  local params = { textDocument = client.document(buffer), position = range.start }
  client.ask(server, buffer, 'oe-ls/nextPlaceholder', params, function(placeholder)
    local start = placeholder and placeholder.start
    local valid = vim.api.nvim_win_is_valid(window) and vim.api.nvim_win_get_buf(window) == buffer
    if start and valid and start.line >= range.start.line then
      cursor.go(window, server, start)
    end
  end)
end

return M
