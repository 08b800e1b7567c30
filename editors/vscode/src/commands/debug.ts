import { env, version, workspace, type ExtensionContext } from 'vscode';

import { clientKeys, settingsFor } from '../client.ts';
import type { Bar } from '../status/bar.ts';
import type { Tools } from './target.ts';

/** What somebody who is asked for help wants to know. Nothing that stands in a document. */
export async function copyDebugInformation(tools: Tools, bar: Bar, context: ExtensionContext): Promise<string> {
    const text = debugInformation(tools, bar, context);
    await env.clipboard.writeText(text);
    tools.messages.say(
        'information',
        'The debug information is in the clipboard. Look through it before you pass it on',
    );
    return text;
}

function debugInformation({ session, documents, messages }: Tools, bar: Bar, context: ExtensionContext): string {
    const { found, standing } = session;
    const manifest = context.extension.packageJSON as { readonly version: string };
    const status = documents.status;
    const lines = {
        extension: manifest.version,
        'VS Code': `${version} (${env.appName}${env.remoteName === undefined ? '' : `, ${env.remoteName}`})`,
        platform: `${process.platform} ${process.arch}`,
        server: found?.kind === 'found' ? `${found.file} (${found.way})` : (found?.sentence ?? 'not looked for yet'),
        'server version': standing.kind === 'running' ? (standing.info?.version ?? 'none') : standing.kind,
        'workspace folders': workspace.workspaceFolders?.length ?? 0,
        trusted: workspace.isTrusted,
        settings: JSON.stringify(settingsFor(clientKeys(context), documents.current?.uri ?? null)),
        document:
            status &&
            JSON.stringify({
                language: documents.current?.languageId,
                scheme: documents.current?.uri.scheme,
                kind: status.kind,
                guide: status.guide,
                'settings file': status.settings !== null,
                elements: status.elements,
                counts: status.counts,
            }),
        'status bar': bar.text,
        said:
            messages.said.length === 0
                ? undefined
                : `\n${messages.said.map((sentence) => `  - ${sentence}`).join('\n')}`,
    };
    const told = Object.entries(lines).map(([name, value]) => `- ${name}: ${value ?? 'none'}`);
    return `oe-ls in VS Code\n\n${told.join('\n')}\n`;
}
