--- What changes the document: insertions, fixes, and what it is taken for.
local client = require('oe_ls.client')
local placeholder = require('oe_ls.placeholder')
local say = require('oe_ls.say')
local status = require('oe_ls.status')

local M = {}

---@class oe_ls.Missing
---@field id string
---@field name string

--- What the document lacks: sections, and elements of sections that are there.
---@param readiness oe_ls.Readiness
---@return oe_ls.Missing[]
function M.missing(readiness)
  local missing = {}
  for _, section in ipairs(readiness.sections) do
    if section.state == 'missing' then
      table.insert(missing, { id = section.id, name = section.title })
    else
      for _, element in ipairs(section.elements) do
        if element.state == 'missing' then
          local name = ('%s (%s)'):format(element.name, section.title)
          table.insert(missing, { id = element.id, name = name })
        end
      end
    end
  end
  return missing
end

--- Whether the buffer can be changed; says so if not.
---@param buffer integer
---@return boolean
local function can_change(buffer)
  local can = vim.bo[buffer].modifiable
  if not can then
    say.warn("this buffer cannot be changed: 'modifiable' is off")
  end
  return can
end

--- Does something with the client of a buffer that can be changed.
---@param buffer integer
---@param act fun(server: vim.lsp.Client)
local function with(buffer, act)
  if can_change(buffer) then
    client.with(buffer, act)
  end
end

--- Applies what the server makes of the buffer, if it can still be changed.
---@param buffer integer
---@param edit lsp.WorkspaceEdit
---@param server vim.lsp.Client
---@return boolean
local function apply(buffer, edit, server)
  local can = vim.api.nvim_buf_is_loaded(buffer) and can_change(buffer)
  if can then
    vim.lsp.util.apply_workspace_edit(edit, server.offset_encoding)
  end
  return can
end

--- Inserts what `ids` name, or all that is missing if they name nothing.
---@param window integer
---@param ids string[]
function M.insert(window, ids)
  local buffer = vim.api.nvim_win_get_buf(window)
  with(buffer, function(server)
    local params = { textDocument = client.document(buffer), ids = ids }
    client.ask(server, buffer, 'oe-ls/insert', params, function(answer)
      if not answer then
        status.unless_none(buffer, server, function()
          say.info(#ids > 0 and 'that is there already' or 'nothing is missing')
        end)
        return
      end
      if apply(buffer, answer.edit, server) then
        placeholder.enter(window, buffer, server, answer)
      end
    end, function(tell)
      status.unless_none(buffer, server, tell)
    end)
  end)
end

--- Lets the user choose what to insert.
---@param window integer
function M.choose(window)
  local buffer = vim.api.nvim_win_get_buf(window)
  with(buffer, function(server)
    local params = { textDocument = client.document(buffer) }
    client.ask(server, buffer, 'oe-ls/readiness', params, function(readiness)
      local missing = readiness and M.missing(readiness) or {}
      if #missing == 0 then
        status.unless_none(buffer, server, function()
          say.info('nothing is missing')
        end)
        return
      end
      local options = {
        prompt = 'Insert:',
        kind = 'oe_ls.missing',
        format_item = function(item)
          return item.name
        end,
      }
      vim.ui.select(missing, options, function(item)
        if item then
          M.insert(window, { item.id })
        end
      end)
    end)
  end)
end

--- The identifiers that can be inserted now, for completion.
---@param buffer integer
---@return string[]
function M.ids(buffer)
  local server = client.of(buffer)
  local params = { textDocument = client.document(buffer) }
  local readiness = server and client.ask_now(server, buffer, 'oe-ls/readiness', params)
  return vim.tbl_map(function(item)
    return item.id
  end, readiness and M.missing(readiness) or {})
end

--- Applies all that is safe to fix.
---@param buffer integer
function M.fix_all(buffer)
  with(buffer, function(server)
    local params = {
      textDocument = client.document(buffer),
      range = { start = { line = 0, character = 0 }, ['end'] = { line = 0, character = 0 } },
      context = { diagnostics = {}, only = { 'source.fixAll.oe-ls' } },
    }
    client.ask(server, buffer, 'textDocument/codeAction', params, function(actions)
      local edit = vim.tbl_get(actions or {}, 1, 'edit')
      if edit then
        apply(buffer, edit, server)
      else
        say.info('nothing can be fixed without your judgement')
      end
    end)
  end)
end

--- Writes into the front matter that the document is one of ours, or is not.
---@param buffer integer
---@param oe boolean
function M.treat_as(buffer, oe)
  with(buffer, function(server)
    local params = { textDocument = client.document(buffer), oe = oe }
    client.ask(server, buffer, 'oe-ls/treatAs', params, function(edit)
      if edit then
        apply(buffer, edit, server)
      else
        say.info('the front matter says so already')
      end
    end)
  end)
end

return M
