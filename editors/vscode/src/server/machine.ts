// This machine, as the search for the server sees it.

import { constants } from 'node:fs';
import { access, chmod, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

import type { Machine, Seen } from './find.ts';

export function thisMachine(): Machine {
    return {
        platform: process.platform,
        home: homedir(),
        path: process.env['PATH'] ?? '',
        look,
    };
}

async function look(file: string): Promise<Seen> {
    try {
        const seen = await stat(file);
        if (!seen.isFile()) {
            return seen.isDirectory() ? 'folder' : 'nothing';
        }
    } catch {
        return 'nothing';
    }
    return access(file, constants.X_OK).then(
        () => 'program',
        () => 'not executable',
    );
}

/** Some ways of unpacking an extension lose what makes its program executable. */
export async function mendBundled(extension: string): Promise<void> {
    const file = join(extension, 'server', 'oe-ls');
    if (process.platform !== 'win32' && (await look(file)) === 'not executable') {
        await chmod(file, 0o755).catch(() => undefined);
    }
}
