--- What changes the document: insertions, fixes, and what it is taken for.
local client = require('oe_ls.client')
local placeholder = require('oe_ls.placeholder')
local say = require('oe_ls.say')

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

--- Inserts what `ids` name, or all that is missing if they name nothing.
---@param window integer
---@param ids string[]
function M.insert(window, ids)
  local buffer = vim.api.nvim_win_get_buf(window)
  client.with(buffer, function(server)
    local params = { textDocument = client.document(buffer), ids = ids }
    client.ask(server, buffer, 'oe-ls/insert', params, function(answer)
      if not answer then
        say.info(#ids > 0 and 'that is there already' or 'nothing is missing')
        return
      end
      vim.lsp.util.apply_workspace_edit(answer.edit, server.offset_encoding)
      placeholder.enter(window, buffer, server, answer)
    end)
  end)
end

--- Lets the user choose what to insert.
---@param window integer
function M.choose(window)
  local buffer = vim.api.nvim_win_get_buf(window)
  client.with(buffer, function(server)
    local params = { textDocument = client.document(buffer) }
    client.ask(server, buffer, 'oe-ls/readiness', params, function(readiness)
      local missing = readiness and M.missing(readiness) or {}
      if #missing == 0 then
        say.info('nothing is missing')
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
  client.with(buffer, function(server)
    local params = {
      textDocument = client.document(buffer),
      range = { start = { line = 0, character = 0 }, ['end'] = { line = 0, character = 0 } },
      context = { diagnostics = {}, only = { 'source.fixAll.oe-ls' } },
    }
    client.ask(server, buffer, 'textDocument/codeAction', params, function(actions)
      local edit = vim.tbl_get(actions or {}, 1, 'edit')
      if edit then
        vim.lsp.util.apply_workspace_edit(edit, server.offset_encoding)
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
  client.with(buffer, function(server)
    local params = { textDocument = client.document(buffer), oe = oe }
    client.ask(server, buffer, 'oe-ls/treatAs', params, function(edit)
      if edit then
        vim.lsp.util.apply_workspace_edit(edit, server.offset_encoding)
      else
        say.info('the front matter says so already')
      end
    end)
  end)
end

return M
