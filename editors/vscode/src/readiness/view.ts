// The view of what the document has and what it lacks.

import {
    EventEmitter,
    ThemeColor,
    ThemeIcon,
    TreeItem,
    TreeItemCollapsibleState,
    window,
    workspace,
    type Disposable,
    type TextDocument,
    type TreeDataProvider,
    type TreeView,
} from 'vscode';

import { counts, type Counts, type Readiness } from '../protocol.ts';
import type { Session } from '../session.ts';
import type { Documents } from '../status/documents.ts';
import { progress, tree, type Node, type State } from './model.ts';

/** Typing asks again only once it has paused: what stands where is of interest to nobody before. */
const PAUSE = 400;

export class View implements TreeDataProvider<Node>, Disposable {
    private nodes: readonly Node[] = [];
    private readonly changed = new EventEmitter<void>();
    readonly onDidChangeTreeData = this.changed.event;
    private readonly view: TreeView<Node>;
    private readonly subscriptions: Disposable[];
    private timer: NodeJS.Timeout | undefined;
    /** Answers to all but the last question are thrown away. */
    private asked = 0;
    private readonly session: Session;
    private readonly documents: Documents;

    constructor(session: Session, documents: Documents) {
        this.session = session;
        this.documents = documents;
        this.view = window.createTreeView('oe-ls.readiness', { treeDataProvider: this, showCollapseAll: true });
        this.subscriptions = [
            this.view,
            this.changed,
            documents.onDidChange(() => this.later(0)),
            this.view.onDidChangeVisibility(() => this.later(0)),
            workspace.onDidChangeTextDocument(({ document }) => {
                if (document === documents.current) {
                    this.later(PAUSE);
                }
            }),
        ];
    }

    dispose(): void {
        clearTimeout(this.timer);
        this.subscriptions.forEach((subscription) => subscription.dispose());
    }

    getChildren(node?: Node): Node[] {
        return [...(node === undefined ? this.nodes : node.children)];
    }

    getParent(node: Node): Node | undefined {
        return this.nodes.find((section) => section.children.includes(node));
    }

    getTreeItem(node: Node): TreeItem {
        const item = new TreeItem(node.label, collapsible(node));
        item.id = node.id;
        item.description = node.description;
        item.iconPath = ICONS[node.state];
        item.contextValue = [node.range && 'there', node.insert.length > 0 && 'insertable'].filter(Boolean).join(' ');
        const [title, command] = node.range === undefined ? ['Insert', 'insert'] : ['Go There', 'goTo'];
        item.command = { title, command: `oe-ls.readiness.${command}`, arguments: [node] };
        item.tooltip = tooltip(node);
        item.accessibilityInformation = { label: `${node.label}, ${node.description || 'there'}` };
        return item;
    }

    /** Brings it into sight. */
    async show(): Promise<void> {
        await this.refresh(true);
        const [first] = this.nodes;
        if (first !== undefined) {
            await this.view.reveal(first, { select: false, focus: true });
        }
    }

    private later(pause: number): void {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => void this.refresh(this.view.visible), pause);
    }

    private async refresh(wanted: boolean): Promise<void> {
        if (!wanted) {
            return;
        }
        const asked = ++this.asked;
        const document = this.documents.current;
        const readiness = document && (await this.ask(document));
        if (asked !== this.asked) {
            return;
        }
        const before = JSON.stringify(this.nodes);
        this.nodes = readiness === undefined ? [] : tree(readiness);
        this.view.description = readiness === undefined ? '' : progress({ ...this.counts, ...readiness.elements });
        if (JSON.stringify(this.nodes) !== before) {
            this.changed.fire();
        }
    }

    /** What the status told, for what the readiness may not tell. */
    private get counts(): Counts | undefined {
        const { status } = this.documents;
        return status && counts(status);
    }

    private async ask(document: TextDocument): Promise<Readiness | undefined> {
        if (this.session.standing.kind !== 'running' || this.documents.status?.kind !== 'oe') {
            return undefined;
        }
        const textDocument = { uri: document.uri.toString() };
        // Why there is no answer is said elsewhere.
        return this.session.request<Readiness | undefined>('oe-ls/readiness', { textDocument }).catch(() => undefined);
    }
}

function collapsible(node: Node): TreeItemCollapsibleState {
    if (node.children.length === 0) {
        return TreeItemCollapsibleState.None;
    }
    // What is left to do is in sight; a section that is missing is one thing to do.
    return node.state === 'partial' ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed;
}

function tooltip(node: Node): string {
    return node.range === undefined ? `${node.label}: missing; click to insert it` : `${node.label}: click to go there`;
}

const ICONS: Readonly<Record<State, ThemeIcon>> = {
    present: new ThemeIcon('pass', new ThemeColor('testing.iconPassed')),
    partial: new ThemeIcon('circle-large-outline', new ThemeColor('list.warningForeground')),
    placeholder: new ThemeIcon('edit', new ThemeColor('list.warningForeground')),
    empty: new ThemeIcon('circle-outline', new ThemeColor('list.warningForeground')),
    missing: new ThemeIcon('error', new ThemeColor('list.errorForeground')),
};
