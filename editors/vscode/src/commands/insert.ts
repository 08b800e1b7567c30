import { QuickPickItemKind, window, type QuickPickItem } from 'vscode';

import { change, goTo } from '../editing.ts';
import type { Insertion, Readiness } from '../protocol.ts';
import { choices, type Choice } from '../readiness/model.ts';
import { Refusal } from '../messages.ts';
import { oeDocument, type Target, type Tools } from './target.ts';

/** Lets a person pick from what is missing, and inserts it. With `ids` nobody is asked. */
export async function insertMissing(tools: Tools, ids?: readonly string[]): Promise<readonly string[] | undefined> {
    const target = oeDocument(tools);
    if (ids !== undefined && ids.length > 0) {
        return insert(tools, target, ids);
    }
    const { textDocument } = target;
    const readiness = await tools.session.request<Readiness | null>('oe-ls/readiness', { textDocument });
    const items = readiness === null ? [] : picks(choices(readiness));
    if (items.length === 0) {
        throw new Refusal(NOTHING);
    }
    const chosen = (await pick(items)).flatMap((item) => item.id ?? []);
    return chosen.length === 0 ? undefined : insert(tools, target, chosen);
}

/** What is ticked; the row that Enter is pressed on if nothing is. */
function pick(items: readonly Pick[]): Promise<readonly Pick[]> {
    const list = window.createQuickPick<Pick>();
    Object.assign(list, {
        items,
        canSelectMany: true,
        title: 'Insert from the guide',
        placeholder: 'What is missing: tick some, or press Enter on one',
        // A missing section is found by what it holds.
        matchOnDetail: true,
    });
    return new Promise((resolve) => {
        list.onDidAccept(() => {
            resolve(list.selectedItems.length > 0 ? list.selectedItems : list.activeItems);
            list.hide();
        });
        list.onDidHide(() => {
            resolve([]);
            list.dispose();
        });
        list.show();
    });
}

/** Inserts these sections and elements, and goes to the first text in them that waits to be written. */
async function insert(tools: Tools, target: Target, ids: readonly string[]): Promise<readonly string[]> {
    const { session } = tools;
    const { document, textDocument } = target;
    const ask = () => session.request<Insertion | null>('oe-ls/insert', { textDocument, ids });
    const insertion = await change(session, document, ask, ({ edit }) => edit);
    if (insertion === undefined) {
        throw new Refusal(NOTHING);
    }
    const { range, placeholder, inserted } = insertion;
    await goTo(document, placeholder ?? range, placeholder !== null);
    return inserted;
}

const NOTHING = 'Nothing is missing: each section and element of the guide has its place in this document';

interface Pick extends QuickPickItem {
    readonly id?: string;
}

function picks(choices: readonly Choice[]): Pick[] {
    let above: string | undefined;
    return choices.flatMap((choice): Pick[] => {
        const under = choice.section ?? 'Whole sections';
        const heading = under === above ? [] : [{ label: under, kind: QuickPickItemKind.Separator }];
        above = under;
        return [...heading, { id: choice.id, label: choice.label, detail: choice.elements.join(', ') }];
    });
}
