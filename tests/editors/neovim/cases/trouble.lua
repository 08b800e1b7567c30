--- The server missing, ending, slow, silent, old: one message each, and the document as it was.
local Editor = require('editor')

-- Neovim 0.10 starts what is no program, only to see it end.
local CANNOT_BE_RUN = vim.lsp.config and 'the program cannot be run; see :checkhealth oe_ls'
  or 'server keeps ending (exit code 127); see :checkhealth oe_ls'
local MISSING = { '7:0-7:33 missing-element' }

--- A path in a script.
local function quoted(path)
  return ("'%s'"):format(path:gsub("'", "'\\''"))
end

--- A program in the folder of the case.
local function program(folder, name, lines, mode)
  local path = folder .. '/' .. name
  vim.fn.writefile(vim.list_extend({ '#!/bin/sh' }, lines), path)
  vim.uv.fs_chmod(path, mode or 493)
  return path
end

--- Waits until all is done that began before: servers have started or were given up, one that runs has answered,
--- and what was put off until then has happened.
local function settle(editor)
  return editor:lua([[
    local server, client = require('oe_ls.server'), require('oe_ls.client')
    local is_up = vim.wait(5000, function() return not server.is_starting() end, 10)
    local running = client.of(0)
    local answer = not running
      or client.ask_now(running, 0, 'oe-ls/readiness', { textDocument = client.document(0) })
    local rounds = 0
    local function round()
      rounds = rounds + 1
      if rounds < 3 then vim.schedule(round) end
    end
    vim.schedule(round)
    return is_up and answer ~= nil and vim.wait(5000, function() return rounds == 3 end, 1)
  ]])
end

local function says_only(ok, editor, text, what)
  local began = Editor.wait(function()
    return #editor:said() > 0
  end)
  ok(began and settle(editor) and vim.deep_equal(editor:said(), { 'oe-ls: ' .. text }), what, function()
    return editor:said()
  end)
end

--- Opens the other files of the project, and waits until each was looked at.
local function open_others(editor, folder)
  for _, name in ipairs({ 'README.md', 'docs/windows.md', 'oe-ls.toml', 'docs/operations.md' }) do
    editor:command('edit ' .. folder .. '/' .. name)
    editor:lua('vim.wait(0)')
  end
end

local function missing(ok, project)
  local folder = project()
  local flat = program(folder, 'flat', {}, 420)
  local garbage = folder .. '/garbage'
  vim.fn.writefile({ 'This is no program.' }, garbage)
  vim.uv.fs_chmod(garbage, 493)
  vim.fn.mkdir(vim.env.HOME .. '/of-trouble')
  vim.uv.fs_symlink(flat, vim.env.HOME .. '/of-trouble/flat')
  local opened = {}
  for what, case in vim.spairs({
    ['is not there'] = { folder .. '/nowhere', '`cmd` does not exist; see :checkhealth oe_ls' },
    ['may not be run'] = { flat, '`cmd` is not executable; see :checkhealth oe_ls' },
    ['cannot be run'] = { garbage, CANNOT_BE_RUN },
    ['is not on PATH'] = { 'oe-ls-of-nowhere', 'oe-ls-of-nowhere is not on PATH; see :checkhealth oe_ls' },
    ['may not be run, at home,'] = { '~/of-trouble/flat', '`cmd` is not executable; see :checkhealth oe_ls' },
    ['is not there, at home,'] = { '~/of-trouble/nowhere', '`cmd` does not exist; see :checkhealth oe_ls' },
  }) do
    local editor = Editor.open({ files = { folder .. '/docs/operations.md' }, cwd = folder, server = { case[1] } })
    open_others(editor, folder)
    table.insert(opened, { editor, case[2], what })
  end
  for _, case in ipairs(opened) do
    local editor = case[1]
    says_only(ok, editor, case[2], ('a server that %s is told of once'):format(case[3]))
    editor:lua('vim.g.oe_ls = { cmd = { ... } }', vim.env.OE_LS, 'server')
    editor:type(':OeLs restart<CR>')
    ok(editor:finds(MISSING), 'once it is there, restart is enough', function()
      return { editor:findings(), editor:said() }
    end)
    editor:close()
  end
