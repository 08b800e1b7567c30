// Making a document, and saying whether a file is one.

import { Position, Uri, window, workspace } from 'vscode';

import { change, goTo } from '../editing.ts';
import type { WorkspaceEdit } from '../protocol.ts';
import { Plain } from '../says.ts';
import { nextPlaceholder } from './placeholders.ts';
import { markdown, type Tools } from './target.ts';

/** Opens a new document with the guide's templates, not yet saved. */
export async function newDocument(tools: Tools): Promise<Uri | undefined> {
    const folder = await chooseFolder();
    if (folder === null) {
        return undefined;
    }
    const at = folder && (await freeName(folder));
    const { text } = await tools.session.request<{ text: string }>(
        'oe-ls/newDocument',
        at ? { uri: at.toString() } : {},
    );
    const document = await (at === undefined
        ? workspace.openTextDocument({ language: 'markdown', content: text })
        : workspace.openTextDocument(at.with({ scheme: 'untitled' })));
    const editor = await window.showTextDocument(document);
    if (at !== undefined) {
        await editor.edit((edit) => edit.insert(new Position(0, 0), text));
    }
    const target = { document, textDocument: { uri: document.uri.toString() } };
    const first = await nextPlaceholder(tools, target, { line: 0, character: 0 }).catch(() => null);
    if (first !== null) {
        await goTo(document, first, true);
    }
    return document.uri;
}

/** The folder that it is for; null if nobody wants to say. */
async function chooseFolder(): Promise<Uri | undefined | null> {
    const folders = (workspace.workspaceFolders ?? []).filter((folder) => folder.uri.scheme === 'file');
    if (folders.length <= 1) {
        return folders[0]?.uri;
    }
    const picked = await window.showWorkspaceFolderPick({ placeHolder: 'The folder that the document is for' });
    return picked?.uri ?? null;
}

/** An address in the folder that nothing stands at. */
async function freeName(folder: Uri): Promise<Uri> {
    for (let number = 1; ; number++) {
        const uri = Uri.joinPath(folder, number === 1 ? 'operations.md' : `operations-${number}.md`);
        const taken = await workspace.fs.stat(uri).then(
            () => true,
            () => false,
        );
        const open = workspace.textDocuments.some((document) => document.uri.path === uri.path);
        if (!taken && !open) {
            return uri;
        }
    }
}

/** Writes into the front matter that the file is an OE document, or that it is none. */
export async function treatAs(tools: Tools, oe: boolean): Promise<void> {
    const { document, textDocument } = markdown(tools);
    if (tools.documents.status?.kind === 'settings') {
        throw new Plain('This file holds settings, and no front matter');
    }
    const ask = () => tools.session.request<WorkspaceEdit | null>('oe-ls/treatAs', { textDocument, oe });
    if ((await change(tools.session, document, ask, (edit) => edit)) === undefined) {
        throw new Plain(`Its front matter says already that this file is ${oe ? 'an' : 'no'} OE document`);
    }
}
