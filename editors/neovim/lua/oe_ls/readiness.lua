--- How far a document is: in a window above the others, or as a list of places.
local client = require('oe_ls.client')
local cursor = require('oe_ls.cursor')
local say = require('oe_ls.say')

local M = {}

local MARKS = { present = '✓', empty = '○', placeholder = '…', missing = '✗' }
local HIGHLIGHTS = {
  present = 'OeLsPresent',
  empty = 'OeLsEmpty',
  placeholder = 'OeLsPlaceholder',
  missing = 'OeLsMissing',
}
local SPACE = vim.api.nvim_create_namespace('oe_ls.readiness')

---@class oe_ls.Row
---@field text string
---@field state? string of an element, or of a section that is missing
---@field title? boolean
---@field id string
---@field name string
---@field range? lsp.Range

---@param elements oe_ls.Element[]
---@return integer
local function present(elements)
  return vim.iter(elements):fold(0, function(sum, element)
    return sum + (element.state ~= 'missing' and 1 or 0)
  end)
end

--- The lines of the window.
---@param readiness oe_ls.Readiness
---@return oe_ls.Row[]
function M.rows(readiness)
  local rows, width = {}, 0
  for _, section in ipairs(readiness.sections) do
    width = math.max(width, vim.fn.strdisplaywidth(section.title))
    for _, element in ipairs(section.elements) do
      width = math.max(width, vim.fn.strdisplaywidth(element.name) + 4)
    end
  end
  local function row(left, right, more)
    local space = (' '):rep(width - vim.fn.strdisplaywidth(left) + 2)
    local text = right == '' and left or left .. space .. right
    table.insert(rows, vim.tbl_extend('error', { text = ' ' .. text .. ' ' }, more))
  end
  for _, section in ipairs(readiness.sections) do
    local missing = section.state == 'missing'
    local count = ('%d of %d'):format(present(section.elements), #section.elements)
    row(section.title, missing and 'missing' or count, {
      title = true,
      state = missing and 'missing' or nil,
      id = section.id,
      name = section.title,
      range = section.range,
    })
    for _, element in ipairs(missing and {} or section.elements) do
      local state = element.state
      local left = ('  %s %s'):format(MARKS[state] or '?', element.name)
      row(left, state == 'present' and '' or state, {
        state = state,
        id = element.id,
        name = element.name,
        range = element.range,
      })
    end
  end
  return rows
end

--- What is still to do, as the quickfix and the location list have it.
---@param buffer integer
---@param server vim.lsp.Client
---@param readiness oe_ls.Readiness
---@return vim.quickfix.entry[]
function M.items(buffer, server, readiness)
  local items = {}
  local top = { start = { line = 0, character = 0 }, ['end'] = { line = 0, character = 0 } }
  local function add(state, name, range)
    table.insert(
      items,
      vim.tbl_extend('error', cursor.place(buffer, server, range or top), {
        bufnr = buffer,
        type = state == 'missing' and 'E' or 'W',
        text = ('%s: %s'):format(state, name),
      })
    )
  end
  for _, section in ipairs(readiness.sections) do
    if section.state == 'missing' then
      add('missing', section.title)
    else
      for _, element in ipairs(section.elements) do
        if element.state ~= 'present' then
          add(element.state, element.name, element.range or section.range)
        end
      end
    end
  end
  return items
end

--- How far it is. What is there may still hold placeholders, or nothing.
---@param readiness oe_ls.Readiness
local function title(readiness)
  local begun = 0
  for _, section in ipairs(readiness.sections) do
    for _, element in ipairs(section.elements) do
      if element.state == 'empty' or element.state == 'placeholder' then
        begun = begun + 1
      end
    end
  end
  local elements = readiness.elements
  local said = ('%d of %d elements'):format(elements.present, elements.required)
  return begun > 0 and ('%s, %d to write'):format(said, begun) or said
end

---@param rows oe_ls.Row[]
---@param heading string
---@return integer buffer, integer window
local function open(rows, heading)
  local texts = vim.tbl_map(function(row)
    return row.text
  end, rows)
  local footer = ' <CR> go there   i insert   q close '
  local width = vim.fn.strdisplaywidth(footer)
  for _, text in ipairs(texts) do
    width = math.max(width, vim.fn.strdisplaywidth(text))
  end
  width = math.min(width, vim.o.columns - 2)
  local height = math.max(1, math.min(#texts, vim.o.lines - 4))
  local buffer = vim.api.nvim_create_buf(false, true)
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, texts)
  vim.bo[buffer].modifiable, vim.bo[buffer].bufhidden = false, 'wipe'
  for group, link in pairs({
    OeLsPresent = 'DiagnosticOk',
    OeLsEmpty = 'DiagnosticWarn',
    OeLsPlaceholder = 'DiagnosticWarn',
    OeLsMissing = 'DiagnosticError',
    OeLsSection = 'Title',
  }) do
    vim.api.nvim_set_hl(0, group, { link = link, default = true })
  end
  for line, row in ipairs(rows) do
    local group = row.title and 'OeLsSection' or HIGHLIGHTS[row.state]
    if row.title and row.state == 'missing' then
      group = 'OeLsMissing'
    end
    vim.api.nvim_buf_set_extmark(buffer, SPACE, line - 1, 0, {
      end_col = #row.text,
      hl_group = group,
    })
  end
  local has_border = vim.fn.exists('+winborder') == 1 and vim.o.winborder ~= ''
  local window = vim.api.nvim_open_win(buffer, true, {
    relative = 'editor',
    row = math.max(0, math.floor((vim.o.lines - height) / 2) - 2),
    col = math.max(0, math.floor((vim.o.columns - width) / 2) - 1),
    width = width,
    height = height,
    style = 'minimal',
    border = not has_border and 'rounded' or nil,
    title = (' Readiness: %s '):format(heading),
    title_pos = 'center',
    footer = footer,
    footer_pos = 'center',
  })
  vim.wo[window].cursorline, vim.wo[window].wrap = true, false
  vim.bo[buffer].filetype = 'oe_ls_readiness'
  return buffer, window
end

---@param from integer the window of the document
---@param server vim.lsp.Client
---@param readiness oe_ls.Readiness
local function float(from, server, readiness)
  local rows = M.rows(readiness)
  local buffer, window = open(rows, title(readiness))
  local function close()
    if vim.api.nvim_win_is_valid(window) then
      vim.api.nvim_win_close(window, true)
    end
  end
  local function map(key, what, act)
    vim.keymap.set('n', key, act, { buffer = buffer, nowait = true, desc = what })
  end
  map('q', 'Close', close)
  map('<Esc>', 'Close', close)
  map('<CR>', 'Go there', function()
    local row = rows[vim.api.nvim_win_get_cursor(window)[1]]
    if not row.range then
      say.info('`%s` is missing: i inserts it', row.name)
      return
    end
    close()
    vim.api.nvim_set_current_win(from)
    cursor.go(from, server, row.range.start)
  end)
  map('i', 'Insert what is missing', function()
    local row = rows[vim.api.nvim_win_get_cursor(window)[1]]
    if row.state ~= 'missing' then
      say.info('`%s` is there already', row.name)
      return
    end
    close()
    vim.api.nvim_set_current_win(from)
    require('oe_ls.insert').insert(from, { row.id })
  end)
  vim.api.nvim_create_autocmd('WinLeave', { buffer = buffer, once = true, callback = close })
end

--- Shows how far the document in the current window is.
---@param where 'float'|'quickfix'|'loclist'
function M.show(where)
  local window, buffer = vim.api.nvim_get_current_win(), vim.api.nvim_get_current_buf()
  client.with(buffer, function(server)
    local params = { textDocument = client.document(buffer) }
    client.ask(server, buffer, 'oe-ls/readiness', params, function(readiness)
      if not readiness or not vim.api.nvim_win_is_valid(window) then
        return
      elseif #readiness.sections == 0 then
        require('oe_ls.status').say_none(buffer)
        return
      elseif where == 'float' then
        float(window, server, readiness)
        return
      end
      local items = M.items(buffer, server, readiness)
      local list = { title = 'oe-ls: ' .. title(readiness), items = items }
      if where == 'quickfix' then
        vim.fn.setqflist({}, ' ', list)
      else
        vim.fn.setloclist(window, {}, ' ', list)
      end
      if #items == 0 then
        say.info('%s, nothing is left to do', title(readiness))
      elseif where == 'quickfix' then
        vim.cmd('botright copen')
      else
        vim.api.nvim_set_current_win(window)
        vim.cmd.lopen()
      end
    end)
  end)
end

return M