end

local function on_path(ok, project)
  local folder = project()
  vim.fn.mkdir(folder .. '/bin')
  vim.uv.fs_symlink(vim.env.OE_LS, folder .. '/bin/oe-ls')
  for what, options in vim.spairs({
    ['without options'] = 'nil',
    ['with options that are none'] = 'true',
    ['with options of wrong types'] = "{ cmd = 'oe-ls', filetypes = 'markdown', settings = 1, enable = 'no' }",
  }) do
    local editor = Editor.open({
      files = { folder .. '/docs/operations.md' },
      cwd = folder,
      without_server = true,
      init = ('vim.env.PATH = %q .. ":" .. vim.env.PATH\nvim.g.oe_ls = %s'):format(folder .. '/bin', options),
    })
    ok(editor:finds(MISSING), ('%s the server is found on PATH'):format(what), function()
      return editor:said()
    end)
    local messages = editor:messages()
    ok(not messages:find('E%d+'), 'and no error is shown', messages)
    editor:close()
  end
end

local function at_home(ok, project)
  local folder = project()
  local bin = vim.env.HOME .. '/at home'
  vim.fn.mkdir(bin)
  vim.uv.fs_symlink(vim.env.OE_LS, bin .. '/[x]')
  for _, cmd in ipairs({ '~/at home/[x]', '$HOME/at home/[x]' }) do
    local editor =
      Editor.open({ files = { folder .. '/docs/operations.md' }, cwd = folder, server = { cmd, 'server' } })
    ok(editor:finds(MISSING), ('the server is found as %s'):format(cmd), function()
      return editor:said()
    end)
    editor:close()
  end
end

--- A server that says where it is, so that it can be killed.
local function mortal(folder)
  local pid = folder .. '/pid'
  local path = program(folder, 'mortal', {
    ('echo $$ > %s'):format(quoted(pid)),
    ('exec %s "$@"'):format(quoted(vim.env.OE_LS)),
  })
  return path, function()
    local killed = tonumber(vim.fn.readfile(pid)[1])
    vim.uv.kill(killed, 'sigkill')
  end
end

