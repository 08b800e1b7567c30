// What most functions of the test need in the extension host; given to them as `tools`.
'use strict';
const fs = require('node:fs');
const path = require('node:path');

module.exports = (vscode) => {
  const document = (file) => vscode.workspace.openTextDocument(vscode.Uri.file(file));
  const flat = ({ start, end }) => [start.line, start.character, end.line, end.character];

  const tools = {
    document,
    flat,

    /** Shows a file with the caret at its start; with `text` it is written first. */
    async open(file, text) {
      if (text !== undefined) {
        fs.mkdirSync(path.dirname(file), { recursive: true });
        fs.writeFileSync(file, text);
      }
      // Asked for here it is done once this has been waited for; set afterwards it would be done some time later.
      await vscode.window.showTextDocument(await document(file), { preview: false, selection: new vscode.Range(0, 0, 0, 0) });
    },

    /** Closes every editor, whatever was changed in them. */
    async closeAll() {
      for (const document of vscode.workspace.textDocuments.filter((it) => it.isDirty && !it.isClosed)) {
        await vscode.window.showTextDocument(document);
        await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      }
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    },

    /** The findings on a file in the order of their places, with the text that each marks. */
    async findings(file, source = 'oe-ls') {
      const uri = vscode.Uri.file(file);
      const open = vscode.workspace.textDocuments.find((it) => it.uri.toString() === uri.toString());
      return vscode.languages.getDiagnostics(uri)
        .filter((it) => source === null || it.source === source)
        .map((it) => ({
          code: typeof it.code === 'object' ? String(it.code.value) : String(it.code),
          severity: vscode.DiagnosticSeverity[it.severity],
          message: it.message,
          range: flat(it.range),
          text: open?.getText(it.range) ?? null,
          source: it.source ?? null,
        }))
        .sort((a, b) => a.range[0] - b.range[0] || a.range[1] - b.range[1] || a.code.localeCompare(b.code));
    },

    /** Replaces the first `old` in the text of a file that is open. */
    async replace(file, old, text) {
      const { uri, place } = await tools.place(file, old);
      const edit = new vscode.WorkspaceEdit();
      edit.replace(uri, place, text);
      if (!(await vscode.workspace.applyEdit(edit))) throw new Error('the edit was refused');
    },

    /** Where the first `text` stands in a file. */
    async place(file, text) {
      const open = await document(file);
      const at = open.getText().indexOf(text);
      if (at < 0) throw new Error(`no ${JSON.stringify(text)} in ${file}`);
      return { uri: open.uri, place: new vscode.Range(open.positionAt(at), open.positionAt(at + text.length)) };
    },

    async text(file) {
      return (await document(file)).getText();
    },

    /** What is selected in the active editor. */
    selected() {
      const editor = vscode.window.activeTextEditor;
      return editor && { text: editor.document.getText(editor.selection), range: flat(editor.selection) };
    },

    async hover(file, text) {
      const { uri, place } = await tools.place(file, text);
      const hovers = await vscode.commands.executeCommand('vscode.executeHoverProvider', uri, place.start.translate(0, 1));
      return hovers.flatMap((it) => it.contents).map((it) => it.value ?? it).join('\n');
    },

    async completions(file, line, character) {
      const list = await vscode.commands.executeCommand('vscode.executeCompletionItemProvider', vscode.Uri.file(file),
        new vscode.Position(line, character));
      return list.items.map((it) => ({
        label: it.label.label ?? it.label,
        insert: it.insertText?.value ?? it.insertText ?? null,
        snippet: it.insertText?.value !== undefined,
      }));
    },

    async actions(file, text, kind) {
      const { uri, place } = await tools.place(file, text);
      const actions = await vscode.commands.executeCommand('vscode.executeCodeActionProvider', uri, place, kind, 50);
      return actions;
    },

    /** What `activate` of the extension gave. */
    oe() {
      return vscode.extensions.getExtension('oe-ls.oe-ls').exports;
    },
  };
  return tools;
};
