--- `:checkhealth oe_ls`.
local config = require('oe_ls.config')
local server = require('oe_ls.server')

local M = {}

local health = vim.health
--- How long the server may take to say its version, in milliseconds.
local PATIENCE = 3000

local function check_neovim()
  health.start('Neovim')
  local version = tostring(vim.version())
  if vim.fn.has('nvim-0.11') == 1 then
    health.ok(('Neovim %s has vim.lsp.enable()'):format(version))
  else
    health.ok(('Neovim %s: the server is started with vim.lsp.start()'):format(version))
  end
end

local function check_options()
  local known = config.types
  local options = vim.g.oe_ls or {}
  if type(options) ~= 'table' then
    health.error('vim.g.oe_ls is not a table', { 'See :help vim.g.oe_ls' })
    return
  end
  for key, value in pairs(options) do
    if not known[key] then
      health.warn(('vim.g.oe_ls.%s is not an option'):format(key), { 'See :help vim.g.oe_ls' })
    elseif type(value) ~= known[key] then
      health.error(('vim.g.oe_ls.%s is not a %s'):format(key, known[key]))
    end
  end
end

--- Asks the program for its version, and the server to come up and end.
---@param cmd string[]
local function check_program(cmd)
  local ok, process = pcall(vim.system, { cmd[1], '--version' }, { text = true })
  local result = ok and process:wait(PATIENCE)
  local version = result and result.code == 0 and result.stdout:match('^oe%-ls (%S+)')
  if not version then
    local why = not ok and process or result.stderr ~= '' and result.stderr or 'no answer'
    health.error(('`%s --version` failed: %s'):format(cmd[1], vim.trim(tostring(why))), {
      'Another program of that name may be found first: see its path above',
    })
    return
  end
  local said = ('version %s; the plugin is %s'):format(version, config.version)
  if server.is_older(version) then
    health.warn(said, { 'Update the server: some commands may not work with it' })
  else
    health.ok(said)
  end
end

---@param cmd string[]
local function check_start(cmd)
  local exited, answer
  local started, rpc = pcall(vim.lsp.rpc.start, cmd, {
    on_exit = function(code, signal)
      exited = { code = code, signal = signal }
    end,
  })
  if not started then
    health.error(('`%s` cannot be started: %s'):format(table.concat(cmd, ' '), rpc))
    return
  end
  local params = { processId = vim.uv.os_getpid(), capabilities = vim.empty_dict() }
  rpc.request('initialize', params, function(_, result)
    answer = result or {}
  end)
  vim.wait(PATIENCE, function()
    return answer ~= nil or exited ~= nil
  end, 10)
  if answer then
    health.ok(('`%s` starts and answers'):format(table.concat(cmd, ' ')))
    rpc.request('shutdown', nil, function()
      rpc.notify('exit')
    end)
    vim.wait(PATIENCE, function()
      return exited ~= nil
    end, 10)
  else
    local how = exited and ('ended with code %d, signal %d'):format(exited.code, exited.signal)
    health.error(
      ('`%s` %s'):format(table.concat(cmd, ' '), how or 'does not answer'),
      { 'Run it in a terminal to see what it says', 'See :OeLs log' }
    )
  end
  if not exited then
    rpc.terminate()
  end
end

local function check_server()
  health.start('The server')
  check_options()
  local cmd = server.command()
  local trouble = server.trouble()
  if trouble then
    health.error(('%s: %s'):format(trouble, cmd[1]), {
      'Install it: cargo install --path . --locked, in a checkout of oe-ls',
      "Or say where it is: vim.g.oe_ls = { cmd = { '/path/to/oe-ls', 'server' } }",
      'Then :OeLs restart',
    })
    return
  end
  health.ok(('found: %s'):format(vim.fn.exepath(cmd[1])))
  check_program(cmd)
  check_start(cmd)
  if server.gave_up() then
    health.error('it ended too often and is not started again', { ':OeLs log, then :OeLs restart' })
  end
  if vim.lsp.is_enabled and not vim.lsp.is_enabled(config.name) then
    health.info('not enabled yet: that happens with the first Markdown file')
  end
end

--- Another client that runs our server has its own name from an older configuration.
---@param client vim.lsp.Client
---@return boolean
local function is_double(client)
  return client.name ~= config.name and vim.tbl_get(client, 'server_info', 'name') == 'oe-ls'
    or client.name == 'oe-ls'
end

--- `:checkhealth` is in a buffer of its own; the one before it is meant.
---@return integer
local function looked_at()
  local current = vim.api.nvim_get_current_buf()
  if not vim.startswith(vim.api.nvim_buf_get_name(current), 'health://') then
    return current
  end
  local before = vim.fn.bufnr('#')
  return before > 0 and before or current
end

local function check_clients()
  health.start('Clients')
  local clients = vim.lsp.get_clients({ name = config.name })
  if #clients == 0 then
    health.info('none is running')
  end
  for _, client in ipairs(clients) do
    local buffers = vim.tbl_map(function(buffer)
      return vim.fn.fnamemodify(vim.api.nvim_buf_get_name(buffer), ':~:.')
    end, vim.tbl_keys(client.attached_buffers))
    table.sort(buffers)
    local root = client.root_dir and vim.fn.fnamemodify(client.root_dir, ':~') or 'none'
    health.ok(
      ('client %d, version %s, root %s, %s, serves: %s'):format(
        client.id,
        server.version(client) or '?',
        root,
        client.offset_encoding,
        #buffers > 0 and table.concat(buffers, ', ') or 'nothing'
      )
    )
  end
  for _, client in ipairs(vim.lsp.get_clients()) do
    if is_double(client) then
      health.warn(('client `%s` runs oe-ls as well'):format(client.name), {
        'Take its configuration away: each finding would be shown twice',
      })
    end
  end
end

local function check_buffer()
  health.start('The buffer before this one')
  local buffer = looked_at()
  local name = vim.api.nvim_buf_get_name(buffer)
  health.info(name ~= '' and vim.fn.fnamemodify(name, ':~:.') or 'without a name')
  local line = require('oe_ls.status').line(buffer)
  if line then
    health.ok(line)
    local status = assert(require('oe_ls.status').of(buffer))
    if status.guide then
      health.info('guide: ' .. status.guide)
    end
    health.info('settings: ' .. (status.settings or 'none'))
  elseif require('oe_ls.client').of(buffer) then
    health.info('the server has said nothing of it yet')
  else
    health.info('not served: ' .. require('oe_ls.client').why_not(buffer))
  end
  local others = vim.iter(vim.lsp.get_clients({ bufnr = buffer })):filter(function(client)
    return client.name ~= config.name
  end)
  local names = others
    :map(function(client)
      return client.name
    end)
    :totable()
  if #names > 0 then
    health.info('other servers beside it: ' .. table.concat(names, ', '))
  end
end

function M.check()
  check_neovim()
  check_server()
  check_clients()
  check_buffer()
end

return M
