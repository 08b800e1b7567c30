// Whether the server that answered is the one that this extension was made with.

export interface ServerInfo {
    readonly name: string;
    readonly version?: string | undefined;
}

/** What to tell of a server that is another one than expected; nothing if it fits. */
export function unfitting(extension: string, server: ServerInfo | undefined, file: string): string | undefined {
    if (server?.name !== 'oe-ls') {
        return `\`${file}\` does not say that it is oe-ls. Set \`oe-ls.server.path\` to the program, or clear it`;
    }
    const version = server.version ?? 'of no version';
    const [mine, its] = [series(extension), series(version)];
    if (its === mine) {
        return undefined;
    }
    const older = its === undefined || (mine !== undefined && compare(its, mine) < 0);
    const remedy = older ? `Update the program \`${file}\`` : 'Update the extension';
    return `This extension is ${extension} and its server is oe-ls ${version}: some things may not work. ${remedy}`;
}

/** What decides which versions fit: "0.1" of 0.1.7, "1" of 1.4.0. */
function series(version: string): string | undefined {
    const [, major, minor] = /^(\d+)\.(\d+)\.\d+/.exec(version) ?? [];
    return major === '0' ? `0.${minor}` : major;
}

function compare(one: string, other: string): number {
    const [a, b] = [one.split('.').map(Number), other.split('.').map(Number)];
    return (a[0] ?? 0) - (b[0] ?? 0) || (a[1] ?? 0) - (b[1] ?? 0);
}
