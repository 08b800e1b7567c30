--- Messages. Each fits into one line of a terminal of 80 columns, less what Neovim keeps for itself: a
--- longer one makes it wait for a key.
local M = {}

local said = {} ---@type table<string, true>

--- The beginning of a text that may be too long.
---@param text string
---@param most integer of characters
---@return string
function M.cut(text, most)
  return vim.fn.strchars(text) <= most and text or vim.fn.strcharpart(text, 0, most - 1) .. '…'
end

--- A message in one line: of what is put into it the longest is cut. What has no words of ours, as errors
--- of the server, stays whole.
---@param message string
---@param ... any
local function fit(message, ...)
  local values = { ... }
  if #values == 0 then
    return 'oe-ls: ' .. message
  end
  local text = 'oe-ls: ' .. message:format(...)
  local excess = vim.fn.strdisplaywidth(text) - vim.v.echospace
  if excess <= 0 or message == '%s' then
    return text
  end
  local longest = 1
  for index, value in ipairs(values) do
    longest = #tostring(value) > #tostring(values[longest]) and index or longest
  end
  local value = tostring(values[longest])
  values[longest] = M.cut(value, math.max(1, vim.fn.strchars(value) - excess))
  return 'oe-ls: ' .. message:format(unpack(values))
end

---@param level integer
---@param message string
---@param ... any
local function say(level, message, ...)
  local text = fit(message, ...)
  -- Later, as below another message, such as that on a file just read, it would make Neovim wait too.
  vim.schedule(function()
    vim.notify(text, level)
  end)
end

function M.info(message, ...)
  say(vim.log.levels.INFO, message, ...)
end

function M.warn(message, ...)
  say(vim.log.levels.WARN, message, ...)
end

function M.error(message, ...)
  say(vim.log.levels.ERROR, message, ...)
end

--- Warns, but only once until `M.forget()`.
function M.warn_once(message, ...)
  local text = message:format(...)
  if not said[text] then
    said[text] = true
    M.warn(message, ...)
  end
end

--- After this, all may be said again.
function M.forget()
  said = {}
end

return M
