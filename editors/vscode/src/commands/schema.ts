import { ConfigurationTarget, Uri, extensions, workspace, type ExtensionContext } from 'vscode';

import { Plain } from '../says.ts';
import type { Tools } from './target.ts';

const TOML = 'tamasfe.even-better-toml';
const SECTION = 'evenBetterToml.schema';
const FILES = '^.*/\\.?oe-ls\\.toml$';

/** Lets Even Better TOML complete the keys of oe-ls.toml. That they are right is checked without it. */
export async function associateSchema(tools: Tools, context: ExtensionContext): Promise<void> {
    if (extensions.getExtension(TOML) === undefined) {
        throw new Plain(
            'Completion in oe-ls.toml needs the extension Even Better TOML, which is not installed. ' +
                'What is wrong in it is shown without',
        );
    }
    // Where the extension lies changes with its version; this place stays.
    const schema = Uri.joinPath(context.globalStorageUri, 'oe-ls.schema.json');
    await workspace.fs.copy(Uri.joinPath(context.extensionUri, 'schema.json'), schema, { overwrite: true });
    const settings = workspace.getConfiguration(SECTION);
    const associations = settings.inspect<Record<string, string>>('associations')?.globalValue ?? {};
    const joined = { ...associations, [FILES]: schema.toString() };
    await settings.update('associations', joined, ConfigurationTarget.Global);
    tools.says.say('information', 'Even Better TOML now completes the keys of oe-ls.toml');
}
