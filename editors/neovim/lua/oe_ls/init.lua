--- What the plugin offers to a configuration. Its settings are in `vim.g.oe_ls`; see `:help oe_ls`.
local M = {}

--- How far the document is, for a status line: `OE 28/31`, or nothing.
---@param buffer? integer the current one by default
---@return string
function M.status(buffer)
  return require('oe_ls.status').text(buffer)
end

--- Goes to the next placeholder.
function M.next()
  require('oe_ls.placeholder').jump(false)
end

--- Goes to the previous placeholder.
function M.prev()
  require('oe_ls.placeholder').jump(true)
end

--- Inserts what is missing: the sections and elements named, or what the user chooses.
---@param ids? string[]
function M.insert(ids)
  local window = vim.api.nvim_get_current_win()
  if ids and #ids > 0 then
    require('oe_ls.insert').insert(window, ids)
  else
    require('oe_ls.insert').choose(window)
  end
end

--- Inserts all that is missing.
function M.insert_all()
  require('oe_ls.insert').insert(vim.api.nvim_get_current_win(), {})
end

--- Shows how far the document is.
---@param where? 'float'|'quickfix'|'loclist'
function M.readiness(where)
  require('oe_ls.readiness').show(where or 'float')
end

--- Applies all that is safe to fix.
function M.fix_all()
  require('oe_ls.insert').fix_all(vim.api.nvim_get_current_buf())
end

--- Stops and starts the server, with settings read anew.
function M.restart()
  require('oe_ls.server').restart()
end

return M
