--- A Neovim under test: in a terminal of 80x24 as a person has it, with a second way in to look at its state.
local Editor = {}
Editor.__index = Editor

--- How long anything may take to come, in milliseconds.
local PATIENCE = 10000

local open = {} ---@type table<integer, table>
local count = 0

--- Waits until `condition` gives something, and gives that.
---@param condition fun(): any
---@param patience? integer
function Editor.wait(condition, patience)
  local deadline = vim.uv.hrtime() + (patience or PATIENCE) * 1e6
  while true do
    local found = condition()
    if found or vim.uv.hrtime() > deadline then
      return found
    end
    vim.wait(10)
  end
end

---@class Opened
---@field files? string[]
---@field cwd? string
---@field init? string more lines for its init.lua
---@field server? string[] the server's command
---@field without_server? boolean leaves vim.g.oe_ls alone

--- Starts one, with the plugin as a package, and the server that is tested.
---@param how Opened
function Editor.open(how)
  count = count + 1
  local self = setmetatable({}, Editor)
  self.folder = ('%s/editor-%d'):format(vim.fn.getcwd(), count)
  local packages = self.folder .. '/pack/tests/start'
  vim.fn.mkdir(packages, 'p')
  assert(vim.uv.fs_symlink(vim.env.EDITORS .. '/neovim', packages .. '/oe_ls'))
  local init = {
    ('vim.opt.packpath:prepend(%q)'):format(self.folder),
    'vim.o.swapfile = false',
    'vim.o.shada = ""',
  }
  if not how.without_server then
    local server = vim.inspect(how.server or { vim.env.OE_LS, 'server' })
    table.insert(init, ('vim.g.oe_ls = { cmd = %s }'):format(server))
  end
  table.insert(init, how.init)
  vim.fn.writefile(vim.split(table.concat(init, '\n'), '\n'), self.folder .. '/init.lua')
  local address = self.folder .. '/socket'
  local command = { vim.v.progpath, '--clean', '-u', self.folder .. '/init.lua', '--listen', address }
  vim.list_extend(command, how.files or {})
  self.buffer = vim.api.nvim_create_buf(false, true)
  self.window = vim.api.nvim_open_win(self.buffer, true, {
    relative = 'editor',
    row = 0,
    col = 0,
    width = 80,
    height = 24,
  })
  local options = {
    term = true,
    cwd = how.cwd,
    width = 80,
    height = 24,
    env = { XDG_STATE_HOME = self.folder .. '/state', NVIM = '' },
  }
  self.job = vim.fn.has('nvim-0.11') == 1 and vim.fn.jobstart(command, options)
    or vim.fn.termopen(command, options)
  assert(self.job > 0)
  open[self.job] = self
  self.channel = assert(
    Editor.wait(function()
      local ok, channel = pcall(vim.fn.sockconnect, 'pipe', address, { rpc = true })
      return ok and channel > 0 and channel or nil
    end),
    'Neovim does not start'
  )
  self.pid = vim.fn.jobpid(self.job)
  Editor.wait(function()
    return self:lua('return vim.v.vim_did_enter == 1')
  end)
  return self
end

--- Asks it over the second way in. Should it never answer, it is killed, which ends the waiting with an error.
---@param method string
---@param ... any
function Editor:request(method, ...)
  local watchdog = assert(vim.uv.new_timer())
  watchdog:start(PATIENCE, 0, function()
    vim.uv.kill(self.pid, 'sigkill')
  end)
  local answer = { pcall(vim.rpcrequest, self.channel, method, ...) }
  watchdog:stop()
  watchdog:close()
  if not answer[1] then
    error(('%s\n%s'):format(answer[2], self:screen()), 0)
  end
  return answer[2]
end

--- Runs Lua in it. A Neovim that waits for a key, as it does after long messages, is an error.
---@param code string
---@param ... any what `...` is there
function Editor:lua(code, ...)
  local ready = Editor.wait(function()
    return not self:request('nvim_get_mode').blocking
  end, 2000)
  assert(ready, 'Neovim waits for a key:\n' .. self:screen())
  return self:request('nvim_exec_lua', code, { ... })
end

--- Types, as a person does.
---@param text string in the notation of mappings
function Editor:type(text)
  vim.api.nvim_chan_send(self.job, vim.api.nvim_replace_termcodes(text, true, true, true))
end

--- Runs an Ex command, as if it was typed.
---@param text string
function Editor:command(text)
  self:request('nvim_command', text)
end

--- What is on the screen.
---@return string
function Editor:screen()
  return table.concat(vim.api.nvim_buf_get_lines(self.buffer, 0, -1, false), '\n')
end

--- Waits for a text on the screen.
---@param text string
function Editor:shows(text)
  return Editor.wait(function()
    return self:screen():find(text, 1, true) ~= nil
  end)
end

--- All that was said.
---@return string
function Editor:messages()
  return vim.trim(self:lua("return vim.fn.execute('messages')"))
end

--- What was said by the plugin, or of language servers.
---@return string[]
function Editor:said()
  return vim.tbl_filter(function(line)
    return line:find('oe-ls:', 1, true) ~= nil or line:find('[Cc]lient') or line:find('[Ll]anguage server')
  end, vim.split(self:messages(), '\n'))
end

--- The findings of the current buffer, as `line:column-end code source`, sorted.
---@return string[]
function Editor:findings()
  return self:lua([[
    local found = vim.tbl_map(function(finding)
      return ('%d:%d-%d:%d %s'):format(
        finding.lnum, finding.col, finding.end_lnum, finding.end_col, finding.code)
    end, vim.diagnostic.get(0))
    table.sort(found)
    return found
  ]])
end

--- Waits until the findings are these.
---@param wanted string[]
function Editor:finds(wanted)
  return Editor.wait(function()
    return vim.deep_equal(self:findings(), wanted)
  end)
end

--- The lines of the current buffer.
---@return string[]
function Editor:lines()
  return self:lua('return vim.api.nvim_buf_get_lines(0, 0, -1, false)')
end

--- Where the cursor is: line from one, byte from zero.
---@return integer[]
function Editor:cursor()
  return self:lua('return vim.api.nvim_win_get_cursor(0)')
end

--- Ends it; what is not saved is lost.
function Editor:close()
  pcall(vim.rpcnotify, self.channel, 'nvim_command', 'qall!')
  if vim.fn.jobwait({ self.job }, 5000)[1] < 0 then
    vim.fn.jobstop(self.job)
  end
  pcall(vim.fn.chanclose, self.channel)
  open[self.job] = nil
  pcall(vim.api.nvim_win_close, self.window, true)
end

--- Ends all that are left.
function Editor.close_all()
  for _, self in pairs(open) do
    self:close()
  end
end

return Editor
