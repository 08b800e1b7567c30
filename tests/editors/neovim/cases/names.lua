--- Buffers without a name, those that get another one, and those in folders that are not there yet.
local Editor = require('editor')

local MISSING = { '7:0-7:33 missing-element' }

local function says(ok, editor, text)
  ok(
    Editor.wait(function()
      local said = editor:said()
      return said[#said] and said[#said]:find(text, 1, true)
    end),
    ('it says: %s'):format(text),
    function()
      return { said = editor:said(), screen = editor:screen() }
    end
  )
end

local function clients(editor)
  return editor:lua("return #vim.lsp.get_clients({ name = 'oe_ls', bufnr = 0 })")
end

--- Buffers that nobody has opened, as those that findings for a wrong URI bring about.
local function phantoms(editor)
  return editor:lua([[
    return vim.tbl_filter(function(buffer)
      return not vim.api.nvim_buf_is_loaded(buffer)
    end, vim.api.nvim_list_bufs())
  ]])
end

local function nameless(ok, project)
  local folder = project()
  local text = vim.fn.readfile(folder .. '/docs/operations.md')
  local editor = Editor.open({ cwd = folder })
  editor:lua('vim.api.nvim_buf_set_lines(0, 0, -1, false, ...)', text)
  editor:lua("vim.bo.filetype = 'markdown'")
  for _, command in ipairs({ 'insert-all', 'next', 'fix-all', 'readiness', 'status' }) do
    editor:lua("vim.cmd('messages clear')")
    editor:type((':OeLs %s<CR>'):format(command))
    says(ok, editor, 'this buffer has no name; `:write name.md` gives it one')
  end
  ok(clients(editor) == 0, 'without a name it is left alone')
  ok(vim.deep_equal(editor:lines(), text), 'as it was', editor:lines())
  editor:command('write docs/named.md')
  ok(editor:finds(MISSING), 'once it is written under a name it is served', function()
    return { editor:findings(), editor:said() }
  end)
  ok(#phantoms(editor) == 0, 'and no other buffer has come of it', phantoms(editor))
  editor:type(':OeLs insert-all<CR>')
  ok(
    Editor.wait(function()
      return #editor:lines() > #text
    end),
    'and commands work',
    function()
      return editor:said()
    end
  )
  editor:close()

  -- Nothing has started before.
  editor = Editor.open({ cwd = folder, init = "vim.g.oe_ls.settings = { checks = 'strict' }" })
  editor:type(':OeLs new<CR>')
  says(ok, editor, 'once it has a name it is checked: `:write name.md`')
  ok(
    table.concat(editor:lines(), '\n'):find('oe: true', 1, true) and editor:lua('return vim.fn.line(".")') > 1,
    'a document without a name can be begun',
    function()
      return editor:screen()
    end
  )
  ok(clients(editor) == 0, 'and is not served')
  editor:command('write docs/begun.md')
  ok(
    Editor.wait(function()
      return #editor:findings() > 0
    end),
    'until it is written',
    function()
      return editor:said()
    end
  )
  ok(editor:lua("return #vim.lsp.get_clients({ name = 'oe_ls' })") == 1, 'by the same server')
  editor:close()

  editor = Editor.open({ cwd = folder, server = { '/nowhere/oe-ls' } })
  editor:type(':OeLs new<CR>')
  says(ok, editor, '`cmd` does not exist; see :checkhealth oe_ls')
  editor:close()
end

local function renamed(ok, project)
  local folder = project()
  local editor = Editor.open({ files = { folder .. '/docs/operations.md', folder .. '/README.md' }, cwd = folder })
  editor:finds(MISSING)
  editor:type('Go<CR>TBD<Esc>gg')
  Editor.wait(function()
    return #editor:findings() == 2
  end)
  editor:command('file docs/other.md')
  ok(
    Editor.wait(function()
      return #editor:findings() == 2
    end),
    'what got another name is found in, unwritten',
    function()
      return { editor:findings(), editor:said() }
    end
  )
  ok(
    Editor.wait(function()
      local status = editor:lua('return vim.b.oe_ls_status')
      return type(status) == 'table' and status.uri:find('/other.md', 1, true)
    end),
    'and its status is of that name'
  )
  editor:type(':OeLs next<CR>')
  ok(
    Editor.wait(function()
      return editor:lua('return vim.api.nvim_get_current_line()') == 'TBD'
    end),
    'the commands know it',
    function()
      return editor:said()
    end
  )
  editor:type('dd')
  ok(editor:finds(MISSING), 'and what is typed', function()
    return editor:findings()
  end)
  editor:command('write')
  ok(vim.uv.fs_stat(folder .. '/docs/other.md'), 'it can be written')
  editor:type('Go- TBD<Esc>')
  ok(
    Editor.wait(function()
      return #editor:findings() == 2
    end),
    'and is found in after that',
    function()
      return editor:findings()
    end
  )
  editor:type('u')
  editor:finds(MISSING)
  -- The name of another buffer cannot be taken.
  editor:lua("pcall(vim.cmd.file, ...)", folder .. '/README.md')
  ok(editor:finds(MISSING) and clients(editor) == 1, 'it is served on when a name is not to be had', function()
    return { editor:findings(), editor:messages() }
  end)
  editor:command('0file')
  ok(editor:finds({}) and clients(editor) == 0, 'and left alone when its name is taken away', function()
    return editor:findings()
  end)
  ok(editor:lua("return require('oe_ls').status()") == '', 'with its status')
  ok(#editor:said() == 0, 'nothing was said all the while', editor:said())
  editor:close()
end

local function in_new_folder(ok, project)
  local folder = project()
  local editor = Editor.open({ cwd = folder })
  editor:type(':OeLs new sub/deep/ops.md<CR>')
  ok(
    Editor.wait(function()
      return table.concat(editor:lines(), '\n'):find('oe: true', 1, true)
    end),
    'a document can be begun in a folder that is not there',
    function()
      return editor:said()
    end
  )
  ok(not vim.uv.fs_stat(folder .. '/sub'), 'which is not made before it is written')
  editor:command('write elsewhere.md')
  ok(not vim.uv.fs_stat(folder .. '/sub'), 'nor when that is elsewhere')
  editor:type(':w<CR>')
  ok(
    Editor.wait(function()
      return vim.uv.fs_stat(folder .. '/sub/deep/ops.md')
    end),
    'then the folder is made',
    function()
      return editor:messages()
    end
  )
  ok(not editor:messages():find('E%d+'), 'without an error', editor:messages())
  editor:close()
end

return function(ok, project)
  nameless(ok, project)
  renamed(ok, project)
  in_new_folder(ok, project)
end
