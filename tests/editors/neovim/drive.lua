--- Runs one case, and says of each thing whether it holds.
local here = _G.arg[1]
package.path = here .. '/?.lua;' .. package.path
vim.o.columns, vim.o.lines = 80, 26

-- Answers to what a terminal is asked would come too late for one that has ended.
pcall(vim.api.nvim_del_augroup_by_name, 'nvim.terminal')
pcall(vim.api.nvim_del_augroup_by_name, 'nvim_terminal')

local Editor = require('editor')
local failed = 0

--- Says whether something holds, and what was there instead.
---@param holds any
---@param what string
---@param instead? any
local function ok(holds, what, instead)
  if holds then
    io.stdout:write(('ok - %s\n'):format(what))
    return
  end
  failed = failed + 1
  if type(instead) == 'function' then
    instead = instead()
  end
  local there = instead == nil and '' or ': ' .. (type(instead) == 'string' and instead or vim.inspect(instead))
  io.stdout:write(('not ok - %s%s\n'):format(what, there))
end

--- A copy of the project for one case.
local copies = 0
local function project()
  copies = copies + 1
  local copy = ('%s/project-%d'):format(vim.fn.getcwd(), copies)
  vim.fn.system({ 'cp', '-R', vim.env.PROJECT, copy })
  vim.fn.mkdir(copy .. '/.git', 'p')
  return copy
end

local case = _G.arg[2]
local began = vim.uv.hrtime()
local fine, problem = xpcall(require('cases.' .. case), debug.traceback, ok, project)
if not fine then
  ok(false, case, problem)
end
Editor.close_all()
io.stdout:write(('# %s: %.1f s\n'):format(case, (vim.uv.hrtime() - began) / 1e9))
os.exit(failed == 0 and 0 or 1)
