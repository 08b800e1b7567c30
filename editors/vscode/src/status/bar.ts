// The item in the status bar.

import { MarkdownString, StatusBarAlignment, ThemeColor, window, type Disposable } from 'vscode';

import type { Session } from '../session.ts';
import type { Documents } from './documents.ts';
import { shown } from './text.ts';

/** Left of the line and column, right of what is said of the whole workspace. */
const PRIORITY = 101;

export class Bar implements Disposable {
    /** What it shows; nothing while it is hidden. */
    text: string | undefined;
    private readonly item = window.createStatusBarItem('oe-ls.status', StatusBarAlignment.Right, PRIORITY);
    private readonly subscription: Disposable;
    private readonly session: Session;
    private readonly documents: Documents;

    constructor(session: Session, documents: Documents) {
        this.session = session;
        this.documents = documents;
        this.item.name = 'Operational Excellence';
        this.subscription = documents.onDidChange(() => this.show());
        this.show();
    }

    dispose(): void {
        this.subscription.dispose();
        this.item.dispose();
    }

    private show(): void {
        const { standing } = this.session;
        const server = standing.kind === 'off' ? { off: standing.sentence } : standing.kind;
        const what = this.documents.isInFront ? shown(server, this.documents.status) : undefined;
        this.text = what?.text;
        if (what === undefined) {
            return this.item.hide();
        }
        this.item.text = what.text;
        this.item.command = what.command;
        this.item.backgroundColor = what.colour && new ThemeColor(`statusBarItem.${what.colour}Background`);
        const tooltip = new MarkdownString();
        what.lines.forEach((line) => tooltip.appendText(line).appendMarkdown('\n\n'));
        this.item.tooltip = tooltip;
        this.item.accessibilityInformation = { label: `Operational Excellence: ${what.lines.join('; ')}` };
        this.item.show();
    }
}
