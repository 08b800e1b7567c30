import { EventEmitter, Uri, window, workspace, type Disposable, type TextDocumentContentProvider } from 'vscode';

import type { Guide } from '../protocol.ts';
import type { Tools } from './target.ts';

/** The scheme of the guide that the server carries, which is read and not written. */
export const SCHEME = 'oe-ls-guide';

/** Shows the guide that holds for the current document, or for the workspace. */
export async function openGuide(tools: Tools, builtIn: BuiltIn): Promise<Uri> {
    const { current } = tools.documents;
    const params = current === undefined ? {} : { textDocument: { uri: current.uri.toString() } };
    const guide = await tools.session.request<Guide>('oe-ls/guide', params);
    const uri = guide.uri === null ? builtIn.put(guide) : Uri.parse(guide.uri);
    await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
    return uri;
}

/** Gives VS Code the text of the guide that the server carries. */
export class BuiltIn implements TextDocumentContentProvider, Disposable {
    private readonly texts = new Map<string, string>();
    private readonly changed = new EventEmitter<Uri>();
    readonly onDidChange = this.changed.event;
    private readonly registration = workspace.registerTextDocumentContentProvider(SCHEME, this);
    private readonly tools: Tools;

    constructor(tools: Tools) {
        this.tools = tools;
    }

    dispose(): void {
        this.registration.dispose();
        this.changed.dispose();
    }

    put(guide: Guide): Uri {
        const uri = Uri.from({ scheme: SCHEME, path: `/${guide.id}.md` });
        this.texts.set(uri.path, guide.text ?? '');
        this.changed.fire(uri);
        return uri;
    }

    /** Also of one that was left open when the window was closed. */
    async provideTextDocumentContent({ path }: Uri): Promise<string> {
        const known = this.texts.get(path);
        if (known !== undefined) {
            return known;
        }
        const { text, uri } = await this.tools.session.request<Guide>('oe-ls/guide', {});
        return text ?? `This workspace has a guide of its own: ${Uri.parse(uri ?? '').fsPath}\n`;
    }
}
