--- `:OeLs`, its completion, and the <Plug> maps.
local Editor = require('editor')

local function expect(ok, editor, what, condition)
  ok(Editor.wait(condition), what, function()
    return { screen = editor:screen(), said = editor:said(), cursor = editor:cursor() }
  end)
end

--- What was said last, once it holds `text`.
local function says(ok, editor, text)
  expect(ok, editor, ('it says: %s'):format(text), function()
    local said = editor:said()
    return said[#said] and said[#said]:find(text, 1, true)
  end)
end

local function line_of(editor, text)
  return editor:lua("return vim.fn.search(..., 'nw')", '\\V' .. text)
end

local function goes(ok, editor, what, line, character)
  expect(ok, editor, what, function()
    local cursor = editor:cursor()
    local text = editor:lua('return vim.api.nvim_get_current_line()')
    return cursor[1] == line and text:sub(cursor[2] + 1, cursor[2] + 1) == (character or '[')
  end)
end

local function holds(ok, editor, what, text)
  expect(ok, editor, what, function()
    return table.concat(editor:lines(), '\n'):find(text, 1, true)
  end)
end

local function is_as(ok, editor, what, lines)
  expect(ok, editor, what, function()
    return vim.deep_equal(editor:lines(), lines)
  end)
end

local function start_up(ok)
  local editor = Editor.open({})
  local loaded = editor:lua([[
    return vim.tbl_filter(function(name) return name:find('^oe_ls') end, vim.tbl_keys(package.loaded))
  ]])
  ok(vim.deep_equal(loaded, { 'oe_ls.config' }), 'but for the options nothing is loaded before it is used', loaded)
  ok(editor:lua("return vim.fn.hasmapto('(oe-ls-next)') == 0"), 'no key is taken')
  editor:lua('vim.bo.filetype = "lua"')
  editor:type(':OeLs next<CR>')
  says(ok, editor, 'this is no Markdown file')
  editor:type(':OeLs readyness<CR>')
  says(ok, editor, 'there is no :OeLs readyness; see :help :OeLs')
  editor:type(':OeLs treat-as perhaps<CR>')
  says(ok, editor, 'say :OeLs treat-as yes, or no')
  editor:type(':OeLs next week<CR>')
  says(ok, editor, ':OeLs next takes fewer arguments')
  editor:type((':OeLs readiness %s<CR>'):format(('wide'):rep(40)))
  says(ok, editor, 'readiness is float, quickfix or loclist, not wide')
  local said = editor:said()
  local room = editor:lua('return vim.v.echospace')
  ok(vim.fn.strdisplaywidth(said[#said]) == room, 'what is too long is cut, so that Neovim does not wait', said)
  editor:close()
end

local function around(ok, project)
  local folder = project()
  local editor = Editor.open({
    files = { folder .. '/docs/operations.md' },
    cwd = folder,
    init = [[
      vim.keymap.set('n', ']g', '<Plug>(oe-ls-next)')
      vim.keymap.set('n', '[g', '<Plug>(oe-ls-prev)')
      vim.keymap.set('n', 'gI', '<Plug>(oe-ls-insert)')
      vim.keymap.set('n', 'gA', '<Plug>(oe-ls-insert-all)')
      vim.keymap.set('n', 'gR', '<Plug>(oe-ls-readiness)')
      vim.keymap.set('n', 'gF', '<Plug>(oe-ls-fix-all)')
    ]],
  })
  Editor.wait(function()
    return #editor:findings() == 1
  end)
  local before = editor:lines()

  local function completes(line, wanted)
    local got = editor:lua("return vim.fn.getcompletion(..., 'cmdline')", line)
    ok(vim.deep_equal(got, wanted), ('`:%s` is completed'):format(line), got)
  end
  completes('OeLs ', {
    'fix-all',
    'guide',
    'insert',
    'insert-all',
    'log',
    'new',
    'next',
    'prev',
    'readiness',
    'restart',
    'status',
    'treat-as',
  })
  completes('OeLs re', { 'readiness', 'restart' })
  completes('OeLs treat-as ', { 'yes', 'no' })
  completes('OeLs readiness q', { 'quickfix' })
  completes('OeLs insert ', { 'incident-response-and-management/post-incident-review' })
  completes('OeLs insert incident-response-and-management/post-incident-review ', {})
  completes('OeLs next ', {})
  completes('OeLs new do', { 'docs/' })

  editor:type(':OeLs next<CR>')
  says(ok, editor, 'no placeholder is left in this document')
  editor:type(':OeLs status<CR>')
  ok(editor:shows('OE document (front matter): 4 of 5 elements, 1 error'), 'how it stands is shown', function()
    return editor:screen()
  end)
  ok(editor:shows('Settings: oe-ls.toml'), 'with the settings in force')
  ok(editor:lua("return require('oe_ls').status()") == 'OE 4/5', 'the status line has it')

  editor:type(':OeLs insert post-incident-review<CR>')
  local review = '- **Review Process**: ['
  holds(ok, editor, 'what is named is inserted', review)
  goes(ok, editor, 'and its first placeholder gone to', line_of(editor, review))
  expect(ok, editor, 'the status line follows', function()
    return editor:lua("return require('oe_ls').status()") == 'OE 5/5'
  end)
  editor:type(':OeLs insert post-incident-review<CR>')
  says(ok, editor, 'that is there already')
  editor:type('u')
  is_as(ok, editor, 'one undo takes it back', before)
  editor:type(':OeLs insert nonsense<CR>')
  ok(editor:shows('`nonsense` is no section or element of the guide'), 'what is unknown is said by its name')
  editor:type('<CR>gI')
  ok(editor:shows('1: Post-Incident Review (Incident Response & Management)'), 'what is missing can be chosen')
  editor:type('1<CR>')
  holds(ok, editor, 'what is chosen is inserted', review)
  editor:type('u')
  is_as(ok, editor, 'undone', before)
  editor:type('gA')
  holds(ok, editor, 'all is inserted', review)
  local first, last = line_of(editor, review), line_of(editor, '- **Knowledge Sharing**: [')
  goes(ok, editor, 'and gone to', first)
  editor:type(':OeLs insert-all<CR>')
  says(ok, editor, 'nothing is missing')
  editor:lua('vim.api.nvim_win_set_cursor(0, { 1, 0 })')
  editor:type(']g')
  goes(ok, editor, 'the next one', first)
  editor:type('2]g')
  goes(ok, editor, 'with a count', last)
  editor:type(']g')
  goes(ok, editor, 'after the last the first', first)
  editor:type('[g')
  goes(ok, editor, 'and back', last)
  editor:type('<C-o>')
  goes(ok, editor, 'the list of jumps leads back', first)
  editor:command('edit!')
  is_as(ok, editor, 'reloaded', before)

  editor:type(line_of(editor, '### Incident Classification') .. 'GI#<Esc>')
  expect(ok, editor, 'a heading at a wrong level is found', function()
    return vim.iter(editor:findings()):any(function(finding)
      return finding:find('heading-level', 1, true)
    end)
  end)
  editor:type('gF')
  is_as(ok, editor, 'and fixed with all that is safe', before)
  editor:type(':OeLs fix-all<CR>')
  says(ok, editor, 'nothing can be fixed without your judgement')

  editor:type(':OeLs guide<CR>')
  expect(ok, editor, 'the guide is shown', function()
    return editor:lua('return vim.api.nvim_buf_get_name(0)') == 'oe-ls://guide/operational-excellence'
  end)
  local guide = editor:lua([[return {
    lines = vim.api.nvim_buf_line_count(0), type = vim.bo.buftype, modifiable = vim.bo.modifiable,
    clients = #vim.lsp.get_clients({ bufnr = 0 }), windows = #vim.api.nvim_list_wins(),
  }]])
  ok(guide.lines > 100 and guide.clients == 0, 'whole, and not served', guide)
  ok(guide.type == 'nofile' and not guide.modifiable, 'and cannot be changed', guide)
  editor:command('wincmd p')
  editor:type(':OeLs guide<CR>')
  expect(ok, editor, 'and shown again', function()
    return editor:lua('return vim.api.nvim_buf_get_name(0)') == 'oe-ls://guide/operational-excellence'
  end)
  editor:command('only')
  editor:type(':OeLs log<CR>')
  expect(ok, editor, 'the log is opened', function()
    return editor:lua('return vim.api.nvim_buf_get_name(0)'):find('lsp.log', 1, true)
  end)
  editor:close()
end

--- A buffer that cannot be changed.
local function fixed(ok, project)
  local folder = project()
  local editor = Editor.open({ files = { folder .. '/docs/operations.md' }, cwd = folder })
  editor:finds({ '7:0-7:33 missing-element' })
  editor:type(line_of(editor, '### Incident Classification') .. 'GI#<Esc>')
  holds(ok, editor, 'there is something to fix', '#### Incident Classification')
  editor:lua('vim.bo.modifiable = false')
  local before = editor:lines()
  for _, command in ipairs({ 'insert', 'insert-all', 'insert post-incident-review', 'fix-all', 'treat-as no' }) do
    editor:lua("vim.cmd('messages clear')")
    editor:type((':OeLs %s<CR>'):format(command))
    says(ok, editor, "this buffer cannot be changed: 'modifiable' is off")
    local messages = editor:messages()
    ok(not messages:find('\n'), 'in one line', messages)
  end
  -- Between the question and the answer.
  editor:lua([[
    vim.cmd('messages clear')
    vim.bo.modifiable = true
    require('oe_ls').insert_all()
    vim.bo.modifiable = false
  ]])
  says(ok, editor, "this buffer cannot be changed: 'modifiable' is off")
  ok(vim.deep_equal(editor:lines(), before), 'and it was not', editor:lines())
  editor:close()
end

local function whose(ok, project)
  local folder = project()
  local editor = Editor.open({ files = { folder .. '/README.md' }, cwd = folder })
  editor:type(':OeLs<CR>')
  ok(editor:shows('Not an OE document (none of its headings'), 'README.md is none, and why', function()
    return editor:screen()
  end)
  editor:type(':OeLs readiness<CR>')
  local none = 'this is no OE document; `:OeLs treat-as yes` makes it one'
  says(ok, editor, none)
  for _, command in ipairs({ 'next', 'insert', 'insert-all', 'insert post-incident-review' }) do
    editor:lua("vim.cmd('messages clear')")
    editor:type((':OeLs %s<CR>'):format(command))
    says(ok, editor, none)
  end
  editor:command('edit oe-ls.toml')
  for _, command in ipairs({ 'next', 'insert', 'insert-all' }) do
    editor:lua("vim.cmd('messages clear')")
    editor:type((':OeLs %s<CR>'):format(command))
    says(ok, editor, 'this is no OE document, but a settings file')
  end
  editor:command('edit README.md')
  editor:type(':OeLs treat-as yes<CR>')
  holds(ok, editor, 'it can be made one', 'oe: true')
  expect(ok, editor, 'and is then judged', function()
    return #editor:findings() > 0
  end)
  editor:type(':OeLs treat-as no<CR>')
  holds(ok, editor, 'and made none', 'oe: false')
  expect(ok, editor, 'and is then left alone', function()
    return #editor:findings() == 0
  end)
  editor:type(':OeLs treat-as no<CR>')
  says(ok, editor, 'the front matter says so already')

  editor:type(':OeLs new docs/operations.md<CR>')
  says(ok, editor, 'this file holds text already, and was left as it is')
  editor:type(':OeLs new docs/new.md<CR>')
  holds(ok, editor, 'a new document is begun', 'oe: true')
  goes(ok, editor, 'at its first placeholder', line_of(editor, '[Objective and window'))
  ok(editor:lua('return vim.bo.modified'), 'and is not on the disk yet')
  editor:command('write')
  ok(vim.uv.fs_stat(folder .. '/docs/new.md'), 'until it is written')
  editor:type(':OeLs new<CR>')
  holds(ok, editor, 'also one without a name', 'oe: true')
  editor:close()
end

--- The template of one element has nothing to fill in, while something else in the document waits to be written.
local function finished(ok, project)
  local folder = project()
  vim.fn.writefile({
    '# Ours',
    '',
    '## Payments',
    '',
    '**Required Elements**:',
    '- **Ledger**: where it is kept',
    '- **Refunds**: who may give them',
    '',
    '**Template:**',
    '',
    '```markdown',
    '## Payments',
    '',
    '### Ledger',
    '',
    'The ledger is kept with the bank.',
    '',
    '### Refunds',
    '',
    '[Who may give them]',
    '```',
  }, folder .. '/guide.md')
  vim.fn.writefile({ "guide = 'guide.md'" }, folder .. '/oe-ls.toml')
  local lines = { '---', 'oe: true', '---', '', '# Ours', '', '## Payments', '', '### Refunds', '', '[Who gives them]' }
  vim.fn.writefile(lines, folder .. '/docs/payments.md')
  local editor = Editor.open({ files = { folder .. '/docs/payments.md' }, cwd = folder })
  editor:type(':OeLs insert ledger<CR>')
  holds(ok, editor, 'an element without a placeholder is inserted', 'The ledger is kept')
  goes(ok, editor, 'and gone to', line_of(editor, '### Ledger'), '#')
  -- What was asked before is answered before.
  editor:type(':OeLs insert ledger<CR>')
  says(ok, editor, 'that is there already')
  goes(ok, editor, 'and not left for another placeholder', line_of(editor, '### Ledger'), '#')
  editor:close()
end

local function options(ok, project)
  local folder = project()
  local function open(more)
    return Editor.open({
      files = { folder .. '/docs/operations.md' },
      cwd = folder,
      init = ("vim.g.oe_ls = vim.tbl_extend('force', vim.g.oe_ls, %s)\n"):format(more) .. [[
        vim.api.nvim_create_autocmd('User', {
          pattern = 'OeLsStatus',
          callback = function(event) vim.g.told = (event.data.status or {}).kind end,
        })
      ]],
    })
  end
  local editor = open("{ settings = { severity = { ['missing-element'] = 'hint' } } }")
  expect(ok, editor, 'settings of vim.g.oe_ls count', function()
    local severity = editor:lua('return (vim.diagnostic.get(0)[1] or {}).severity')
    return severity == vim.diagnostic.severity.HINT
  end)
  expect(ok, editor, 'a change of the status is an event', function()
    return editor:lua('return vim.g.told') == 'oe'
  end)
  editor:close()

  editor = open("{ settings = { severity = { ['missing-element'] = 'hint' } } }")
  editor:finds({ '7:0-7:33 missing-element' })
  editor:lua(
    [[
      local options = vim.g.oe_ls
      options.settings = { severity = { ['missing-element'] = 'warning' } }
      options.filetypes = { 'markdown', 'rst' }
      vim.g.oe_ls = options
    ]]
  )
  editor:type(':OeLs restart<CR>')
  expect(ok, editor, 'restart reads settings anew', function()
    local severity = editor:lua('return (vim.diagnostic.get(0)[1] or {}).severity')
    return severity == vim.diagnostic.severity.WARN
  end)
  editor:command(('edit %s/notes.rst'):format(folder))
  expect(ok, editor, 'and file types', function()
    return editor:lua("return #vim.lsp.get_clients({ name = 'oe_ls', bufnr = 0 })") == 1
  end)
  editor:close()

  local guide = { '# Ours', '', '## Payments', '', '**Required Elements**:', '- **Ledger**: where it is kept', '' }
  vim.fn.writefile(guide, folder .. '/our guide.md')
  editor = open("{ settings = { guide = 'our guide.md' } }")
  editor:type(':OeLs guide<CR>')
  expect(ok, editor, 'a guide that is a file is opened', function()
    return editor:lua('return vim.api.nvim_buf_get_name(0)') == vim.uv.fs_realpath(folder .. '/our guide.md')
  end)
  expect(ok, editor, 'and known as one', function()
    return editor:lua("return require('oe_ls').status()") == 'OE guide'
  end)
  editor:close()

  editor = open('{ enable = false }')
  editor:type(':OeLs next<CR>')
  says(ok, editor, 'this buffer is not served; see :checkhealth oe_ls')
  ok(editor:lua('return #vim.lsp.get_clients()') == 0, 'switched off, nothing starts')
  editor:type(':OeLs restart<CR>')
  expect(ok, editor, 'but when it is asked for', function()
    return #editor:findings() == 1
  end)
  editor:close()
end

--- What a setting may be, as the schema has it: words, or tables that hold one of them.
local function words(schema, definitions)
  if schema['$ref'] then
    return words(definitions[schema['$ref']:match('[^/]+$')], definitions)
  elseif schema.enum then
    return schema.enum
  elseif type(schema.additionalProperties) == 'table' then
    return words(schema.additionalProperties, definitions)
  end
  local keys, values = {}, {}
  for key, value in pairs(schema.properties or {}) do
    table.insert(keys, key)
    values = words(value, definitions)
  end
  return #values > 0 and values or keys
end

--- The types of settings, for those who write their configuration with a language server for Lua.
local function types(ok)
  local text = table.concat(vim.fn.readfile(vim.env.EDITORS .. '/neovim/lua/oe_ls/types.lua'), '\n')
  local level = text:match('%-%-%-@alias oe_ls.Level ([^\n]+)')
  local said = {}
  for line in text:match('%-%-%-@class oe_ls.Settings\n(.-)\n\n'):gmatch('[^\n]+') do
    local key, kind = line:match('^%-%-%-@field (%S+)%? (.*)$')
    said[key] = {}
    for word in kind:gsub('oe_ls%.Level', level):gmatch("'([^']+)'") do
      table.insert(said[key], word)
    end
    table.sort(said[key])
  end
  local path = vim.env.EDITORS .. '/../server/docs/schema.json'
  local schema = vim.json.decode(table.concat(vim.fn.readfile(path), '\n'))
  local wanted = {}
  for key, value in pairs(schema.properties) do
    wanted[key] = key == 'guides' and {} or words(value, schema['$defs'])
    table.sort(wanted[key])
  end
  ok(vim.deep_equal(said, wanted), 'the types of settings are those of the schema', { said = said, wanted = wanted })
end

return function(ok, project)
  types(ok)
  local version = vim.system({ vim.env.OE_LS, '--version' }, { text = true }):wait().stdout
  local config = vim.fn.readfile(vim.env.EDITORS .. '/neovim/lua/oe_ls/config.lua')
  local wanted = ("M.version = '%s'"):format(vim.trim(version):match('%S+$'))
  ok(vim.list_contains(config, wanted), 'the plugin has the version of the server', wanted)
  start_up(ok)
  around(ok, project)
  fixed(ok, project)
  whose(ok, project)
  finished(ok, project)
  options(ok, project)
end
