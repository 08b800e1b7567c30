--- Messages. Each fits into one line of a terminal of 80 columns, less what Neovim keeps for itself: a
--- longer one makes it wait for a key.
local M = {}

local said = {} ---@type table<string, true>

---@param level integer
---@param message string
---@param ... any
local function say(level, message, ...)
  local text = 'oe-ls: ' .. (select('#', ...) > 0 and message:format(...) or message)
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
    M.warn('%s', text)
  end
end

--- After this, all may be said again.
function M.forget()
  said = {}
end

return M
