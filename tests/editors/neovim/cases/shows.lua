--- The eight things that every editor shows.
local Editor = require('editor')

local MISSING = '7:0-7:33 missing-element'

--- What `oe-ls check` says of a file: how it ended, and its findings.
local function check(path)
  local result = vim.system({ vim.env.OE_LS, 'check', '--format', 'concise', path }, { text = true }):wait()
  return result.code, result.stdout .. result.stderr
end

return function(ok, project)
  local folder = project()
  local path = folder .. '/docs/operations.md'
  local editor = Editor.open({
    files = { path },
    cwd = folder,
    init = [[
      vim.o.completeopt = 'menuone,noselect,popup'
      vim.api.nvim_create_autocmd('LspAttach', {
        callback = function(event)
          if vim.lsp.completion then
            vim.lsp.completion.enable(true, event.data.client_id, event.buf, { autotrigger = true })
          end
        end,
      })
    ]],
  })
  ok(editor:finds({ MISSING }), 'one finding on the heading once opened', function()
    return editor:findings()
  end)

  local label = editor:lua("return vim.fn.search('Escalation Procedures', 'n')")
  editor:type(label .. 'G0f:2lCTBD<Esc>')
  local column = #'- **Escalation Procedures**: '
  local placeholder = ('%d:%d-%d:%d unfilled-placeholder'):format(label - 1, column, label - 1, column + 3)
  ok(editor:finds({ placeholder, MISSING }), 'TBD is found while typing, on its letters', function()
    return editor:findings()
  end)
  editor:type('$ciwthe secondary after 10 minutes<Esc>')
  ok(editor:finds({ MISSING }), 'and goes when it is replaced', function()
    return editor:findings()
  end)

  editor:type('/### On-Call<CR>:lua vim.lsp.buf.hover()<CR>')
  ok(editor:shows('required in'), 'hover says what the guide asks for', function()
    return editor:screen()
  end)
  editor:type('<Esc>')

  editor:type('Go<CR>### ')
  if editor:lua('return vim.lsp.completion == nil') then
    editor:type('<C-x><C-o>')
  end
  ok(editor:shows('Post-Incident Review'), 'completion offers what is missing', function()
    return editor:screen()
  end)
  Editor.wait(function()
    return editor:lua('return vim.fn.pumvisible() == 1')
  end)
  editor:type('<C-n><C-y>')
  local active = Editor.wait(function()
    return editor:lua('return vim.snippet.active()')
  end)
  ok(active, 'what is accepted has tab stops', function()
    return editor:screen()
  end)
  local first = editor:cursor()
  editor:type('in two days')
  Editor.wait(function()
    return editor:lua('return vim.api.nvim_get_current_line()'):find('in two days', 1, true)
  end)
  local filled = editor:lua('return vim.api.nvim_get_current_line()')
  ok(filled:find(': in two days$'), 'what is typed at one replaces it', filled)
  editor:lua('vim.snippet.jump(1)')
  ok(
    Editor.wait(function()
      return editor:cursor()[1] > first[1]
    end),
    'the next one is jumped to',
    function()
      return editor:cursor()
    end
  )
  local text = table.concat(editor:lines(), '\n')
  ok(text:find('\n\n### Post-Incident Review\n\n', 1, true), 'the text is well formed', text)
  editor:type('<Esc>')
  editor:lua('vim.snippet.stop()')
  editor:command('edit!')
  ok(editor:finds({ MISSING }), 'reloading leads back to where it was', function()
    return editor:findings()
  end)

  editor:lua([[
    vim.api.nvim_win_set_cursor(0, { 8, 0 })
    vim.lsp.buf.code_action({
      apply = true,
      filter = function(action) return action.title == 'Insert "Post-Incident Review"' end,
    })
  ]])
  ok(
    Editor.wait(function()
      return table.concat(editor:lines(), '\n'):find('### Post-Incident Review', 1, true)
    end),
    'the quick fix inserts it',
    function()
      return editor:screen()
    end
  )
  editor:command('write')
  local code, said = check(path)
  ok(not said:find('error', 1, true), 'once saved, oe-ls check finds no error', code .. said)

  editor:type('gg:OeLs next<CR>')
  local heading = editor:lua("return vim.fn.search('### Post-Incident Review', 'n')")
  ok(
    Editor.wait(function()
      local cursor = editor:cursor()
      local line = editor:lua('return vim.api.nvim_get_current_line()')
      return cursor[1] > heading and line:sub(cursor[2] + 1, cursor[2] + 1) == '['
    end),
    'the next placeholder is gone to',
    function()
      return editor:cursor()
    end
  )

  local windows = folder .. '/docs/windows.md'
  editor:command('edit ' .. windows)
  local line = editor:lua("return vim.fn.search('Minutes until', 'n')")
  local row = editor:lua('return vim.fn.getline(...)', line)
  local start = row:find('[', 1, true) - 1
  local wanted = ('%d:%d-%d:%d unfilled-placeholder'):format(line - 1, start, line - 1, row:find(']', 1, true))
  ok(
    Editor.wait(function()
      return vim.list_contains(editor:findings(), wanted)
    end),
    'after emoji the placeholder is marked exactly',
    function()
      return { wanted = wanted, found = editor:findings() }
    end
  )
  editor:command('OeLs next')
  ok(
    Editor.wait(function()
      return vim.deep_equal(editor:cursor(), { line, start })
    end),
    'and gone to exactly',
    function()
      return editor:cursor()
    end
  )
  editor:type('ca[15 minutes<Esc>')
  ok(
    Editor.wait(function()
      return not vim.list_contains(editor:findings(), wanted)
    end),
    'and gone when it is replaced',
    function()
      return editor:findings()
    end
  )
  editor:command('write')
  local saved = table.concat(vim.fn.readfile(windows, 'b'), '\n')
  local _, ends = saved:gsub('\r\n', '')
  local _, all = saved:gsub('\n', '')
  ok(ends == all and saved:find('| 15 minutes |', 1, true), 'the line ends of Windows are kept', saved)

  editor:command('edit ' .. folder .. '/README.md')
  ok(
    Editor.wait(function()
      return editor:lua('return (vim.b.oe_ls_status or {}).kind') == 'other'
    end),
    'README.md is looked at',
    function()
      return editor:lua('return vim.b.oe_ls_status')
    end
  )
  ok(#editor:findings() == 0, 'and nothing is found in it', editor:findings())
  ok(editor:lua("return require('oe_ls').status()") == '', 'nor said in its status line')
  ok(#editor:said() == 0, 'nothing was said all the while', editor:said())
  editor:close()
end
