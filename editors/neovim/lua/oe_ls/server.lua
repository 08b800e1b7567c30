--- The life of the server: found or not, started, ended, and started again within bounds.
local config = require('oe_ls.config')
local say = require('oe_ls.say')

local M = {}

--- An end that nobody asked for is made good this many times within `WHILE` milliseconds.
local MOST_RESTARTS = 3
local WHILE = 3 * 60 * 1000
--- How long a server may take to end, asked and then forced, in milliseconds.
local PATIENCE = 2000

---@class oe_ls.End
---@field how string
---@field asked boolean

local ends = setmetatable({}, { __mode = 'k' }) ---@type table<vim.lsp.rpc.PublicClient, oe_ls.End>
local restarts = {} ---@type integer[] when the server was started again
local unsaid ---@type string? how the server ended that is being started again
local gave_up = false
local given ---@type string[]? the command that `vim.lsp.config()` had
local newborn = {} ---@type table<vim.lsp.rpc.PublicClient, true> those that have not said hello
local pending = 0 -- how many are about to be started
local forget = {} ---@type table<vim.lsp.rpc.PublicClient, fun()> as if a running one had ended
local versions = {} ---@type table<integer, string> by the client's id

---@param code integer
---@param signal integer
local function how(code, signal)
  return signal ~= 0 and ('signal %d'):format(signal) or ('exit code %d'):format(code)
end

--- The command that is run: from `vim.lsp.config()`, `vim.g.oe_ls`, or by default. Its program may begin
--- with `~` or a variable, as paths in configurations do.
---@return string[]
function M.command()
  local cmd = config.resolved().cmd
  cmd = vim.list_slice(type(cmd) == 'table' and cmd or given or config.command())
  if cmd[1]:find('^[~$]') then
    cmd[1] = vim.fs.normalize(cmd[1])
  end
  return cmd
end

--- Has a command from `vim.lsp.config()` run as ours is: Neovim alone would not start it again, nor say
--- that it is not there.
---@return boolean whether there is one that was not taken over before
function M.take_over()
  local cmd = config.resolved().cmd
  if type(cmd) ~= 'table' then
    return false
  end
  given = cmd
  vim.lsp.config(config.name, { cmd = M.start })
  return true
end

--- What keeps the server from being run, in a few words, or nil.
---@return string?
function M.trouble()
  local program = M.command()[1]
  if vim.fn.executable(program) == 1 then
    return nil
  elseif program:find('[/\\]') and vim.uv.fs_stat(program) then
    return '`cmd` is not executable'
  elseif program:find('[/\\]') then
    return '`cmd` does not exist'
  end
  return ('%s is not on PATH'):format(say.cut(program, 20))
end

--- Whether the server may be started now. What keeps it from running is said once.
---@return boolean
function M.can_run()
  -- One that is about to be started again will serve all.
  if gave_up or pending > 0 then
    return false
  end
  local trouble = M.trouble()
  if trouble then
    say.warn_once('%s; see :checkhealth oe_ls', trouble)
  end
  return not trouble
end

--- The `cmd` of the client. To Neovim the server always ends well: otherwise it would say in its own
--- words what is said here.
---@param dispatchers vim.lsp.rpc.Dispatchers
---@return vim.lsp.rpc.PublicClient
function M.start(dispatchers)
  local asked, over = false, false
  local rpc ---@type vim.lsp.rpc.PublicClient
  --- What a server says is heard until it is over.
  local function until_over(act)
    return function(...)
      if not over then
        return act(...)
      end
      return vim.NIL
    end
  end
  local on_exit = until_over(function(code, signal)
    over = true
    newborn[rpc], forget[rpc] = nil, nil
    ends[rpc] = { how = how(code, signal), asked = asked }
    dispatchers.on_exit(0, 0)
  end)
  local ok, started = pcall(vim.lsp.rpc.start, M.command(), {
    notification = until_over(dispatchers.notification),
    server_request = until_over(dispatchers.server_request),
    on_error = until_over(dispatchers.on_error),
    on_exit = on_exit,
  })
  if not ok then
    gave_up = true
    error('oe-ls: the program cannot be run; see :checkhealth oe_ls', 0)
  end
  rpc = vim.tbl_extend('force', started, {
    request = function(method, params, callback, ...)
      if not vim.lsp.completion and method == 'textDocument/completion' then
        callback = require('oe_ls.completion').marking(callback)
      end
      return started.request(method, params, until_over(callback), ...)
    end,
    notify = function(method, params)
      asked = asked or method == 'exit'
      return started.notify(method, params)
    end,
    is_closing = function()
      return over or started.is_closing()
    end,
    terminate = function()
      asked = true
      return started.terminate()
    end,
  })
  newborn[rpc] = true
  forget[rpc] = function()
    asked = true
    on_exit(0, 0)
  end
  return rpc
