// Changing a document as the server says, and going to places in it.

import {
    Range as CodeRange,
    Selection,
    TextEditorRevealType,
    commands,
    window,
    workspace,
    type TextDocument,
    type TextEditor,
} from 'vscode';

import type { Range, WorkspaceEdit } from './protocol.ts';
import { Changed } from './messages.ts';
import type { Session } from './session.ts';

/** How often the server is asked again when the document changes while it answers. */
const TRIES = 3;

/** Asks for a change and makes it. Nothing if there is nothing to change. */
export async function change<T>(
    session: Session,
    document: TextDocument,
    ask: () => Promise<T | null>,
    edit: (answer: T) => WorkspaceEdit,
): Promise<T | undefined> {
    for (let tries = 0; tries < TRIES; tries++) {
        const version = document.version;
        const answer = await ask().catch((error: unknown) => {
            if (error instanceof Changed) {
                return undefined;
            }
            throw error;
        });
        if (answer === null) {
            return undefined;
        }
        if (answer === undefined) {
            continue;
        }
        const converted = await session.client?.protocol2CodeConverter.asWorkspaceEdit(edit(answer));
        if (document.version === version && converted !== undefined && (await workspace.applyEdit(converted))) {
            return answer;
        }
    }
    throw new Changed();
}

/** The editor that shows the document: the active one, or another where it is in sight. */
export function editorOf(document: TextDocument): TextEditor | undefined {
    const { activeTextEditor, visibleTextEditors } = window;
    return activeTextEditor?.document === document
        ? activeTextEditor
        : visibleTextEditors.find((editor) => editor.document === document);
}

/** Shows the document where it is shown already, with this range selected or the cursor at its start. */
export async function goTo(document: TextDocument, range: Range, select: boolean): Promise<TextEditor> {
    const open = editorOf(document);
    const { start, end } = range;
    const target = new CodeRange(start.line, start.character, end.line, end.character);
    const editor = open !== undefined && open === window.activeTextEditor ? open : await show(document, open);
    editor.selection = select ? new Selection(target.start, target.end) : new Selection(target.start, target.start);
    editor.revealRange(target, TextEditorRevealType.InCenterIfOutsideViewport);
    // A row of a view may have been clicked. Showing the document anew would leave a comparison that it stands in.
    await commands.executeCommand('workbench.action.focusActiveEditorGroup');
    return editor;
}

function show(document: TextDocument, open: TextEditor | undefined): Thenable<TextEditor> {
    return window.showTextDocument(document, {
        preview: false,
        ...(open?.viewColumn && { viewColumn: open.viewColumn }),
    });
}
