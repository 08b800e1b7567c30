import { window, type ExtensionContext } from 'vscode';

import { Says } from './says.ts';
import { Session } from './session.ts';

let session: Session | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
    const log = window.createOutputChannel('Operational Excellence', { log: true });
    const says = new Says(log);
    session = new Session(context, log, says);
    context.subscriptions.push(log, session);
    void session.start();
}

export async function deactivate(): Promise<void> {
    await session?.stop();
}
