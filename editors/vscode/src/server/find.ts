// Where the server's program is: what a person set, what came with the extension, what is on PATH.

import * as path from 'node:path';

/** What has to be known of the machine. */
export interface Machine {
    readonly platform: NodeJS.Platform;
    readonly home: string;
    /** The variable PATH. */
    readonly path: string;
    /** What is there under this path. */
    look(file: string): Promise<Seen>;
}

export type Seen = 'program' | 'not executable' | 'folder' | 'nothing';

export interface Asked {
    /** The setting `oe-ls.server.path`, as it is written, which may be anything; empty if nobody set it. */
    readonly setting: unknown;
    /** The first folder of the workspace, from which a relative path is read. */
    readonly folder: string | undefined;
    /** The extension's own folder. */
    readonly extension: string;
}

export type Way = 'setting' | 'bundled' | 'PATH';

export type Found =
    | { readonly kind: 'found'; readonly file: string; readonly way: Way }
    | { readonly kind: 'missing'; readonly sentence: string };

/** The name of the setting. */
export const SETTING = 'oe-ls.server.path';

/** Looks in the setting, the extension and PATH, in this order. What is set is never passed over. */
export async function findServer(asked: Asked, machine: Machine): Promise<Found> {
    const style = machine.platform === 'win32' ? path.win32 : path.posix;
    const name = machine.platform === 'win32' ? 'oe-ls.exe' : 'oe-ls';

    if (typeof asked.setting !== 'string') {
        return missing(
            `oe-ls was not found: \`${SETTING}\` is \`${JSON.stringify(asked.setting)}\`, which is not a path. ` +
                'Set the path, or clear it',
        );
    }
    const setting = asked.setting.trim();
    if (setting !== '') {
        return fromSetting(setting, asked, machine, style);
    }
    const bundled = style.join(asked.extension, 'server', name);
    const inExtension = await machine.look(bundled);
    if (inExtension === 'program') {
        return { kind: 'found', file: bundled, way: 'bundled' };
    }
    const onPath = await searchPath(name, machine, style);
    if (onPath.found !== undefined) {
        return { kind: 'found', file: onPath.found, way: 'PATH' };
    }
    const spoilt = inExtension === 'not executable' ? bundled : onPath.spoilt;
    if (spoilt !== undefined) {
        return missing(
            `oe-ls was found, but ${why(spoilt, 'not executable')}. Make it executable, or set \`${SETTING}\` to another`,
        );
    }
    return missing(
        `oe-ls was not found: looked at \`${SETTING}\`, the bundled program and PATH. Install it, or set the path`,
    );
}

async function fromSetting(setting: string, asked: Asked, machine: Machine, style: path.PlatformPath): Promise<Found> {
    const file = resolved(setting, asked, machine, style);
    if (file === undefined) {
        return missing(
            `oe-ls was not found: \`${SETTING}\` is \`${setting}\`, and without an open folder that leads nowhere. ` +
                'Set the whole path',
        );
    }
    const seen = await machine.look(file);
    if (seen === 'nothing' && machine.platform === 'win32') {
        const exe = `${file}.exe`;
        if ((await machine.look(exe)) === 'program') {
            return { kind: 'found', file: exe, way: 'setting' };
        }
    }
    return seen === 'program'
        ? { kind: 'found', file, way: 'setting' }
        : missing(`oe-ls was not found where \`${SETTING}\` says: ${why(file, seen)}. Set another path, or clear it`);
}

function resolved(setting: string, asked: Asked, machine: Machine, style: path.PlatformPath): string | undefined {
    const home = /^~(?=$|[\\/])/.test(setting) ? style.join(machine.home, setting.slice(1)) : setting;
    const file = asked.folder === undefined ? home : home.replaceAll('${workspaceFolder}', asked.folder);
    if (style.isAbsolute(file)) {
        return style.normalize(file);
    }
    return asked.folder === undefined || file.includes('${') ? undefined : style.join(asked.folder, file);
}

/** An entry that is relative leads to wherever VS Code was started, which decides nothing here. */
async function searchPath(
    name: string,
    machine: Machine,
    style: path.PlatformPath,
): Promise<{ found?: string; spoilt?: string }> {
    let spoilt: string | undefined;
    for (const entry of machine.path.split(style.delimiter)) {
        const folder = entry.replace(/^"(.*)"$/, '$1');
        if (!style.isAbsolute(folder)) {
            continue;
        }
        const file = style.join(folder, name);
        const seen = await machine.look(file);
        if (seen === 'program') {
            return { found: file };
        }
        spoilt ??= seen === 'not executable' ? file : undefined;
    }
    return spoilt === undefined ? {} : { spoilt };
}

function why(file: string, seen: Seen): string {
    switch (seen) {
        case 'not executable':
            return `\`${file}\` may not be executed`;
        case 'folder':
            return `\`${file}\` is a folder`;
        default:
            return `there is no \`${file}\``;
    }
}

function missing(sentence: string): Found {
    return { kind: 'missing', sentence };
}
