--- Asking the server. Neovim 0.10 has functions where later versions have methods; only here that is
--- told apart.
local config = require('oe_ls.config')
local say = require('oe_ls.say')

local M = {}

local HAS_METHODS = vim.fn.has('nvim-0.11') == 1
local METHOD_NOT_FOUND = -32601
--- How long a command waits for a server that is starting, in milliseconds.
local PATIENCE = 5000
--- And for one that may be about to start.
local SOON = 300

--- The client that serves the buffer, once it has started.
---@param buffer integer
---@return vim.lsp.Client?
function M.of(buffer)
  return vim.lsp.get_clients({ name = config.name, bufnr = buffer })[1]
end

---@param client vim.lsp.Client
---@param force? boolean
function M.stop(client, force)
  if HAS_METHODS then
    client:stop(force)
  else
    client.stop(force)
  end
end

---@param client vim.lsp.Client
---@param method string
---@param params table
---@param handler lsp.Handler
---@param buffer integer
local function send(client, method, params, handler, buffer)
  if HAS_METHODS then
    client:request(method, params, handler, buffer)
  else
    client.request(method, params, handler, buffer)
  end
end

--- Asks the server. Null is nil; an error is told and ends it.
---@param client vim.lsp.Client
---@param buffer integer
---@param method string
---@param params table
---@param done fun(result: any)
function M.ask(client, buffer, method, params, done)
  send(client, method, params, function(err, result)
    if not err then
      done(result ~= vim.NIL and result or nil)
    elseif err.code == METHOD_NOT_FOUND then
      local version = require('oe_ls.server').version(client) or '?'
      say.error('server %s does not know %s: update it', version, method)
    else
      say.error('%s', err.message)
    end
  end, buffer)
end

--- Asks the server and waits for the answer, for command line completion.
---@param client vim.lsp.Client
---@param buffer integer
---@param method string
---@param params table
function M.ask_now(client, buffer, method, params)
  local answer
  send(client, method, params, function(_, result)
    answer = { result = result }
  end, buffer)
  vim.wait(500, function()
    return answer ~= nil
  end, 5)
  local result = answer and answer.result
  return result ~= vim.NIL and result or nil
end

---@param buffer integer
---@return lsp.TextDocumentIdentifier
function M.document(buffer)
  return { uri = vim.uri_from_bufnr(buffer) }
end

--- Whether the buffer is one that the server may be started for.
---@param buffer integer
---@return boolean
function M.is_served(buffer)
  local filetypes = config.resolved().filetypes or {}
  return vim.bo[buffer].buftype == '' and vim.list_contains(filetypes, vim.bo[buffer].filetype)
end

--- Why the server does not serve the buffer.
---@param buffer integer
---@return string
function M.why_not(buffer)
  local server = require('oe_ls.server')
  local trouble = server.trouble()
  if trouble then
    return trouble .. '; see :checkhealth oe_ls'
  elseif server.gave_up() then
    return 'the server keeps ending; see :checkhealth oe_ls'
  elseif not M.is_served(buffer) then
    return 'this is no Markdown file'
  end
  return 'this buffer is not served; see :checkhealth oe_ls'
end

--- Does something with the client of the buffer, as soon as it is there; says why if it is not.
---@param buffer integer
---@param act fun(client: vim.lsp.Client)
function M.with(buffer, act)
  local server = require('oe_ls.server')
  local function is_there()
    return vim.api.nvim_buf_is_valid(buffer)
  end
  require('oe_ls.wait').until_there({
    event = 'LspAttach',
    buffer = buffer,
    every = SOON,
    on = function(waited)
      local patience = server.is_starting() and PATIENCE or SOON
      return is_there() and M.is_served(buffer) and waited < patience
    end,
  }, function()
    return is_there() and M.of(buffer) or nil
  end, function(client)
    if client then
      act(client)
    elseif is_there() then
      say.warn('%s', M.why_not(buffer))
    end
  end)
end

return M
