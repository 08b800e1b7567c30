--- Which buffers have the server, and where its root is.
local config = require('oe_ls.config')
local server = require('oe_ls.server')

local M = {}

--- Finds the folder that the server works in, unless the buffer is none of ours or it cannot run.
---@param buffer integer
---@param on_dir fun(root: string?)
function M.root_dir(buffer, on_dir)
  local name = vim.fs.basename(vim.api.nvim_buf_get_name(buffer))
  if vim.bo[buffer].filetype == 'toml' and not vim.list_contains(config.settings_files, name) then
    return
  end
  if not server.can_run() then
    return
  end
  if server.take_over() then
    vim.schedule(function()
      M.start(buffer)
    end)
  else
    on_dir(vim.fs.root(buffer, config.resolved().root_markers or {}))
  end
end

--- Starts the server for a buffer, or has a running one serve it.
---@param buffer integer
function M.start(buffer)
  if not vim.api.nvim_buf_is_loaded(buffer) or vim.bo[buffer].buftype ~= '' then
    return
  end
  local client = config.resolved()
  if not vim.list_contains(client.filetypes or {}, vim.bo[buffer].filetype) then
    return
  end
  local function start(root)
    client.root_dir = root
    vim.lsp.start(client, { bufnr = buffer, reuse_client = client.reuse_client })
  end
  if type(client.root_dir) == 'function' then
    client.root_dir(buffer, start)
  else
    start(client.root_dir or vim.fs.root(buffer, client.root_markers or {}))
  end
end

--- Starts the server for every buffer that it may serve.
function M.start_all()
  vim.iter(vim.api.nvim_list_bufs()):each(M.start)
end

--- Has Neovim start the server with every file of its types, those that are open included.
function M.enable()
  local group = vim.api.nvim_create_augroup('oe_ls.enable', {})
  if vim.lsp.enable then
    server.take_over()
    vim.lsp.enable(config.name)
    return
  end
  require('oe_ls.completion').enable()
  vim.api.nvim_create_autocmd('FileType', {
    group = group,
    desc = 'Start oe-ls, as vim.lsp.enable() does on newer versions',
    callback = function(event)
      M.start(event.buf)
    end,
  })
  M.start_all()
end

return M
