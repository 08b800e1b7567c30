// Showing the readiness view, and following its rows.

import { commands } from 'vscode';

import { goTo } from '../editing.ts';
import { Refusal } from '../messages.ts';
import type { Readiness } from '../protocol.ts';
import { find, tree, type Node } from '../readiness/model.ts';
import type { View } from '../readiness/view.ts';
import { markdown, oeDocument, type Tools } from './target.ts';

/** Brings the view into sight. */
export async function showReadiness(tools: Tools, view: View): Promise<Readiness | null> {
    await commands.executeCommand('oe-ls.readiness.focus');
    const { textDocument } = markdown(tools);
    await view.show();
    return tools.session.request<Readiness | null>('oe-ls/readiness', { textDocument });
}

/** Goes to where the node stands by now: the text may have moved since the tree was shown. */
export async function follow(tools: Tools, node: Node | undefined): Promise<void> {
    const { document, textDocument } = oeDocument(tools);
    const readiness = await tools.session.request<Readiness | null>('oe-ls/readiness', { textDocument });
    const found = readiness === null || node === undefined ? undefined : find(tree(readiness), node.id);
    if (found?.range === undefined) {
        throw new Refusal(`${node?.label ?? 'That'} stands nowhere in this document any more`);
    }
    await goTo(document, found.range, false);
}
