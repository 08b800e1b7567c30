// Makes the settings in package.json from the server's schema: `npm run settings`. A test holds them fresh.

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const MANIFEST = new URL('../package.json', import.meta.url);
const SCHEMA = new URL('../../../server/docs/schema.json', import.meta.url);

/** They mean something on the command line only. */
const LEFT_OUT = ['fail-on'];

/** The settings of the extension itself. */
const OWN = {
    title: 'The program',
    order: 2,
    properties: {
        'oe-ls.server.path': {
            type: 'string',
            default: '',
            scope: 'machine-overridable',
            order: 1,
            markdownDescription:
                'The program `oe-ls`. Left empty, the one that came with the extension is started, or the one on PATH. ' +
                '`~`, `${workspaceFolder}` and paths from the first folder are understood. A workspace that is not ' +
                'trusted cannot set it.',
        },
    },
};

/** `contributes.configuration` for this schema. */
export function configuration(schema) {
    const properties = {};
    for (const [key, value] of Object.entries(schema.properties)) {
        if (LEFT_OUT.includes(key)) {
            continue;
        }
        const { description, ...form } = inlined(value, schema.$defs);
        properties[`oe-ls.${key}`] = {
            ...form,
            default: form.default ?? nothing(form.type),
            scope: 'resource',
            order: Object.keys(properties).length + 1,
            markdownDescription: `${description} Goes over what \`oe-ls.toml\` says.`,
        };
        // Nothing at all is what a setting that nobody made holds.
        delete properties[`oe-ls.${key}`].minLength;
    }
    return [{ title: 'Documents', order: 1, properties }, OWN];
}

/** With each reference in the place of what refers to it, as VS Code wants it. */
function inlined(value, defs) {
    if (Array.isArray(value)) {
        return value.map((item) => inlined(item, defs));
    }
    if (typeof value !== 'object' || value === null) {
        return value;
    }
    const { $ref, ...rest } = value;
    const whole = { ...($ref === undefined ? {} : defs[$ref.replace('#/$defs/', '')]), ...rest };
    const typed = Array.isArray(whole.enum) ? { type: 'string', ...whole } : whole;
    const entries = Object.entries(typed).map(([key, item]) => [key, inlined(item, defs)]);
    return Object.fromEntries(entries);
}

function nothing(type) {
    return { array: [], object: {}, string: '' }[type];
}

export function read() {
    const json = (url) => JSON.parse(readFileSync(url, 'utf8'));
    return { manifest: json(MANIFEST), schema: json(SCHEMA) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    const { manifest, schema } = read();
    manifest.contributes.configuration = configuration(schema);
    writeFileSync(MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`);
}
