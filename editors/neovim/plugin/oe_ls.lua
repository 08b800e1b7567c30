-- What there is from the start: one command, the <Plug> maps, and a look out for the first Markdown
-- file. Only the options are read; the rest is loaded when one of these is used.
if vim.g.loaded_oe_ls then
  return
end
vim.g.loaded_oe_ls = true

if vim.fn.has('nvim-0.10') == 0 then
  vim.notify_once('oe-ls: this plugin needs Neovim 0.10 or newer', vim.log.levels.WARN)
  return
end

vim.api.nvim_create_user_command('OeLs', function(command)
  require('oe_ls.command').run(command.fargs)
end, {
  nargs = '*',
  bar = true,
  desc = 'Operational Excellence documents; see :help oe_ls-commands',
  complete = function(lead, line, column)
    return require('oe_ls.command').complete(lead, line:sub(1, column))
  end,
})

for name, what in pairs({
  ['next'] = 'Go to the next placeholder',
  ['prev'] = 'Go to the previous placeholder',
  ['insert'] = 'Choose what is missing and insert it',
  ['insert-all'] = 'Insert all that is missing',
  ['readiness'] = 'Show how far the document is',
  ['fix-all'] = 'Apply all safe fixes',
}) do
  vim.keymap.set('n', ('<Plug>(oe-ls-%s)'):format(name), function()
    require('oe_ls.command').run({ name })
  end, { desc = what })
end

local config = require('oe_ls.config')
if config.options().enable ~= false then
  local filetypes = config.filetypes()
  local function enable()
    require('oe_ls.attach').enable()
  end
  local function is_served(buffer)
    return vim.api.nvim_buf_is_loaded(buffer)
      and vim.list_contains(filetypes, vim.bo[buffer].filetype)
  end
  if vim.v.vim_did_enter == 0 then
    vim.api.nvim_create_autocmd('VimEnter', {
      once = true,
      callback = function()
        if vim.iter(vim.api.nvim_list_bufs()):any(is_served) then
          enable()
        end
      end,
    })
  elseif vim.iter(vim.api.nvim_list_bufs()):any(is_served) then
    enable()
  end
  vim.api.nvim_create_autocmd('FileType', {
    pattern = filetypes,
    group = vim.api.nvim_create_augroup('oe_ls.enable', {}),
    desc = 'Switch oe-ls on with the first file that it may serve',
    callback = function()
      -- Before that, Neovim 0.11 does not look at the files that are open already.
      if vim.v.vim_did_enter == 1 then
        enable()
      end
    end,
  })
end
