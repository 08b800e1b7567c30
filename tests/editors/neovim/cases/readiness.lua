--- How far a document is: in a window above the others, in the quickfix list, in the location list.
local Editor = require('editor')

--- The lines of the window above the others, if there is one.
local function float(editor)
  return editor:lua([[
    local config = vim.api.nvim_win_get_config(0)
    if config.relative == '' then return nil end
    return {
      lines = vim.tbl_map(vim.trim, vim.api.nvim_buf_get_lines(0, 0, -1, false)),
      title = config.title[1][1],
      width = config.width,
    }
  ]])
end

local function opened(editor)
  return Editor.wait(function()
    local there = float(editor)
    return there ~= vim.NIL and there
  end)
end

return function(ok, project)
  local folder = project()
  local editor = Editor.open({ files = { folder .. '/docs/operations.md' }, cwd = folder })
  Editor.wait(function()
    return #editor:findings() == 1
  end)
  local label = editor:lua("return vim.fn.search('Escalation Procedures', 'n')")
  editor:type(label .. 'G0f:2lCTBD<Esc>')
  Editor.wait(function()
    return #editor:findings() == 2
  end)

  editor:type(':OeLs readiness<CR>')
  local there = opened(editor) or {}
  ok(vim.trim(there.title or '') == 'Readiness: 4 of 5 elements, 1 to write', 'the window says how far it is', there)
  local wanted = {
    'Incident Response & Management    4 of 5',
    '✓ Incident Classification',
    '✓ Incident Response Procedures',
    '… On-Call Management            placeholder',
    '✓ Incident Communication',
    '✗ Post-Incident Review          missing',
  }
  ok(vim.deep_equal(there.lines, wanted), 'and of each element', there)
  ok(editor:shows('<CR> go there   i insert   q close'), 'and what its keys do')
  editor:type('q')
  ok(
    Editor.wait(function()
      return float(editor) == vim.NIL
    end),
    'q closes it'
  )
  editor:type(':OeLs readiness<CR>')
  opened(editor)
  editor:type('/On-Call<CR><CR>')
  ok(
    Editor.wait(function()
      local line = editor:lua('return vim.api.nvim_get_current_line()')
      return line == '### On-Call Management' and editor:cursor()[2] == 4
    end),
    '<CR> goes there',
    function()
      return editor:screen()
    end
  )
  ok(float(editor) == vim.NIL, 'and closes it')
  editor:type(':OeLs readiness<CR>')
  opened(editor)
  editor:type('G<CR>')
  ok(
    Editor.wait(function()
      local said = editor:said()
      return said[1] == 'oe-ls: `Post-Incident Review` is missing: i inserts it'
    end),
    'where nothing is, it says what can be done',
    function()
      return editor:said()
    end
  )
  editor:type('i')
  ok(
    Editor.wait(function()
      return editor:lua('return vim.api.nvim_get_current_line()'):find('- **Review Process**: [', 1, true)
    end),
    'i inserts, and goes to the placeholder',
    function()
      return editor:screen()
    end
  )
  editor:type('u:OeLs readiness<CR>')
  opened(editor)
  editor:command('wincmd p')
  ok(
    Editor.wait(function()
      return editor:lua('return #vim.api.nvim_list_wins()') == 1
    end),
    'it closes when it is left'
  )

  local lists = {
    quickfix = 'vim.fn.getqflist({ items = 0, title = 0 })',
    loclist = 'vim.fn.getloclist(0, { items = 0, title = 0 })',
  }
  local heading = editor:lua("return vim.fn.search('## Incident Response &', 'nw')")
  local on_call = editor:lua("return vim.fn.search('### On-Call', 'nw')")
  for where, list in vim.spairs(lists) do
    editor:type((':OeLs readiness %s<CR>'):format(where))
    ok(
      Editor.wait(function()
        return editor:lua('return vim.bo.buftype') == 'quickfix'
      end),
      ('the %s window opens'):format(where)
    )
    local got = editor:lua('return ' .. list)
    local places = vim.tbl_map(function(item)
      return ('%d:%d-%d:%d %s %s'):format(item.lnum, item.col, item.end_lnum, item.end_col, item.type, item.text)
    end, got.items)
    ok(
      got.title == 'oe-ls: 4 of 5 elements, 1 to write'
        and vim.deep_equal(places, {
          ('%d:5-%d:23 W placeholder: On-Call Management'):format(on_call, on_call),
          ('%d:4-%d:34 E missing: Post-Incident Review'):format(heading, heading),
        }),
      'with what is left to do',
      { got.title, places }
    )
    editor:type('<CR>')
    ok(
      Editor.wait(function()
        return vim.deep_equal(editor:cursor(), { on_call, 4 })
      end),
      'and goes there',
      function()
        return editor:cursor()
      end
    )
    editor:command('only')
  end
  editor:close()
end
