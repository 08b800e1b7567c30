// The commands by their names.

import { commands, type Disposable, type ExtensionContext, type LogOutputChannel } from 'vscode';

import { goTo } from '../editing.ts';
import type { Readiness } from '../protocol.ts';
import { find, tree, type Node } from '../readiness/model.ts';
import type { View } from '../readiness/view.ts';
import { Plain } from '../says.ts';
import type { Bar } from '../status/bar.ts';
import { copyDebugInformation } from './debug.ts';
import { newDocument, treatAs } from './documents.ts';
import { fixAll } from './fixall.ts';
import { openGuide, type BuiltIn } from './guide.ts';
import { insertMissing } from './insert.ts';
import { placeholder } from './placeholders.ts';
import { associateSchema } from './schema.ts';
import { markdown, oeDocument, type Tools } from './target.ts';

export interface Parts {
    readonly context: ExtensionContext;
    readonly log: LogOutputChannel;
    readonly view: View;
    readonly bar: Bar;
    readonly guide: BuiltIn;
}

export function registerCommands(tools: Tools, { context, log, view, bar, guide }: Parts): Disposable[] {
    const handlers: Record<string, (...args: never[]) => unknown> = {
        newDocument: () => newDocument(tools),
        nextPlaceholder: () => placeholder(tools, false),
        previousPlaceholder: () => placeholder(tools, true),
        insertMissing: (ids?: unknown) => insertMissing(tools, strings(ids)),
        fixAll: () => fixAll(tools),
        showReadiness: () => showReadiness(tools, view),
        treatAsOe: () => treatAs(tools, true),
        treatAsOther: () => treatAs(tools, false),
        openGuide: () => openGuide(tools, guide),
        associateSchema: () => associateSchema(tools, context),
        restart: () => tools.session.restart(),
        showLog: () => log.show(),
        copyDebugInformation: () => copyDebugInformation(tools, bar, context),
        'readiness.goTo': (node?: Node) => follow(tools, node),
        'readiness.insert': (node?: Node) => insertMissing(tools, node?.insert),
    };
    return Object.entries(handlers).map(([name, handler]) =>
        commands.registerCommand(`oe-ls.${name}`, async (...args: never[]) => {
            try {
                return await handler(...args);
            } catch (error) {
                tell(tools, error, log);
                return undefined;
            }
        }),
    );
}

/** What went wrong, and what only makes no sense now, is said: a command never throws. */
function tell({ says }: Tools, error: unknown, log: LogOutputChannel): void {
    if (error instanceof Plain) {
        return says.say('information', error.message, ...error.buttons);
    }
    log.error(error instanceof Error ? error : String(error));
    const message = error instanceof Error ? error.message : String(error);
    says.say('error', `oe-ls could not do that: ${message}`, { title: 'Show Log', run: () => log.show() });
}

async function showReadiness(tools: Tools, view: View): Promise<Readiness | null> {
    await commands.executeCommand('oe-ls.readiness.focus');
    const { textDocument } = markdown(tools);
    await view.show();
    return tools.session.request<Readiness | null>('oe-ls/readiness', { textDocument });
}

/** Goes to where the node stands by now: the text may have moved since the tree was shown. */
async function follow(tools: Tools, node: Node | undefined): Promise<void> {
    const { document, textDocument } = oeDocument(tools);
    const readiness = await tools.session.request<Readiness | null>('oe-ls/readiness', { textDocument });
    const found = readiness === null || node === undefined ? undefined : find(tree(readiness), node.id);
    if (found?.range === undefined) {
        throw new Plain(`${node?.label ?? 'That'} stands nowhere in this document any more`);
    }
    await goTo(document, found.range, false);
}

/** Identifiers, if that is what another extension or a key binding gives. */
function strings(ids: unknown): string[] | undefined {
    return Array.isArray(ids) && ids.every((id) => typeof id === 'string') ? ids : undefined;
}
