// What the client tells the server, and of which documents.

import { Uri, workspace, type ExtensionContext } from 'vscode';
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
    const keys = clientKeys(context);
    return {
        documentSelector: [...SELECTOR],
        diagnosticCollectionName: 'oe-ls',
        // With `run = "on-save"` there is something new to ask for only then.
        diagnosticPullOptions: { onChange: true, onSave: true },
        revealOutputChannelOn: RevealOutputChannelOn.Never,
        middleware: {
            workspace: {
                // It would tell the defaults as well; told nothing, the server asks.
                didChangeConfiguration: (_, next) => next(undefined),
                configuration: (params) =>
                    params.items.map((item) => {
                        const scope = item.scopeUri ? Uri.parse(item.scopeUri) : null;
                        return item.section === 'oe-ls' ? settingsFor(keys, scope) : null;
                    }),
            },
        },
    };
}

/** The settings that are meant for the server. */
export function clientKeys(context: ExtensionContext): string[] {
    const manifest = context.extension.packageJSON as Manifest;
    return manifest.contributes.configuration.flatMap((group) => serverKeys(group.properties));
}

/** What is set for the folder that this lies in, or for the whole workspace. */
export function settingsFor(keys: readonly string[], scope: Uri | null): Record<string, unknown> {
    const settings = workspace.getConfiguration('oe-ls', scope);
    return whatIsSet(keys, (key) => settings.inspect(key));
}

interface Manifest {
    readonly contributes: { readonly configuration: readonly { readonly properties: Record<string, unknown> }[] };
}
