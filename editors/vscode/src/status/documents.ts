// Which document the commands and views are about, and how it stands.

import {
    EventEmitter,
    TabInputCustom,
    TabInputText,
    TabInputTextDiff,
    TabInputWebview,
    Uri,
    commands,
    languages,
    window,
    workspace,
    type Disposable,
    type TextDocument,
    type TextEditor,
} from 'vscode';

import { SELECTOR } from '../client.ts';
import { SCHEME } from '../commands/guide.ts';
import type { Status } from '../protocol.ts';
import type { Session } from '../session.ts';

/** Editors beside the document, which take nothing from it when they are clicked on. */
const BESIDE = ['output', 'debug', 'comment', SCHEME];

export class Documents implements Disposable {
    /** The one in the active editor, if it is one for us; still that while a view or the preview is active. */
    current: TextDocument | undefined;
    /** Whether it, or its preview, is what the active group shows. */
    isInFront = false;
    private readonly statuses = new Map<string, Status>();
    private readonly changed = new EventEmitter<void>();
    /** Another document is current, or it stands otherwise than before. */
    readonly onDidChange = this.changed.event;
    private readonly subscriptions: Disposable[];

    constructor(session: Session) {
        this.subscriptions = [
            this.changed,
            session.onStatus((status) => this.told(status as Status)),
            session.onDidChange((standing) => {
                if (standing.kind !== 'running') {
                    this.statuses.clear();
                }
                void commands.executeCommand('setContext', 'oe-ls.server', standing.kind);
                this.tell();
            }),
            window.onDidChangeActiveTextEditor((editor) => this.look(editor)),
            window.tabGroups.onDidChangeTabGroups(() => this.look(window.activeTextEditor)),
            window.tabGroups.onDidChangeTabs(() => this.look(window.activeTextEditor)),
            // Of the same address, but another language now.
            workspace.onDidOpenTextDocument(() => this.look(window.activeTextEditor)),
            workspace.onDidCloseTextDocument((document) => {
                this.statuses.delete(document.uri.toString());
                this.look(window.activeTextEditor);
            }),
        ];
        this.look(window.activeTextEditor);
        this.tell();
    }

    dispose(): void {
        this.subscriptions.forEach((subscription) => subscription.dispose());
    }

    /** How the current document stands, as far as that was told. */
    get status(): Status | undefined {
        return this.current && this.statuses.get(this.current.uri.toString());
    }

    private told(status: Status): void {
        // The server may write an address in another way.
        const uri = Uri.parse(status.uri).toString();
        this.statuses.set(uri, status);
        if (uri === this.current?.uri.toString()) {
            this.tell();
        }
    }

    private look(editor: TextEditor | undefined): void {
        const document = this.choose(editor);
        const isInFront = document !== undefined && showsActive(document);
        if (document !== this.current || isInFront !== this.isInFront) {
            this.current = document;
            this.isInFront = isInFront;
            this.tell();
        }
    }

    private choose(editor: TextEditor | undefined): TextDocument | undefined {
        if (editor !== undefined && !BESIDE.includes(editor.document.uri.scheme)) {
            return languages.match(SELECTOR, editor.document) > 0 ? editor.document : undefined;
        }
        return this.current !== undefined && !this.current.isClosed && isInTab(this.current) ? this.current : undefined;
    }

    private tell(): void {
        void commands.executeCommand('setContext', 'oe-ls.kind', this.current && (this.status?.kind ?? 'unknown'));
        this.changed.fire();
    }
}

function showsActive({ uri }: TextDocument): boolean {
    const input = window.tabGroups.activeTabGroup.activeTab?.input;
    if (input instanceof TabInputWebview) {
        return input.viewType.endsWith('markdown.preview');
    }
    const isFile = input instanceof TabInputText || input instanceof TabInputCustom;
    const shown = isFile ? input.uri : input instanceof TabInputTextDiff ? input.modified : undefined;
    return shown?.toString() === uri.toString();
}

function isInTab({ uri }: TextDocument): boolean {
    const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
    return tabs.some(({ input }) => input instanceof TabInputText && input.uri.toString() === uri.toString());
}
