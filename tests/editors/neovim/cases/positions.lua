--- Places are right in both ways that Neovim may count characters, with emoji and the line ends of Windows.
local Editor = require('editor')

return function(ok, project)
  for _, encoding in ipairs({ 'utf-8', 'utf-16' }) do
    local folder = project()
    -- Neovim 0.10 has no way to say it before the server is asked: it offers what it likes.
    local editor = Editor.open({
      files = { folder .. '/docs/windows.md' },
      cwd = folder,
      init = ([[
        local make = vim.lsp.protocol.make_client_capabilities
        vim.lsp.protocol.make_client_capabilities = function()
          local capabilities = make()
          capabilities.general.positionEncodings = { %q }
          return capabilities
        end
      ]]):format(encoding),
    })
    Editor.wait(function()
      return #editor:findings() > 0
    end)
    local used = editor:lua("return vim.lsp.get_clients({ name = 'oe_ls' })[1].offset_encoding")
    ok(used == encoding, ('the client counts in %s'):format(encoding), used)
    local row = editor:lua("return vim.fn.search('Minutes until', 'nw')")
    local text = editor:lua('return vim.fn.getline(...)', row)
    local start, stop = text:find('[', 1, true) - 1, text:find(']', 1, true)
    local finding = ('%d:%d-%d:%d unfilled-placeholder'):format(row - 1, start, row - 1, stop)
    ok(vim.list_contains(editor:findings(), finding), 'the finding has the right bytes', editor:findings())
    editor:type(':OeLs next<CR>')
    ok(
      Editor.wait(function()
        return vim.deep_equal(editor:cursor(), { row, start })
      end),
      'next goes there',
      function()
        return editor:cursor()
      end
    )
    -- A second one behind it, found from behind two families.
    local schedule = editor:lua("return vim.fn.search('On-Call Schedule', 'nw')")
    editor:lua(
      [[
        local line = vim.fn.getline(...)
        vim.fn.setline(..., line .. ' and')
        vim.fn.append(..., '- **Escalation Procedures**: TBD')
        vim.fn.setline(..., vim.fn.getline(...) .. ' 👩‍🚒')
      ]],
      schedule
    )
    editor:type('G:OeLs prev<CR>')
    ok(
      Editor.wait(function()
        return vim.deep_equal(editor:cursor(), { schedule + 1, #'- **Escalation Procedures**: ' })
      end),
      'prev goes back to what was typed since',
      function()
        return editor:cursor()
      end
    )
    editor:type(':OeLs prev<CR>')
    ok(
      Editor.wait(function()
        return vim.deep_equal(editor:cursor(), { row, start })
      end),
      'and to the one before',
      function()
        return editor:cursor()
      end
    )
    editor:type('lr😀:OeLs next<CR>')
    ok(
      Editor.wait(function()
        return editor:cursor()[1] == schedule + 1
      end),
      'and on from behind an emoji in it',
      function()
        return editor:cursor()
      end
    )
    editor:type(':OeLs insert-all<CR>')
    ok(
      Editor.wait(function()
        return table.concat(editor:lines(), '\n'):find('### Post-Incident Review\n\n', 1, true)
      end),
      'what is inserted stands in lines of its own',
      function()
        return editor:lines()
      end
    )
    editor:command('write')
    local saved = table.concat(vim.fn.readfile(folder .. '/docs/windows.md', 'b'), '\n')
    ok(not saved:gsub('\r\n', ''):find('[\r\n]'), 'with the line ends of the document', saved)
    editor:close()
  end
end
