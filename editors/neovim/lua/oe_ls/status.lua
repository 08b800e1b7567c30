--- What the server says of each document.
local M = {}

local KINDS = {
  oe = 'OE document',
  guide = 'Guide',
  settings = 'Settings file',
  other = 'Not an OE document',
}

---@param buffer? integer
local function resolve(buffer)
  return (buffer == nil or buffer == 0) and vim.api.nvim_get_current_buf() or buffer
end

--- Takes over what the server says: into `b:oe_ls_status`, with the event `User OeLsStatus`.
---@param status oe_ls.Status
---@param client_id integer
function M.update(status, client_id)
  local client = vim.lsp.get_client_by_id(client_id)
  for key, value in pairs(status) do
    if value == vim.NIL then
      status[key] = nil
    end
  end
  for buffer in pairs(client and client.attached_buffers or {}) do
    if vim.api.nvim_buf_is_loaded(buffer) and vim.uri_from_bufnr(buffer) == status.uri then
      vim.b[buffer].oe_ls_status = status
      M.announce(buffer)
    end
  end
end

--- Forgets what was said, as nobody is there to bring it up to date.
---@param buffers integer[]
function M.clear(buffers)
  for _, buffer in ipairs(buffers) do
    if vim.api.nvim_buf_is_valid(buffer) and vim.b[buffer].oe_ls_status then
      vim.b[buffer].oe_ls_status = nil
      M.announce(buffer)
    end
  end
end

---@param buffer integer
function M.announce(buffer)
  local data = { buffer = buffer, status = vim.b[buffer].oe_ls_status }
  vim.api.nvim_exec_autocmds('User', { pattern = 'OeLsStatus', modeline = false, data = data })
  vim.cmd.redrawstatus({ bang = true })
end

--- What the server last said of a buffer.
---@param buffer? integer
---@return oe_ls.Status?
function M.of(buffer)
  return vim.b[resolve(buffer)].oe_ls_status
end

--- How far a document is, for a status line: `OE 4/5`. Empty for what is none of ours.
---@param buffer? integer
---@return string
function M.text(buffer)
  local status = M.of(buffer)
  if not status or status.kind == 'other' then
    return ''
  elseif status.elements then
    return ('OE %d/%d'):format(status.elements.present, status.elements.required)
  end
  return 'OE ' .. status.kind
end

--- Goes on in what can have something missing; elsewhere says why not. Asks, as a status may come late.
---@param buffer integer
---@param server vim.lsp.Client
---@param go_on fun()
function M.unless_none(buffer, server, go_on)
  local client = require('oe_ls.client')
  local params = { textDocument = client.document(buffer) }
  client.ask(server, buffer, 'oe-ls/readiness', params, function(readiness)
    if readiness and #readiness.sections == 0 then
      M.say_none(buffer)
    else
      go_on()
    end
  end)
end

--- Says that the buffer holds no OE document, and how it can be one.
---@param buffer integer
function M.say_none(buffer)
  local say = require('oe_ls.say')
  local status = vim.api.nvim_buf_is_valid(buffer) and M.of(buffer)
  local kind = status and status.kind
  if kind == 'settings' or kind == 'guide' then
    say.info('this is no OE document, but a %s', kind == 'guide' and 'guide' or 'settings file')
  else
    say.info('this is no OE document; `:OeLs treat-as yes` makes it one')
  end
end

--- Shows what the server said of the buffer, until the cursor moves. It may take more than a line.
---@param buffer integer
function M.show(buffer)
  local status = M.of(buffer)
  local lines = { M.line(buffer) or 'The server has said nothing of this file' }
  if status and status.guide then
    table.insert(lines, 'Guide: ' .. status.guide)
  end
  if status then
    local settings = status.settings and vim.fn.fnamemodify(status.settings, ':~:.')
    table.insert(lines, 'Settings: ' .. (settings or 'none'))
  end
  vim.lsp.util.open_floating_preview(lines, 'plaintext', { focus_id = 'oe_ls.status', wrap = true })
end

--- What the buffer is taken for and why, in a line.
---@param buffer? integer
---@return string?
function M.line(buffer)
  local status = M.of(buffer)
  if not status then
    return nil
  end
  local said = status.kind == 'other' and '' or ': ' .. status.message
  return ('%s (%s)%s'):format(KINDS[status.kind] or status.kind, status.why, said)
end

return M
