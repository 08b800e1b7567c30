--- What the user set, and the client that is made of it.
local M = {}

--- The version of this plugin, which is that of the server that it is made for.
M.version = '0.1.0'

--- The name of the client, as `vim.lsp.enable()` and `vim.lsp.get_clients()` have it.
M.name = 'oe_ls'

--- The names of settings files.
M.settings_files = { 'oe-ls.toml', '.oe-ls.toml' }

--- The options, and their types.
M.types = { enable = 'boolean', cmd = 'table', filetypes = 'table', settings = 'table' }

--- What the user set, less what `:checkhealth oe_ls` finds wrong in it.
---@return oe_ls.Options
function M.options()
  local options = {}
  for key, value in pairs(type(vim.g.oe_ls) == 'table' and vim.g.oe_ls or {}) do
    if type(value) == M.types[key] then
      options[key] = value
    end
  end
  return options
end

--- The server's command as `vim.g.oe_ls` has it, unless `vim.lsp.config()` has another one.
---@return string[]
function M.command()
  local cmd = M.options().cmd or {}
  return cmd[1] and cmd or { 'oe-ls', 'server' }
end

--- The file types served.
---@return string[]
function M.filetypes()
  return M.options().filetypes or { 'markdown', 'toml' }
end

--- The client as it is without what `vim.lsp.config()` adds.
---@return vim.lsp.ClientConfig
function M.client()
  local options = M.options()
  return {
    name = M.name,
    -- A function, so that an end that nobody asked for is told in one message, and made good.
    cmd = function(dispatchers)
      return require('oe_ls.server').start(dispatchers)
    end,
    filetypes = M.filetypes(),
    root_markers = vim.list_extend(vim.list_slice(M.settings_files), { '.git' }),
    root_dir = function(buffer, on_dir)
      require('oe_ls.attach').root_dir(buffer, on_dir)
    end,
    capabilities = not vim.lsp.completion and require('oe_ls.completion').capabilities() or nil,
    settings = { ['oe-ls'] = options.settings },
    handlers = {
      ['oe-ls/status'] = function(_, status, context)
        require('oe_ls.status').update(status, context.client_id)
      end,
    },
    on_init = function(client, result)
      require('oe_ls.server').on_init(client, result)
    end,
    on_exit = function(_, _, client_id)
      require('oe_ls.server').on_exit(client_id)
    end,
  }
end

--- Has options read anew: Neovim 0.11 and newer keep the client as they first made it.
function M.refresh()
  if vim.lsp.config then
    vim.lsp.config(M.name, {})
  end
end

--- The client as it is started: on Neovim 0.11 and newer with what `vim.lsp.config()` adds.
---@return vim.lsp.ClientConfig
function M.resolved()
  return vim.deepcopy(vim.lsp.config and vim.lsp.config[M.name] or M.client())
end

return M
