// Suggestions while a heading or a label is typed on. VS Code asks by itself after the characters that the
// server names, and in Markdown after no others: its own snippets would come up in the middle of prose.

import { commands, window, workspace, type Disposable, type TextDocumentChangeEvent } from 'vscode';
import {
    CompletionRequest,
    CompletionTriggerKind,
    type CompletionItem,
    type CompletionList,
} from 'vscode-languageclient/node';

import type { Session } from './session.ts';
import type { Documents } from './status/documents.ts';
import { isBegun, isMeant } from './suggestible.ts';

export class Typing implements Disposable {
    private readonly subscription: Disposable;
    private readonly session: Session;
    private readonly documents: Documents;

    constructor(session: Session, documents: Documents) {
        this.session = session;
        this.documents = documents;
        this.subscription = workspace.onDidChangeTextDocument((event) => void this.typed(event).catch(() => undefined));
    }

    dispose(): void {
        this.subscription.dispose();
    }

    /** Has VS Code ask if the server has something that goes on from what was typed. */
    private async typed({ document, contentChanges, reason }: TextDocumentChangeEvent): Promise<void> {
        const [change, ...others] = contentChanges;
        const isOurs = document === this.documents.current && this.documents.status?.kind === 'oe';
        if (!isOurs || change === undefined || others.length > 0 || reason !== undefined) {
            return;
        }
        if (!/^[\p{L}\p{N}]$/u.test(change.text) || document !== window.activeTextEditor?.document) {
            return;
        }
        const cursor = change.range.start.translate(0, change.text.length);
        const before = document.lineAt(cursor.line).text.slice(0, cursor.character);
        if (this.session.standing.kind !== 'running' || !isBegun(before) || !wants(document.languageId)) {
            return;
        }
        const { version } = document;
        const answer = await this.session.request<CompletionItem[] | CompletionList | null>(CompletionRequest.method, {
            textDocument: { uri: document.uri.toString() },
            position: { line: cursor.line, character: cursor.character },
            context: { triggerKind: CompletionTriggerKind.Invoked },
        });
        const items = Array.isArray(answer) ? answer : (answer?.items ?? []);
        if (document.version === version && items.some((item) => isMeant(item, before))) {
            await commands.executeCommand('editor.action.triggerSuggest');
        }
    }
}

/** Whether somebody wants suggestions unasked, and does not have them anyway. */
function wants(languageId: string): boolean {
    const settings = workspace.getConfiguration('editor', { languageId });
    const quick = settings.get<{ other?: unknown } | boolean>('quickSuggestions');
    const other = typeof quick === 'object' ? quick.other : quick;
    return settings.get<boolean>('suggestOnTriggerCharacters') === true && other !== 'on' && other !== true;
}
