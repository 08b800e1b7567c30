--- Files that are renamed and deleted while they are open, buffers in two windows, files in two Neovims.
local Editor = require('editor')

local MISSING = { '7:0-7:33 missing-element' }

return function(ok, project)
  local folder = project()
  local path = folder .. '/docs/operations.md'
  local editor = Editor.open({ files = { path }, cwd = folder })
  editor:finds(MISSING)

  editor:command('vsplit')
  editor:type('ggdd')
  ok(editor:finds({}), 'without front matter, the buffer in two windows is none of ours', function()
    return editor:findings()
  end)
  editor:type('u')
  ok(editor:finds(MISSING), 'and with it is again', function()
    return editor:findings()
  end)
  editor:lua([[
    vim.g.first = vim.api.nvim_win_get_cursor(vim.fn.win_getid(2))
    vim.api.nvim_win_set_cursor(0, { 1, 0 })
  ]])
  editor:type(':OeLs insert-all<CR>')
  local heading = Editor.wait(function()
    local line = editor:lua("return vim.fn.search('### Post-Incident Review', 'nw')")
    return line > 0 and editor:cursor()[1] > line and line
  end)
  ok(heading, 'in two windows, the one in use goes to what is inserted', function()
    return editor:screen()
  end)
  ok(
    editor:lua('return vim.deep_equal(vim.g.first, vim.api.nvim_win_get_cursor(vim.fn.win_getid(2)))'),
    'and the other stays'
  )
  editor:type('u')
  editor:command('only')
  editor:finds(MISSING)

  editor:command('saveas ' .. folder .. '/docs/renamed.md')
  editor:type('Go<CR>TBD<Esc>')
  ok(
    Editor.wait(function()
      return #editor:findings() == 2
    end),
    'a renamed file is found in while typing',
    function()
      return editor:findings()
    end
  )
  ok(
    editor:lua('return vim.b.oe_ls_status.uri'):find('/renamed.md', 1, true),
    'and its status is that of the new name',
    editor:lua('return vim.b.oe_ls_status')
  )
  editor:type(':OeLs prev<CR>')
  ok(
    Editor.wait(function()
      return editor:lua('return vim.api.nvim_get_current_line()') == 'TBD'
    end),
    'the commands know it'
  )
  vim.fn.delete(folder .. '/docs/renamed.md')
  editor:type('dd')
  ok(editor:finds(MISSING), 'and so when it is deleted behind our back', function()
    return editor:findings()
  end)
  editor:command('write!')
  ok(vim.uv.fs_stat(folder .. '/docs/renamed.md'), 'it can be written again')
  ok(editor:finds(MISSING), 'and is found in as before', function()
    return editor:findings()
  end)

  vim.fn.writefile({ '[package]' }, folder .. '/Cargo.toml')
  editor:command('edit ' .. folder .. '/Cargo.toml')
  editor:command('edit ' .. folder .. '/oe-ls.toml')
  editor:type('Goseverty = 1<Esc>')
  ok(
    Editor.wait(function()
      return vim.iter(editor:findings()):any(function(finding)
        return finding:find('invalid-settings', 1, true)
      end)
    end),
    'settings are found in too',
    function()
      return editor:findings()
    end
  )
  ok(editor:lua("return require('oe_ls').status()") == 'OE settings', 'and said to be so')
  local others = editor:lua("return #vim.lsp.get_clients({ bufnr = vim.fn.bufnr('Cargo.toml') })")
  ok(others == 0, 'other TOML is left alone', others)
  editor:command('edit!')
  ok(#editor:said() == 0, 'nothing was said all the while', editor:said())

  editor:command('edit ' .. path)
  editor:finds(MISSING)
  local other = Editor.open({ files = { path }, cwd = folder })
  ok(other:finds(MISSING), 'a second Neovim finds the same in the same file', function()
    return other:findings()
  end)
  other:type('Go- TBD<Esc>')
  Editor.wait(function()
    return #other:findings() == 2
  end)
  ok(vim.deep_equal(editor:findings(), MISSING), 'what it types is its own', editor:findings())
  other:command('write')
  editor:lua('vim.o.autoread = true')
  editor:command('checktime')
  ok(
    Editor.wait(function()
      return #editor:findings() == 2
    end),
    'until it is written and read again',
    function()
      return editor:findings()
    end
  )
  other:close()
  editor:type('Gdd')
  ok(editor:finds(MISSING), 'and its end disturbs nobody', function()
    return editor:findings()
  end)
  editor:close()
end
