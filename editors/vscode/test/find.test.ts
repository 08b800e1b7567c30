import assert from 'node:assert/strict';
import { test } from 'node:test';

import { findServer, type Asked, type Machine, type Seen } from '../src/server/find.ts';

const ASKED: Asked = { setting: '', folder: '/project', extension: '/extension' };

function machine(files: Record<string, Seen>, more: Partial<Machine> = {}): Machine {
    return {
        platform: 'linux',
        home: '/home/me',
        path: '/usr/bin:/opt/bin',
        look: async (file) => files[file] ?? 'nothing',
        ...more,
    };
}

const find = (asked: Partial<Asked>, files: Record<string, Seen>, more: Partial<Machine> = {}) =>
    findServer({ ...ASKED, ...asked }, machine(files, more));

test('what is set goes before what is bundled, and that before PATH', async () => {
    const files: Record<string, Seen> = {
        '/set/oe-ls': 'program',
        '/extension/server/oe-ls': 'program',
        '/opt/bin/oe-ls': 'program',
    };
    assert.deepEqual(await find({ setting: '/set/oe-ls' }, files), {
        kind: 'found',
        file: '/set/oe-ls',
        way: 'setting',
    });
    assert.deepEqual(await find({}, files), { kind: 'found', file: '/extension/server/oe-ls', way: 'bundled' });
    delete files['/extension/server/oe-ls'];
    assert.deepEqual(await find({}, files), { kind: 'found', file: '/opt/bin/oe-ls', way: 'PATH' });
});

test('what is set is never passed over', async () => {
    const bundled: Record<string, Seen> = { '/extension/server/oe-ls': 'program' };
    const sentence = async (setting: string, seen: Seen) => {
        const found = await find({ setting }, { ...bundled, [setting]: seen });
        return found.kind === 'missing' ? found.sentence : assert.fail('it was found');
    };
    const where = 'oe-ls was not found where `oe-ls.server.path` says';
    assert.equal(await sentence('/x', 'nothing'), `${where}: there is no \`/x\`. Set another path, or clear it`);
    assert.equal(await sentence('/x', 'folder'), `${where}: \`/x\` is a folder. Set another path, or clear it`);
    assert.equal(
        await sentence('/x', 'not executable'),
        `${where}: \`/x\` may not be executed. Set another path, or clear it`,
    );
});

test('a setting may begin with the home folder or the workspace', async () => {
    const file = async (setting: string, files: Record<string, Seen>, folder: string | undefined = '/project') => {
        const found = await find({ setting, folder }, files);
        return found.kind === 'found' ? found.file : undefined;
    };
    assert.equal(await file('~/bin/oe-ls', { '/home/me/bin/oe-ls': 'program' }), '/home/me/bin/oe-ls');
    assert.equal(await file('${workspaceFolder}/oe-ls', { '/project/oe-ls': 'program' }), '/project/oe-ls');
    assert.equal(await file('target/oe-ls', { '/project/target/oe-ls': 'program' }), '/project/target/oe-ls');
    assert.equal(await file('  /a/oe-ls ', { '/a/oe-ls': 'program' }), '/a/oe-ls');
    assert.equal(await file('~other/oe-ls', { '/home/me/other/oe-ls': 'program' }), undefined);
});

test('what is set may be no path at all', async () => {
    const found = await find({ setting: 3 }, { '/usr/bin/oe-ls': 'program' });
    const sentence = 'oe-ls was not found: `oe-ls.server.path` is `3`, which is not a path. Set the path, or clear it';
    assert.deepEqual(found, { kind: 'missing', sentence });
});

test('on Windows what is set may lack its .exe', async () => {
    const files = { 'C:\\oe-ls.exe': 'program' } as const;
    const found = await find({ setting: 'C:\\oe-ls' }, files, { platform: 'win32' });
    assert.deepEqual(found, { kind: 'found', file: 'C:\\oe-ls.exe', way: 'setting' });
    assert.equal((await find({ setting: '/oe-ls' }, { '/oe-ls.exe': 'program' })).kind, 'missing');
});

test('a relative path without a folder leads nowhere', async () => {
    for (const setting of ['target/oe-ls', '${workspaceFolder}/oe-ls']) {
        const asked: Asked = { setting, folder: undefined, extension: '/extension' };
        const found = await findServer(asked, machine({}));
        assert.match(found.kind === 'missing' ? found.sentence : '', /without an open folder that leads nowhere/);
    }
});

test('what was looked at is said where nothing is found', async () => {
    assert.deepEqual(await find({}, {}), {
        kind: 'missing',
        sentence:
            'oe-ls was not found: looked at `oe-ls.server.path`, the bundled program and PATH. Install it, or set the path',
    });
});

test('a program that may not be executed is named, and one behind it serves', async () => {
    const files: Record<string, Seen> = { '/usr/bin/oe-ls': 'not executable' };
    const found = await find({}, files);
    assert.match(
        found.kind === 'missing' ? found.sentence : '',
        /^oe-ls was found, but `\/usr\/bin\/oe-ls` may not be exec/,
    );
    assert.equal((await find({}, { ...files, '/opt/bin/oe-ls': 'program' })).kind, 'found');
});

test('relative entries of PATH lead nowhere', async () => {
    const found = await find(
        {},
        { 'oe-ls': 'program', './oe-ls': 'program', 'bin/oe-ls': 'program' },
        { path: ':.:bin' },
    );
    assert.equal(found.kind, 'missing');
});

test('on Windows it is a program of Windows', async () => {
    const windows = { platform: 'win32', path: '"C:\\Program Files\\oe";D:\\bin' } as const;
    const asked = { extension: 'C:\\ext', folder: 'C:\\project' };
    const onPath = await find(asked, { 'C:\\Program Files\\oe\\oe-ls.exe': 'program' }, windows);
    assert.deepEqual(onPath, { kind: 'found', file: 'C:\\Program Files\\oe\\oe-ls.exe', way: 'PATH' });
    const bundled = await find(asked, { 'C:\\ext\\server\\oe-ls.exe': 'program' }, windows);
    assert.deepEqual(bundled, { kind: 'found', file: 'C:\\ext\\server\\oe-ls.exe', way: 'bundled' });
    const relative = await find(
        { ...asked, setting: 'bin\\oe-ls.exe' },
        { 'C:\\project\\bin\\oe-ls.exe': 'program' },
        windows,
    );
    assert.deepEqual(relative, { kind: 'found', file: 'C:\\project\\bin\\oe-ls.exe', way: 'setting' });
});
