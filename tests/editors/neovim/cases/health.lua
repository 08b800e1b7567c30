--- `:checkhealth oe_ls`, and the help file.
local Editor = require('editor')

--- The report on the current buffer.
local function report(editor)
  editor:command('checkhealth oe_ls')
  local text = Editor.wait(function()
    local lines = table.concat(editor:lines(), '\n')
    return lines:find('The buffer before this one', 1, true) and lines
  end)
  editor:command('bwipeout')
  return text or editor:screen()
end

local function has(ok, text, what, ...)
  for _, part in ipairs({ ... }) do
    ok(text:find(part, 1, true), ('%s: %s'):format(what, part), text)
  end
end

return function(ok, project)
  local folder = project()
  local version = vim.trim(vim.system({ vim.env.OE_LS, '--version' }, { text = true }):wait().stdout):match('%S+$')
  local editor = Editor.open({
    files = { folder .. '/docs/operations.md' },
    cwd = folder,
    init = [[
      vim.api.nvim_create_user_command('Double', function()
        -- Neovim 0.10 does not keep what a server calls itself.
        vim.lsp.start({ name = vim.lsp.config and 'mine' or 'oe-ls', cmd = { vim.env.OE_LS, 'server' } })
      end, {})
    ]],
  })
  Editor.wait(function()
    return #editor:findings() == 1
  end)
  editor:lua('return vim.wait(2000, function() return vim.b.oe_ls_status ~= nil end, 10)')
  local text = report(editor)
  has(
    ok,
    text,
    'when all is well',
    ('OK Neovim %s'):format(editor:lua('return tostring(vim.version())')),
    ('OK found: %s'):format(vim.env.OE_LS),
    ('OK version %s; the plugin is %s'):format(version, version),
    ('OK `%s server` starts and answers'):format(vim.env.OE_LS),
    ('version %s, root %s'):format(version, folder),
    'serves: docs/operations.md',
    'OE document (front matter): 4 of 5 elements, 1 error',
    'settings: '
  )
  ok(not text:find('WARNING', 1, true) and not text:find('ERROR', 1, true), 'nothing is wrong then', text)

  local double = vim.lsp.config and 'mine' or 'oe-ls'
  editor:type(':Double<CR>')
  Editor.wait(function()
    return editor:lua('return #vim.lsp.get_clients()') == 2
  end)
  editor:lua("vim.g.oe_ls = vim.tbl_extend('force', vim.g.oe_ls, { comand = 1, settings = 'none' })")
  has(
    ok,
    report(editor),
    'when it is doubled',
    ('WARNING client `%s` runs oe-ls as well'):format(double),
    ('other servers beside it: %s'):format(double),
    'WARNING vim.g.oe_ls.comand is not an option',
    'ERROR vim.g.oe_ls.settings is not a table'
  )
  editor:close()

  editor = Editor.open({ files = { folder .. '/README.md' }, cwd = folder, server = { '/nowhere/oe-ls', 'server' } })
  has(
    ok,
    report(editor),
    'when it is missing',
    'ERROR `cmd` does not exist: /nowhere/oe-ls',
    'cargo install',
    'vim.g.oe_ls = { cmd =',
    'not served: `cmd` does not exist'
  )
  editor:lua("vim.g.oe_ls = { cmd = { 'false' } }")
  local other = report(editor)
  has(ok, other, 'when it is another program', 'ERROR `false --version` failed', 'ERROR `false` ended with code 1')
  editor:lua('vim.g.oe_ls = true')
  has(ok, report(editor), 'when the options are none', 'ERROR vim.g.oe_ls is not a table')
  editor:lua("vim.g.oe_ls = { cmd = { ..., 'server' } }", vim.env.OE_LS)
  editor:lua("require('oe_ls.config').version = '99.0.0'")
  has(ok, report(editor), 'when it is old', ('WARNING version %s; the plugin is 99.0.0'):format(version))

  -- A copy, as the tags are written beside it.
  vim.fn.system({ 'cp', '-R', vim.env.EDITORS .. '/neovim/doc', editor.folder })
  editor:lua('vim.opt.runtimepath:prepend(...)', editor.folder)
  editor:command(('helptags %s/doc'):format(editor.folder))
  editor:type(':help oe_ls<CR>')
  ok(
    Editor.wait(function()
      return editor:lua('return vim.fn.expand("%:t")') == 'oe_ls.txt'
    end),
    'the help file has its tags',
    function()
      return editor:screen()
    end
  )
  local help = table.concat(editor:lines(), '\n')
  local commands = editor:lua("return vim.fn.getcompletion('OeLs ', 'cmdline')")
  for _, name in ipairs(commands) do
    ok(help:find((':OeLs %s'):format(name), 1, true), ('the help file knows :OeLs %s'):format(name))
  end
  for _, name in ipairs({ 'next', 'prev', 'insert', 'insert-all', 'readiness', 'fix-all' }) do
    ok(help:find(('<Plug>(oe-ls-%s)'):format(name), 1, true), ('and <Plug>(oe-ls-%s)'):format(name))
  end
  editor:close()
end
