// Making a document, and saying whether a file is one.

import { Uri, window, workspace } from 'vscode';

import { change, goTo } from '../editing.ts';
import type { NewDocument, WorkspaceEdit } from '../protocol.ts';
import { Refusal } from '../messages.ts';
import { markdown, type Tools } from './target.ts';

/** Opens a new document with the guide's templates. It is nowhere yet: saving it asks where to. */
export async function newDocument({ session }: Tools): Promise<Uri | undefined> {
    const folder = await chooseFolder();
    if (folder === null) {
        return undefined;
    }
    // Which guide it follows depends on where it is going to be.
    const params = folder === undefined ? {} : { uri: Uri.joinPath(folder, 'docs', 'operations.md').toString() };
    const { text, placeholder } = await session.request<NewDocument>('oe-ls/newDocument', params);
    const document = await workspace.openTextDocument({ language: 'markdown', content: text });
    if (placeholder === null) {
        await window.showTextDocument(document);
    } else {
        await goTo(document, placeholder, true);
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

/** Writes into the front matter that the file is an OE document, or that it is none. */
export async function treatAs(tools: Tools, oe: boolean): Promise<void> {
    const { document, textDocument } = markdown(tools);
    if (tools.documents.status?.kind === 'settings') {
        throw new Refusal('This file holds settings, and no front matter');
    }
    const ask = () => tools.session.request<WorkspaceEdit | null>('oe-ls/treatAs', { textDocument, oe });
    if ((await change(tools.session, document, ask, (edit) => edit)) === undefined) {
        throw new Refusal(`Its front matter says already that this file is ${oe ? 'an' : 'no'} OE document`);
    }
}
