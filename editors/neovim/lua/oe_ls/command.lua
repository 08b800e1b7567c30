--- `:OeLs`.
local say = require('oe_ls.say')

local M = {}

---@class oe_ls.Subcommand
---@field run fun(arguments: string[])
---@field complete? fun(): string[]
---@field arguments? integer the most that it takes; none by default

---@param name string
---@return fun()
local function call(name)
  return function()
    require('oe_ls')[name]()
  end
end

---@param names string[]
---@return fun(): string[]
local function one_of(names)
  return function()
    return names
  end
end

local function show_status()
  local buffer = vim.api.nvim_get_current_buf()
  require('oe_ls.client').with(buffer, function()
    local status = require('oe_ls.status')
    require('oe_ls.wait').until_there({
      event = 'User',
      pattern = 'OeLsStatus',
      every = 1000,
      on = function(waited)
        return vim.api.nvim_get_current_buf() == buffer and waited < 1000
      end,
    }, function()
      return vim.api.nvim_get_current_buf() == buffer and status.of(buffer) or nil
    end, function()
      if vim.api.nvim_get_current_buf() == buffer then
        status.show(buffer)
      end
    end)
  end)
end

---@type table<string, oe_ls.Subcommand>
local SUBCOMMANDS = {
  ['next'] = { run = call('next') },
  ['prev'] = { run = call('prev') },
  ['insert'] = {
    arguments = math.huge,
    run = function(ids)
      require('oe_ls').insert(ids)
    end,
    complete = function()
      return require('oe_ls.insert').ids(vim.api.nvim_get_current_buf())
    end,
  },
  ['insert-all'] = { run = call('insert_all') },
  ['readiness'] = {
    arguments = 1,
    run = function(arguments)
      local where = arguments[1] or 'float'
      if vim.list_contains({ 'float', 'quickfix', 'loclist' }, where) then
        require('oe_ls').readiness(where)
      else
        say.error('readiness is float, quickfix or loclist, not %s', where)
      end
    end,
    complete = one_of({ 'float', 'quickfix', 'loclist' }),
  },
  ['fix-all'] = { run = call('fix_all') },
  ['treat-as'] = {
    arguments = 1,
    run = function(arguments)
      local oe = ({ yes = true, no = false })[arguments[1] or '']
      if oe == nil then
        say.error('say :OeLs treat-as yes, or no')
      else
        require('oe_ls.insert').treat_as(vim.api.nvim_get_current_buf(), oe)
      end
    end,
    complete = one_of({ 'yes', 'no' }),
  },
  ['new'] = {
    arguments = 1,
    run = function(arguments)
      require('oe_ls.open').new(arguments[1])
    end,
    complete = function(lead)
      return vim.fn.getcompletion(lead, 'file')
    end,
  },
  ['guide'] = {
    run = function()
      require('oe_ls.open').guide(vim.api.nvim_get_current_buf())
    end,
  },
  ['restart'] = { run = call('restart') },
  ['log'] = {
    run = function()
      require('oe_ls.open').log()
    end,
  },
  ['status'] = { run = show_status },
}

---@return string[]
local function names()
  local found = vim.tbl_keys(SUBCOMMANDS)
  table.sort(found)
  return found
end

--- Runs a subcommand; without one, `status`.
---@param arguments string[]
function M.run(arguments)
  local name = arguments[1] or 'status'
  local subcommand = SUBCOMMANDS[name]
  if not subcommand then
    say.error('there is no :OeLs %s; see :help :OeLs', name)
  elseif #arguments - 1 > (subcommand.arguments or 0) then
    say.error(':OeLs %s takes fewer arguments; see :help :OeLs', name)
  else
    subcommand.run(vim.list_slice(arguments, 2))
  end
end

--- The words that may stand at the end of a command line.
---@param lead string
---@param line string
---@return string[]
function M.complete(lead, line)
  local before = line:sub(1, #line - #lead):match('OeLs!?%s+(.*)$') or ''
  local words = vim.split(before, '%s+', { trimempty = true })
  local candidates
  if #words == 0 then
    candidates = names()
  else
    local subcommand = SUBCOMMANDS[words[1]]
    local takes = subcommand and #words <= (subcommand.arguments or 0)
    candidates = takes and subcommand.complete and subcommand.complete(lead) or {}
  end
  return vim.tbl_filter(function(candidate)
    return vim.startswith(candidate, lead) and not vim.list_contains(words, candidate)
  end, candidates)
end

return M
