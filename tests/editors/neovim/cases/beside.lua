--- Another Markdown server on the same buffer: each shows its own, once.
local Editor = require('editor')

--- A server in Neovim itself, with a hover, a finding and a completion of its own.
local SECOND = [[
  local function second(dispatchers)
    local closing = false
    local function publish(uri)
      dispatchers.notification('textDocument/publishDiagnostics', {
        uri = uri,
        diagnostics = { {
          range = { start = { line = 5, character = 2 }, ['end'] = { line = 5, character = 8 } },
          severity = 2, source = 'second', code = 'second', message = 'second finding',
        } },
      })
    end
    local answers = {
      initialize = function()
        return {
          capabilities = {
            textDocumentSync = 1,
            hoverProvider = true,
            codeActionProvider = true,
            completionProvider = { triggerCharacters = { '#' } },
          },
          serverInfo = { name = 'second' },
        }
      end,
      ['textDocument/hover'] = function()
        return { contents = { kind = 'markdown', value = 'second hover' } }
      end,
      ['textDocument/codeAction'] = function()
        return { { title = 'second action', kind = 'quickfix' } }
      end,
      ['textDocument/completion'] = function()
        return { { label = '### second item', insertText = '### second item' } }
      end,
    }
    return {
      request = function(method, params, callback)
        vim.schedule(function()
          callback(nil, answers[method] and answers[method](params) or vim.NIL)
        end)
        return true, 1
      end,
      notify = function(method, params)
        if method == 'textDocument/didOpen' or method == 'textDocument/didChange' then
          vim.schedule(function() publish(params.textDocument.uri) end)
        elseif method == 'exit' then
          closing = true
          dispatchers.on_exit(0, 0)
        end
        return true
      end,
      is_closing = function() return closing end,
      terminate = function()
        closing = true
        dispatchers.on_exit(0, 0)
      end,
    }
  end
  vim.api.nvim_create_autocmd('FileType', {
    pattern = 'markdown',
    callback = function()
      vim.lsp.start({ name = 'second', cmd = second, root_dir = vim.uv.cwd() })
    end,
  })
]]

local OURS = '7:0-7:33 missing-element'
local ITS = '5:2-5:8 second'

local function in_process(ok, project)
  local folder = project()
  local editor = Editor.open({ files = { folder .. '/docs/operations.md' }, cwd = folder, init = SECOND })
  ok(editor:finds({ ITS, OURS }), 'each finding is there once', function()
    return editor:findings()
  end)
  editor:type('Go<CR>TBD<Esc>')
  ok(
    Editor.wait(function()
      local found = editor:findings()
      return #found == 3 and vim.iter(found):any(function(finding)
        return finding:find('unfilled', 1, true)
      end)
    end),
    'and once while typing',
    function()
      return editor:findings()
    end
  )
  editor:type('u')
  editor:finds({ ITS, OURS })
  -- Neovim 0.10 shows one hover only, whichever comes first, and puts the cursor into it.
  if vim.lsp.config then
    editor:type('/### On-Call<CR>:lua vim.lsp.buf.hover()<CR>')
    ok(editor:shows('second hover'), 'the hover of the other is shown', function()
      return editor:screen()
    end)
    ok(editor:screen():find('required in', 1, true), 'and ours', editor:screen())
    editor:type('<Esc>')
  end
  editor:type(':OeLs readiness<CR>')
  ok(editor:shows('Readiness: 4 of 5 elements'), 'the commands ask ours only', function()
    return editor:screen()
  end)
  editor:type('q:OeLs fix-all<CR>')
  ok(
    Editor.wait(function()
      return editor:said()[1] == 'oe-ls: nothing can be fixed without your judgement'
    end),
    'so does fix-all',
    function()
      return editor:said()
    end
  )
  local titles = editor:lua([[
    local params = vim.lsp.util.make_range_params(0, 'utf-16')
    params.range = { start = { line = 7, character = 0 }, ['end'] = { line = 7, character = 0 } }
    params.context = { diagnostics = {} }
    local titles = {}
    for _, answer in pairs(vim.lsp.buf_request_sync(0, 'textDocument/codeAction', params, 2000)) do
      for _, action in ipairs(answer.result or {}) do
        table.insert(titles, action.title)
      end
    end
    return titles
  ]])
  local function count(title)
    return #vim.tbl_filter(function(each)
      return each == title
    end, titles)
  end
  ok(count('second action') == 1 and count('Insert "Post-Incident Review"') == 1, 'actions of both, once', titles)

  editor:type('<Esc>Go<CR>### <C-x><C-o>')
  ok(editor:shows('second item'), 'completion offers what the other has', function()
    return editor:screen()
  end)
  editor:type('<C-e><Esc>u')

  editor:command('edit ' .. folder .. '/README.md')
  ok(
    Editor.wait(function()
      local found = editor:findings()
      return #found == 1 and found[1]:find('second', 1, true)
    end),
    'on README.md the other is alone',
    function()
      return editor:findings()
    end
  )
  ok(editor:lua("return require('oe_ls').status()") == '', 'and ours says nothing')
  editor:close()
end

--- A real one.
local function real(ok, project)
  local rumdl = vim.env.TOOLS .. '/rumdl/bin/rumdl'
  if vim.fn.executable(rumdl) == 0 then
    ok(false, 'beside rumdl, which tests/editors/setup fetches', rumdl .. ' is not there')
    return
  end
  local folder = project()
  local editor = Editor.open({
    files = { folder .. '/docs/operations.md' },
    cwd = folder,
    init = ([[
      vim.api.nvim_create_autocmd('FileType', {
        pattern = 'markdown',
        callback = function()
          vim.lsp.start({ name = 'rumdl', cmd = { %q, 'server' }, root_dir = vim.uv.cwd() })
        end,
      })
    ]]):format(rumdl),
  })
  local function by(source)
    return editor:lua([[
      local source = ...
      return vim.tbl_map(function(finding) return finding.message end, vim.tbl_filter(function(finding)
        return finding.source == source
      end, vim.diagnostic.get(0)))
    ]], source)
  end
  -- A line that is too long for it, and a placeholder for us.
  editor:type('Go<CR>TBD<CR><CR>' .. ('word '):rep(30) .. '<Esc>')
  ok(
    Editor.wait(function()
      return #by('oe-ls') == 2 and #by('rumdl') > 0
    end),
    'beside rumdl both find their own while typing',
    function()
      return { by('oe-ls'), by('rumdl') }
    end
  )
  local found = editor:findings()
  local twice = #found ~= #vim.fn.uniq(vim.deepcopy(found))
  ok(not twice, 'and nothing twice', found)
  editor:close()
end

return function(ok, project)
  in_process(ok, project)
  real(ok, project)
end