local function killed(ok, project)
  local folder = project()
  local path, kill = mortal(folder)
  local editor = Editor.open({
    files = { folder .. '/docs/operations.md' },
    cwd = folder,
    server = { path, 'server' },
  })
  editor:finds(MISSING)
  editor:command('edit ' .. folder .. '/README.md')
  editor:command('edit ' .. folder .. '/docs/operations.md')
  editor:type('Go<CR>TBD<Esc>')
  Editor.wait(function()
    return #editor:findings() == 2
  end)
  local before = editor:lines()
  for time = 1, 3 do
    editor:lua("vim.cmd('messages clear')")
    kill()
    says_only(ok, editor, 'server ended (signal 9), restarted; see :OeLs log', 'killed, it is said once')
    ok(
      Editor.wait(function()
        return #editor:findings() == 2
      end),
      ('and found in again, for the %d. time'):format(time),
      function()
        return editor:findings()
      end
    )
  end
  ok(vim.deep_equal(editor:lines(), before), 'the text is as it was', editor:lines())
  ok(editor:lua('return vim.bo.modified'), 'and still not written')
  local served = editor:lua([[
    return vim.tbl_count(vim.lsp.get_clients({ name = 'oe_ls' })[1].attached_buffers)
  ]])
  ok(served == 2, 'both buffers are served again', served)
  editor:type('gg:OeLs next<CR>')
  ok(
    Editor.wait(function()
      return editor:lua('return vim.api.nvim_get_current_line()') == 'TBD'
    end),
    'the commands work as before'
  )
  editor:lua("vim.cmd('messages clear')")
  kill()
  says_only(ok, editor, 'server keeps ending (signal 9); see :checkhealth oe_ls', 'it is not restarted without end')
  ok(editor:finds({}), 'then nothing is shown that nobody keeps up to date')
  ok(editor:lua("return require('oe_ls').status()") == '', 'nor in the status line')
  editor:type(':OeLs restart<CR>')
  ok(
    Editor.wait(function()
      return #editor:findings() == 2
    end),
    'but when it is asked for'
  )
  local left = editor:lua([[
    vim.cmd('messages clear')
    require('oe_ls.client').stop(vim.lsp.get_clients({ name = 'oe_ls' })[1])
    return vim.wait(5000, function() return #vim.lsp.get_clients() == 0 end, 10)
  ]])
  settle(editor)
  left = left and editor:lua('return #vim.lsp.get_clients()')
  ok(left == 0 and #editor:said() == 0, 'stopped by hand, it stays away', { left, editor:said() })
  editor:close()
end

local function at_start(ok, project)
  local folder = project()
  for _, code in ipairs({ 0, 101 }) do
    local starts = ('%s/starts-%d'):format(folder, code)
    local path = program(folder, 'stillborn', { ('echo >> %s'):format(quoted(starts)), ('exit %d'):format(code) })
    local editor = Editor.open({
      files = { folder .. '/docs/operations.md' },
      cwd = folder,
      server = { path, 'server' },
    })
    local text = ('server keeps ending (exit code %d); see :checkhealth oe_ls'):format(code)
    says_only(ok, editor, text, 'a server that ends at once is told of once')
    open_others(editor, folder)
    editor:type('Gotext<Esc>')
    ok(
      Editor.wait(function()
        local lines = editor:lines()
        return lines[#lines] == 'text'
      end),
      'one can type all the same'
    )
    ok(#vim.fn.readfile(starts) == 4, 'it was tried four times, other files or not', vim.fn.readfile(starts))
    ok(#editor:said() == 1, 'and nothing else was said', editor:said())
    editor:close()
  end
end

local function slow(ok, project)
  local folder = project()
  local go, ticks = folder .. '/go', folder .. '/ticks'
  local path = program(folder, 'slow', {
    ('while [ ! -e %s ]; do echo >> %s; sleep 0.02; done'):format(quoted(go), quoted(ticks)),
    ('exec %s "$@"'):format(quoted(vim.env.OE_LS)),
  })
  local editor = Editor.open({
    files = { folder .. '/docs/operations.md' },
    cwd = folder,
    server = { path, 'server' },
    init = [[
      vim.g.deferred = 0
      local defer = vim.defer_fn
      vim.defer_fn = function(...)
        vim.g.deferred = vim.g.deferred + 1
        return defer(...)
      end
    ]],
  })
  editor:type('Go<CR>TBD<Esc>gg:OeLs next<CR>')
  ok(
    Editor.wait(function()
      return editor:lines()[#editor:lines()] == 'TBD'
    end),
    'one can type while a server is slow to start'
  )
  local ticked = #vim.fn.readfile(ticks)
  Editor.wait(function()
    return #vim.fn.readfile(ticks) > ticked + 20
  end)
  vim.fn.writefile({}, go)
  ok(
    Editor.wait(function()
      return editor:lua('return vim.api.nvim_get_current_line()') == 'TBD'
    end),
    'a command waits for it',
    function()
      return editor:said()
    end
  )
  ok(settle(editor) and #editor:said() == 0, 'and nothing is said', editor:said())
  local deferred = editor:lua('return vim.g.deferred')
  ok(deferred < 5, 'nor does it ask again and again meanwhile', deferred)
  editor:close()

  local mute = program(folder, 'mute', { 'exec sleep 1000' })
  editor = Editor.open({ files = { folder .. '/docs/operations.md' }, cwd = folder, server = { mute, 'server' } })
  editor:lua('vim.g.oe_ls = { cmd = { ... } }', vim.env.OE_LS, 'server')
  editor:type(':OeLs restart<CR>')
  ok(editor:finds(MISSING), 'one that never answers is replaced by restart', function()
    return editor:said()
  end)
  editor:close()
end

--- Servers that do not end, before they have said hello and after that.
local function stubborn(ok, project)
  local folder = project()
  local stop, asked, gone = folder .. '/stop', folder .. '/asked', folder .. '/gone'
  -- It ends by itself at last, should this test fail.
  local stay = ('for _ in $(seq 600); do [ -e %s ] && break; sleep 0.05; done; echo > %s')
    :format(quoted(stop), quoted(gone))
  local trap = ('trap "echo >> %s" TERM'):format(quoted(asked))
  for what, lines in vim.spairs({
    ['has said nothing'] = { trap, stay },
    ['has answered'] = { trap, ('%s "$@"'):format(quoted(vim.env.OE_LS)), stay },
  }) do
    local editor = Editor.open({
      files = { folder .. '/docs/operations.md' },
      cwd = folder,
      server = { program(folder, 'stubborn', lines), 'server' },
    })
    if what == 'has answered' then
      editor:finds(MISSING)
    end
    editor:lua("vim.g.oe_ls = { cmd = { ... }, settings = { checks = 'strict' } }", vim.env.OE_LS, 'server')
    editor:type(':OeLs restart<CR>')
    local said = 'a server does not end, and is left behind'
    says_only(ok, editor, said, ('a server that %s and does not end is told of'):format(what))
    ok(editor:finds(MISSING), 'and another one started instead', function()
      return { editor:findings(), editor:said() }
    end)
    ok(editor:lua("return #vim.lsp.get_clients({ name = 'oe_ls' })") == 1, 'which is the only one')
    local times = #vim.fn.readfile(asked)
    ok(times <= 2, 'it was not asked without end', times)
    vim.fn.writefile({}, stop)
    local ended = Editor.wait(function()
      return vim.uv.fs_stat(gone)
    end)
    ok(ended, 'it ends when it likes')
    editor:type(':OeLs next<CR>')
    ok(
      Editor.wait(function()
        return editor:said()[2] == 'oe-ls: no placeholder is left in this document'
      end),
      'its end changes nothing',
      function()
        return editor:said()
      end
    )
    editor:close()
    vim.iter({ stop, asked, gone }):each(vim.fn.delete)
  end
end

local function old(ok, project)
  local folder = project()
  local editor = Editor.open({
    files = { folder .. '/docs/operations.md', folder .. '/docs/windows.md' },
    cwd = folder,
    init = "vim.schedule(function() require('oe_ls.config').version = '99.1.2' end)",
  })
  local version = vim.trim(vim.system({ vim.env.OE_LS, '--version' }, { text = true }):wait().stdout):match('%S+$')
  local text = ('server %s is older than plugin 99.1.2: update it'):format(version)
  editor:finds(MISSING)
  editor:command('next')
  says_only(ok, editor, text, 'an old server is told of once')
  editor:close()
end

--- What only Neovim 0.11 and newer have.
local function configured(ok, project)
  local folder = project()
  local path, kill = mortal(folder)
  local editor = Editor.open({
    files = { folder .. '/docs/operations.md' },
    cwd = folder,
    without_server = true,
    init = ([[
      vim.lsp.config('oe_ls', { cmd = { %q, 'server' }, settings = { ['oe-ls'] = { checks = 'strict' } } })
      vim.lsp.enable('oe_ls')
    ]]):format(path),
  })
  ok(editor:finds(MISSING), 'vim.lsp.config and vim.lsp.enable work as ever', function()
    return { editor:findings(), editor:said() }
  end)
  ok(editor:lua("return #vim.lsp.get_clients({ name = 'oe_ls' })") == 1, 'and bring one client only')
  kill()
  says_only(ok, editor, 'server ended (signal 9), restarted; see :OeLs log', 'and if killed one message')
  ok(editor:finds(MISSING), 'with what it finds')
  editor:close()

  editor = Editor.open({
    files = { folder .. '/docs/operations.md' },
    cwd = folder,
    without_server = true,
    init = "vim.lsp.config('oe_ls', { cmd = { '/nowhere/oe-ls', 'server' } })",
  })
  open_others(editor, folder)
  says_only(ok, editor, '`cmd` does not exist; see :checkhealth oe_ls', 'and missed once')
  editor:close()
end

return function(ok, project)
  missing(ok, project)
  on_path(ok, project)
  at_home(ok, project)
  killed(ok, project)
  at_start(ok, project)
  slow(ok, project)
  stubborn(ok, project)
  old(ok, project)
  if vim.lsp.config then
    configured(ok, project)
  end
end
