// What a person has set for the server. VS Code gives defaults for what nobody set, and these would
// override the project's oe-ls.toml.

/** A setting in the places where it can stand, the weakest first. */
export interface Inspected {
    readonly globalValue?: unknown;
    readonly workspaceValue?: unknown;
    readonly workspaceFolderValue?: unknown;
}

/** The settings that are set, by their keys. Tables are joined key by key, as VS Code joins them. */
export function whatIsSet(
    keys: readonly string[],
    inspect: (key: string) => Inspected | undefined,
): Record<string, unknown> {
    const set: Record<string, unknown> = {};
    for (const key of keys) {
        const found = inspect(key);
        const values = [found?.globalValue, found?.workspaceValue, found?.workspaceFolderValue];
        // An empty text is what is left when somebody clears a field.
        const given = values.filter((value) => value !== undefined && value !== '');
        if (given.length > 0) {
            set[key] = given.every(isTable) ? Object.assign({}, ...given) : given.at(-1);
        }
    }
    return set;
}

function isTable(value: unknown): boolean {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The keys of the server's settings among those of the extension's manifest. */
export function serverKeys(properties: Readonly<Record<string, unknown>>): string[] {
    const keys = Object.keys(properties).map((name) => name.slice('oe-ls.'.length));
    // With a dot they are the extension's own.
    return keys.filter((key) => !key.includes('.'));
}
