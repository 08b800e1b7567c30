import { ConfigurationTarget, Uri, commands, extensions, workspace, type ExtensionContext } from 'vscode';

import { Refusal } from '../messages.ts';
import type { Tools } from './target.ts';

const TOML = 'tamasfe.even-better-toml';
const SECTION = 'evenBetterToml.schema';
const FILES = '^.*/\\.?oe-ls\\.toml$';

/** Lets Even Better TOML complete the keys of oe-ls.toml. That they are right is checked without it. */
export async function associateSchema(tools: Tools, context: ExtensionContext): Promise<void> {
    if (extensions.getExtension(TOML) === undefined) {
        throw new Refusal(
            'Completing oe-ls.toml takes the extension Even Better TOML, which is not installed. ' +
                'Mistakes in oe-ls.toml are shown without it',
            { title: 'Install', run: () => commands.executeCommand('workbench.extensions.search', `@id:${TOML}`) },
        );
    }
    // Where the extension lies changes with its version; this place stays.
    const schema = Uri.joinPath(context.globalStorageUri, 'oe-ls.schema.json');
    await workspace.fs.copy(Uri.joinPath(context.extensionUri, 'schema.json'), schema, { overwrite: true });
    const settings = workspace.getConfiguration(SECTION);
    const associations = settings.inspect<Record<string, string>>('associations')?.globalValue ?? {};
    const joined = { ...associations, [FILES]: schema.toString() };
    await settings.update('associations', joined, ConfigurationTarget.Global);
    tools.messages.say('information', 'Even Better TOML now completes the keys of oe-ls.toml');
}
