// What the client tells the server, and of which documents.

import { workspace, type ExtensionContext } from 'vscode';
import type { DocumentSelector, LanguageClientOptions } from 'vscode-languageclient/node';
import { RevealOutputChannelOn } from 'vscode-languageclient/node';

import { serverKeys, whatIsSet } from './settings.ts';

/** Markdown, and the settings files, for which VS Code may know no language. */
export const SELECTOR = [
    { language: 'markdown', scheme: 'file' },
    { language: 'markdown', scheme: 'untitled' },
    { scheme: 'file', pattern: '**/{oe-ls,.oe-ls}.toml' },
] satisfies DocumentSelector;

export function clientOptions(context: ExtensionContext): LanguageClientOptions {
    const manifest = context.extension.packageJSON as Manifest;
    const keys = manifest.contributes.configuration.flatMap((group) => serverKeys(group.properties));
    return {
        documentSelector: [...SELECTOR],
        diagnosticCollectionName: 'oe-ls',
        // With `run = "on-save"` there is something new to ask for only then.
        diagnosticPullOptions: { onChange: true, onSave: true },
        revealOutputChannelOn: RevealOutputChannelOn.Never,
        middleware: {
            workspace: {
                configuration: (params) =>
                    params.items.map((item) => {
                        const scope = item.scopeUri === undefined ? undefined : { uri: item.scopeUri };
                        return item.section === 'oe-ls' ? settingsFor(keys, scope?.uri) : null;
                    }),
            },
        },
    };
}

/** What is set for the folder of this address, or for the whole workspace. */
export function settingsFor(keys: readonly string[], address?: string): Record<string, unknown> {
    const folder = workspace.workspaceFolders?.find((folder) => folder.uri.toString() === address);
    const settings = workspace.getConfiguration('oe-ls', folder);
    return whatIsSet(keys, (key) => settings.inspect(key));
}

interface Manifest {
    readonly contributes: { readonly configuration: readonly { readonly properties: Record<string, unknown> }[] };
}
