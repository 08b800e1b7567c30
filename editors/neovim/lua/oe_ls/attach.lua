--- Which buffers have the server, and where its root is.
local config = require('oe_ls.config')
local server = require('oe_ls.server')

local M = {}

--- Finds the folder that the server works in, unless the buffer is none of ours or it cannot run.
---@param buffer integer
---@param on_dir fun(root: string?)
function M.root_dir(buffer, on_dir)
  M.follow()
  local name = vim.fs.basename(vim.api.nvim_buf_get_name(buffer))
  -- Without a name it would be known by that of all others without one.
  if name == '' then
    return
  elseif vim.bo[buffer].filetype == 'toml' and not vim.list_contains(config.settings_files, name) then
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
  M.follow()
  if vim.api.nvim_buf_get_name(buffer) == '' then
    return
  elseif not vim.api.nvim_buf_is_loaded(buffer) or vim.bo[buffer].buftype ~= '' then
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

--- The client that works where Neovim does, started for no buffer if there is none.
---@return vim.lsp.Client?
function M.start_alone()
  local client = config.resolved()
  if type(client.root_dir) ~= 'string' then
    client.root_dir = vim.fs.root(vim.uv.cwd(), client.root_markers or {})
  end
  for _, running in ipairs(vim.lsp.get_clients({ name = config.name })) do
    if running.root_dir == client.root_dir then
      return running
    end
  end
  if server.is_starting() or not server.can_run() then
    return nil
  end
  server.take_over()
  client.cmd = config.resolved().cmd
  if vim.lsp.config then
    vim.lsp.start(client, { attach = false })
  else
    vim.lsp.start_client(client)
  end
  return nil
end

local follows = false

--- Keeps to a buffer when its name changes: to the server it is another document then, maybe in another
--- folder. One that had no name is served from then on.
function M.follow()
  if follows then
    return
  end
  follows = true
  local group = vim.api.nvim_create_augroup('oe_ls.follow', {})
  local renamed = {} ---@type table<integer, true> those that were served
  local function go_on(buffer)
    local enabled = not vim.lsp.is_enabled or vim.lsp.is_enabled(config.name)
    if vim.api.nvim_buf_is_valid(buffer) and (renamed[buffer] or enabled) then
      M.start(buffer)
    end
    renamed[buffer] = nil
  end
  vim.api.nvim_create_autocmd('BufFilePre', {
    group = group,
    desc = 'Close the document of the old name',
    callback = function(event)
      for _, client in ipairs(vim.lsp.get_clients({ name = config.name, bufnr = event.buf })) do
        renamed[event.buf] = true
        vim.lsp.buf_detach_client(event.buf, client.id)
        require('oe_ls.status').clear({ event.buf })
      end
      -- A name that cannot be given is not told of.
      vim.schedule(function()
        if renamed[event.buf] then
          go_on(event.buf)
        end
      end)
    end,
  })
  -- What had no name gets one by being written, without the other event.
  vim.api.nvim_create_autocmd({ 'BufFilePost', 'BufWritePost' }, {
    group = group,
    desc = 'Open the document of the new name',
    callback = function(event)
      go_on(event.buf)
    end,
  })
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
