---@meta

--- What `vim.g.oe_ls` may hold.
---@class oe_ls.Options
---@field enable? boolean Whether it starts with the first Markdown file; by default it does
---@field cmd? string[] The server's command; by default `{ 'oe-ls', 'server' }`
---@field filetypes? string[] The file types served; by default `{ 'markdown', 'toml' }`
---@field settings? oe_ls.Settings Settings over those of `oe-ls.toml`

--- The keys of `oe-ls.toml`.
---@class oe_ls.Settings
---@field oe-files? string[] Globs of files that are OE documents
---@field not-oe-files? string[] Globs of files that are not
---@field guide? string The guide that documents are checked against
---@field guides? { file: string, globs: string[] }[] Guides for some documents only
---@field checks? 'default'|'strict'
---@field run? 'on-type'|'on-save' When findings are brought up to date
---@field fail-on? oe_ls.Level Counts for `oe-ls check` only
---@field severity? table<string, oe_ls.Level|'off'> How bad the findings of a rule are
---@field elements? table<string, 'required'|'optional'|'off'>
---@field also? table<string, string[]> Other names of elements and sections
---@field features? table<'hover'|'completion'|'code-actions'|'diagnostics', boolean>

---@alias oe_ls.Level 'error'|'warning'|'information'|'hint'

--- What the server last said of a document.
---@class oe_ls.Status
---@field uri string
---@field kind 'oe'|'guide'|'settings'|'other'
---@field why string What decided on the kind
---@field guide? string
---@field settings? string The settings file in force
---@field elements? oe_ls.Elements
---@field counts table<oe_ls.Level, integer>
---@field health 'ok'|'warning'|'error'
---@field message string

---@class oe_ls.Elements
---@field required integer
---@field present integer

---@class oe_ls.Readiness
---@field elements oe_ls.Elements
---@field sections oe_ls.Section[]

---@class oe_ls.Section
---@field id string
---@field title string
---@field state 'present'|'missing'
---@field range? lsp.Range
---@field elements oe_ls.Element[]

---@class oe_ls.Element
---@field id string
---@field name string
---@field state 'present'|'empty'|'placeholder'|'missing'
---@field range? lsp.Range