end

---@param client vim.lsp.Client
---@param result lsp.InitializeResult
function M.on_init(client, result)
  newborn[client.rpc] = nil
  if unsaid then
    say.warn('server ended (%s), restarted; see :OeLs log', unsaid)
    unsaid = nil
  end
  local version = vim.tbl_get(result, 'serverInfo', 'version')
  versions[client.id] = version
  if M.is_older(version) then
    say.warn_once('server %s is older than plugin %s: update it', version, config.version)
  end
end

--- Whether a server may lack what the plugin asks of it.
---@param version string?
function M.is_older(version)
  local has = version and vim.version.parse(version)
  local wants = assert(vim.version.parse(config.version))
  return not has or vim.version.lt({ has.major, has.minor, 0 }, { wants.major, wants.minor, 0 })
end

--- The server is gone: starts it again if nobody asked for that, and not without end.
---@param client_id integer
function M.on_exit(client_id)
  local client = vim.lsp.get_client_by_id(client_id)
  local ended = client and ends[client.rpc]
  if not client or not ended then
    return
  end
  local buffers = vim.tbl_keys(client.attached_buffers)
  vim.schedule(function()
    require('oe_ls.status').clear(buffers)
    if ended.asked or gave_up or vim.v.exiting ~= vim.NIL then
      return
    end
    local now = vim.uv.now()
    restarts = vim.tbl_filter(function(time)
      return now - time < WHILE
    end, restarts)
    if #restarts >= MOST_RESTARTS then
      gave_up, unsaid = true, nil
      say.error('server keeps ending (%s); see :checkhealth oe_ls', ended.how)
      return
    end
    table.insert(restarts, now)
    unsaid, pending = ended.how, pending + 1
    vim.defer_fn(function()
      pending = pending - 1
      require('oe_ls.attach').start_all()
    end, 200 * (#restarts - 1))
  end)
end

--- Whether a server was started, or is about to be, and has not said hello.
function M.is_starting()
  return pending > 0 or next(newborn) ~= nil
end

--- The version of the server behind a client.
---@param client vim.lsp.Client
---@return string?
function M.version(client)
  return versions[client.id]
end

--- Whether the server ended too often to be started again.
function M.gave_up()
  return gave_up
end

--- Stops the server wherever it runs, and starts it for all that it may serve, its options read anew. One
--- that does not end is forced to, and then no longer reckoned with.
function M.restart()
  gave_up, restarts, unsaid = false, {}, nil
  say.forget()
  config.refresh()
  local client = require('oe_ls.client')
  local running = vim.lsp.get_clients({ name = config.name })
  vim.iter(running):each(client.stop)
  -- Those that have not said hello cannot be asked, and Neovim does not list them.
  local unborn = vim.tbl_keys(newborn)
  local function terminate()
    for _, rpc in ipairs(unborn) do
      rpc.terminate()
    end
  end
  terminate()
  pending = pending + 1

  local harsher = {
    function()
      for _, each in ipairs(running) do
        client.stop(each, true)
      end
    end,
    function()
      say.warn('a server does not end, and is left behind')
      for _, rpc in ipairs(unborn) do
        forget[rpc]()
      end
      for _, each in ipairs(running) do
        (forget[each.rpc] or each.rpc.terminate)()
      end
    end,
  }
  local patience = vim.uv.now() + PATIENCE
  local function start()
    running = vim.tbl_filter(function(each)
      return vim.lsp.get_client_by_id(each.id) ~= nil
    end, running)
    unborn = vim.tbl_filter(function(rpc)
      return newborn[rpc]
    end, unborn)
    local late = vim.uv.now() > patience
    if #running + #unborn == 0 or (late and #harsher == 0) then
      pending = pending - 1
      require('oe_ls.attach').start_all()
      return
    elseif late then
      patience = vim.uv.now() + PATIENCE
      table.remove(harsher, 1)()
    end
    vim.defer_fn(start, 20)
  end
  start()
end

return M
