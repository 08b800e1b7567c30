// The commands by their names.

import { commands, type Disposable, type ExtensionContext, type LogOutputChannel } from 'vscode';

import { Refusal } from '../messages.ts';
import type { Node } from '../readiness/model.ts';
import type { View } from '../readiness/view.ts';
import type { Bar } from '../status/bar.ts';
import { copyDebugInformation } from './debug.ts';
import { newDocument, treatAs } from './documents.ts';
import { fixAll } from './fixall.ts';
import { openGuide, type BuiltIn } from './guide.ts';
import { insertMissing } from './insert.ts';
import { placeholder } from './placeholders.ts';
import { follow, showReadiness } from './readiness.ts';
import { associateSchema } from './schema.ts';
import type { Tools } from './target.ts';

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
        restart: () => restart(tools),
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
function tell({ messages }: Tools, error: unknown, log: LogOutputChannel): void {
    if (error instanceof Refusal) {
        return messages.say('information', error.message, ...error.buttons);
    }
    log.error(error instanceof Error ? error : String(error));
    const message = error instanceof Error ? error.message : String(error);
    messages.say('error', `oe-ls could not do that: ${message}`, { title: 'Show Log', run: () => log.show() });
}

/** Says in a word that it runs again; why it does not is said elsewhere. */
async function restart({ session, messages }: Tools): Promise<void> {
    await session.restart();
    await session.whenStarted();
    if (session.standing.kind === 'running') {
        messages.mention('oe-ls was started again');
    }
}

/** Identifiers, if that is what another extension or a key binding gives. */
function strings(ids: unknown): string[] | undefined {
    return Array.isArray(ids) && ids.every((id) => typeof id === 'string') ? ids : undefined;
}
