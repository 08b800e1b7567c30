--- Waiting for what an event brings.
local M = {}

---@class oe_ls.Wait
---@field event string
---@field buffer? integer
---@field pattern? string
---@field every integer how often it is asked whether to wait on, in milliseconds
---@field on fun(waited: integer): boolean whether to wait on

--- Hands on what `get` gives, now or after the event, or nil once it is not to be waited for any more.
---@generic T
---@param how oe_ls.Wait
---@param get fun(): T?
---@param done fun(found: T?)
function M.until_there(how, get, done)
  local began = vim.uv.now()
  local timer, command
  local function try()
    if timer and timer:is_closing() then
      return
    end
    local found = get()
    if not found and how.on(vim.uv.now() - began) then
      return true
    elseif timer then
      timer:close()
      -- With a buffer that is gone, it is gone as well.
      pcall(vim.api.nvim_del_autocmd, command)
    end
    done(found)
  end
  if not try() then
    return
  end
  -- After the event, as the server is told of the buffer first.
  local later = vim.schedule_wrap(try)
  command = vim.api.nvim_create_autocmd(how.event, {
    buffer = how.buffer,
    pattern = how.pattern,
    desc = 'Go on with a command that waits for oe-ls',
    callback = function()
      later()
    end,
  })
  timer = assert(vim.uv.new_timer())
  timer:start(how.every, how.every, later)
end

return M
