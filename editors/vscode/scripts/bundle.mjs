// Makes the one file that VS Code loads, and the notices of those whose code is in it.

import { readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = join(dirname(fileURLToPath(import.meta.url)), '..');

const { metafile } = await build({
    absWorkingDir: here,
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/extension.js',
    bundle: true,
    platform: 'node',
    // What VS Code 1.91 runs extensions on.
    target: 'node20',
    format: 'cjs',
    external: ['vscode'],
    // The ES modules of the protocol packages go into one file, their others do not.
    mainFields: ['module', 'main'],
    minify: true,
    keepNames: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
});
await writeFile(join(here, 'dist', 'THIRD-PARTY.md'), await notices(Object.keys(metafile.inputs)));

async function notices(inputs) {
    const folders = inputs.map((input) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0]);
    const parts = ['# Third-party code in this extension\n'];
    for (const folder of [...new Set(folders.filter(Boolean))].sort()) {
        const { name, version, license } = JSON.parse(await readFile(join(here, folder, 'package.json'), 'utf8'));
        const file = (await readdir(join(here, folder))).find((file) => /^licen[cs]e/i.test(file));
        if (file === undefined) {
            throw new Error(`${name} comes without its licence`);
        }
        const text = (await readFile(join(here, folder, file), 'utf8')).replaceAll('\r', '').trim();
        parts.push(`## ${name} ${version} (${license})\n\n\`\`\`text\n${text}\n\`\`\`\n`);
    }
    return parts.join('\n');
}
