--- Between the cursor, which counts bytes, and places as the server counts them.
local M = {}

---@param buffer integer
---@param line integer from zero
---@return string
local function text_of(buffer, line)
  return vim.api.nvim_buf_get_lines(buffer, line, line + 1, false)[1] or ''
end

--- The byte in a line that `character` stands at, in the unit of the client.
---@param text string
---@param character integer
---@param encoding string
---@return integer
function M.byte(text, character, encoding)
  if encoding == 'utf-8' then
    return math.min(character, #text)
  elseif vim.fn.has('nvim-0.11') == 1 then
    return vim.str_byteindex(text, encoding, character, false)
  end
  local ok, byte = pcall(vim.str_byteindex, text, character, encoding == 'utf-16')
  return ok and byte or #text
end

--- Where the cursor of a window is, as the client counts.
---@param window integer
---@param client vim.lsp.Client
---@return lsp.Position
function M.position(window, client)
  return vim.lsp.util.make_position_params(window, client.offset_encoding).position
end

--- Moves the cursor of a window. `CTRL-O` leads back.
---@param window integer
---@param client vim.lsp.Client
---@param position lsp.Position
function M.go(window, client, position)
  vim.api.nvim_win_call(window, function()
    vim.cmd("normal! m'")
    local buffer = vim.api.nvim_win_get_buf(window)
    local line = math.min(position.line, vim.api.nvim_buf_line_count(buffer) - 1)
    local byte = M.byte(text_of(buffer, line), position.character, client.offset_encoding)
    vim.api.nvim_win_set_cursor(window, { line + 1, byte })
    vim.cmd('normal! zv')
  end)
end

--- A range as lists of places have it: lines and bytes from one, the end not included.
---@param buffer integer
---@param client vim.lsp.Client
---@param range lsp.Range
---@return { lnum: integer, col: integer, end_lnum: integer, end_col: integer }
function M.place(buffer, client, range)
  local function byte(position)
    return M.byte(text_of(buffer, position.line), position.character, client.offset_encoding)
  end
  return {
    lnum = range.start.line + 1,
    col = byte(range.start) + 1,
    end_lnum = range['end'].line + 1,
    end_col = byte(range['end']) + 1,
  }
end

return M
