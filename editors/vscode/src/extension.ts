// The extension's beginning and end: everything is made and joined here.

import { commands, window, workspace, type ExtensionContext } from 'vscode';

import { BuiltIn } from './commands/guide.ts';
import { registerCommands } from './commands/register.ts';
import type { Node } from './readiness/model.ts';
import { View } from './readiness/view.ts';
import { Messages } from './messages.ts';
import { SETTING } from './server/find.ts';
import { Session } from './session.ts';
import { Bar } from './status/bar.ts';
import { Documents } from './status/documents.ts';
import { tellIfIgnored } from './trust.ts';

let session: Session | undefined;

/** What the extension lets others see of itself. */
export interface Insight {
    /** What it said to the user so far, the last at the end. */
    readonly said: readonly string[];
    /** What stands in the status bar; nothing while the item is hidden. */
    readonly statusBar: string | undefined;
    /** The rows of the readiness view. */
    readonly readiness: readonly Node[];
}

export function activate(context: ExtensionContext): Insight {
    const log = window.createOutputChannel('Operational Excellence', { log: true });
    const messages = new Messages(log);
    const started = (session = new Session(context, log, messages));
    const documents = new Documents(started);
    const bar = new Bar(started, documents);
    const view = new View(started, documents);
    const tools = { session: started, documents, messages };
    const guide = new BuiltIn(tools);
    context.subscriptions.push(
        log,
        started,
        documents,
        bar,
        view,
        guide,
        ...registerCommands(tools, { context, log, view, bar, guide }),
        workspace.onDidChangeConfiguration((event) => {
            if (event.affectsConfiguration(SETTING)) {
                void started.restart();
            }
        }),
    );
    void commands.executeCommand('setContext', 'oe-ls.active', true);
    void tellIfIgnored(messages);
    void started.start();
    return {
        said: messages.said,
        get statusBar() {
            return bar.text;
        },
        get readiness() {
            return view.getChildren();
        },
    };
}

export async function deactivate(): Promise<void> {
    await session?.stop();
}
