import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

// @ts-expect-error: a script, which has no types
import { configuration, read } from '../scripts/settings.mjs';

const root = new URL('../', import.meta.url);
const text = (path: string) => readFileSync(new URL(path, root), 'utf8');
const { manifest, schema } = read();
const { contributes } = manifest;
const sources = readdirSync(new URL('src', root), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => text(`src/${file}`))
    .join('\n');

test("the settings are those of the server's schema; if not: npm run settings", () => {
    assert.deepEqual(contributes.configuration, configuration(schema));
});

test('every setting of the server is there but what means nothing in an editor', () => {
    const made = Object.keys(contributes.configuration[0].properties).map((key) => key.replace('oe-ls.', ''));
    assert.deepEqual(
        made,
        Object.keys(schema.properties).filter((key) => key !== 'fail-on'),
    );
    assert.doesNotMatch(JSON.stringify(contributes.configuration), /\$ref/);
});

test('the version is that of the server', () => {
    const cargo = /^version = "(.*)"/m.exec(text('../../Cargo.toml'))?.[1];
    assert.equal(manifest.version, cargo);
    assert.equal(JSON.parse(text('package-lock.json')).version, cargo);
    assert.match(text('CHANGELOG.md'), new RegExp(`^## ${cargo?.replaceAll('.', '\\.')}\\b`, 'm'));
});

test('the lock file names no host that packages come from', () => {
    const { packages } = JSON.parse(text('package-lock.json'));
    const resolved = Object.values<{ resolved?: string }>(packages).filter((entry) => entry.resolved !== undefined);
    assert.deepEqual(resolved, []);
});

test('each command is registered, and each that is registered is contributed', () => {
    const contributed = contributes.commands.map(({ command }: { command: string }) => command);
    const body = /const handlers[^{]*\{([^]*?)\n    \};/.exec(text('src/commands/register.ts'))?.[1] ?? '';
    const registered = [...body.matchAll(/^ {8}'?([\w.]+)'?: /gm)].map(([, name]) => `oe-ls.${name}`);
    assert.deepEqual(contributed, registered);
});

test('what is referred to by name exists', () => {
    const known = new Set(contributes.commands.map(({ command }: { command: string }) => command));
    const whole = JSON.stringify(contributes) + sources;
    for (const [, name] of whole.matchAll(/(?:command:|onCommand:|executeCommand\(')(oe-ls\.[\w.]+)/g)) {
        assert.ok(known.has(name) || name === 'oe-ls.readiness.focus', `${name} is no command`);
    }
    const media = contributes.walkthroughs[0].steps.map(({ media }: { media: { markdown: string } }) => media.markdown);
    assert.deepEqual(
        media.filter((path: string) => !existsSync(new URL(path, root))),
        [],
    );
    for (const key of [...contributes.menus['view/title'], ...contributes.menus.commandPalette]) {
        assert.ok(known.has(key.command), `${key.command} is no command`);
    }
});

test('every picture of the README is there', () => {
    const pictures = [...text('README.md').matchAll(/\]\((images\/[^)]+)\)/g)].map(([, path]) => path ?? '');
    assert.ok(pictures.length > 0);
    assert.deepEqual(
        pictures.filter((path) => !existsSync(new URL(path, root))),
        [],
    );
});

test('what VS Code shows as plain text has no back-ticks', () => {
    const steps = contributes.walkthroughs[0].steps.map(({ description }: { description: string }) => description);
    assert.doesNotMatch(steps.join('\n'), /`/);
});

test('each step of the walkthrough is ticked by the commands that it names', () => {
    for (const { description, completionEvents } of contributes.walkthroughs[0].steps) {
        const named = [...description.matchAll(/\(command:([^)]+)\)/g)].map(([, command]) => `onCommand:${command}`);
        assert.deepEqual(completionEvents, named);
    }
});

test('what is for a document is offered in Markdown, and only one of the two kinds that it can be made', () => {
    const when = (name: string) =>
        contributes.menus.commandPalette.find(({ command }: { command: string }) => command === `oe-ls.${name}`)?.when;
    for (const name of ['nextPlaceholder', 'previousPlaceholder', 'insertMissing', 'fixAll']) {
        assert.equal(when(name), 'editorLangId == markdown', name);
    }
    assert.equal(when('treatAsOe'), 'editorLangId == markdown && oe-ls.kind != oe');
    assert.equal(when('treatAsOther'), 'editorLangId == markdown && oe-ls.kind == oe');
});

test('keys are bound in OE documents only', () => {
    for (const { when } of contributes.keybindings) {
        assert.match(when, /editorTextFocus && oe-ls\.kind == oe/);
    }
});

test('an untrusted workspace sets no program, and nothing else activates it than Markdown', () => {
    assert.deepEqual(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations, ['oe-ls.server.path']);
    assert.equal(contributes.configuration[1].properties['oe-ls.server.path'].scope, 'machine-overridable');
    assert.deepEqual(manifest.activationEvents, ['onLanguage:markdown']);
});
