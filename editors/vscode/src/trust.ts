// Messages that an untrusted workspace wants to choose the program, and that it is not let.

import { Uri, commands, workspace } from 'vscode';

import type { Messages } from './messages.ts';
import { SETTING } from './server/find.ts';
import { setsServer } from './server/untrusted.ts';

export async function tellIfIgnored(messages: Messages): Promise<void> {
    if (workspace.isTrusted) {
        return;
    }
    const folders = workspace.workspaceFolders ?? [];
    const files = folders.map((folder) => Uri.joinPath(folder.uri, '.vscode', 'settings.json'));
    const all = workspace.workspaceFile?.scheme === 'file' ? [...files, workspace.workspaceFile] : files;
    const texts = await Promise.all(all.map(read));
    if (texts.some(setsServer)) {
        messages.say('warning', `This workspace is not trusted, so its \`${SETTING}\` is left aside`, {
            title: 'Manage Trust',
            run: () => commands.executeCommand('workbench.trust.manage'),
        });
    }
}

async function read(uri: Uri): Promise<string> {
    return workspace.fs.readFile(uri).then(
        (bytes) => new TextDecoder().decode(bytes),
        () => '',
    );
}
