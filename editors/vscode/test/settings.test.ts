import assert from 'node:assert/strict';
import { test } from 'node:test';

import { serverKeys, whatIsSet, type Inspected } from '../src/settings.ts';

const set = (values: Record<string, Inspected>) => whatIsSet(Object.keys(values), (key) => values[key]);

test("only what somebody has set is told: defaults would override the project's own settings", () => {
    const inspected = { run: { defaultValue: 'on-type' }, guide: {}, checks: { globalValue: 'strict' } };
    assert.deepEqual(set(inspected as Record<string, Inspected>), { checks: 'strict' });
});

test('what is set for a folder goes over the workspace, and that over the user', () => {
    const all = { globalValue: 'a', workspaceValue: 'b', workspaceFolderValue: 'c' };
    assert.deepEqual(set({ guide: all }), { guide: 'c' });
    assert.deepEqual(set({ guide: { globalValue: 'a', workspaceValue: 'b' } }), { guide: 'b' });
});

test('tables are joined, lists are not', () => {
    const user = { 'missing-label': 'off', 'section-order': 'hint' };
    assert.deepEqual(set({ severity: { globalValue: user, workspaceValue: { 'section-order': 'error' } } }), {
        severity: { 'missing-label': 'off', 'section-order': 'error' },
    });
    assert.deepEqual(set({ 'oe-files': { globalValue: ['a', 'b'], workspaceValue: ['c'] } }), { 'oe-files': ['c'] });
});

test('a field that was cleared is not set; an empty list and false are', () => {
    assert.deepEqual(set({ guide: { globalValue: 'a.md', workspaceValue: '' } }), { guide: 'a.md' });
    assert.deepEqual(set({ guide: { workspaceValue: '' } }), {});
    assert.deepEqual(set({ 'oe-files': { workspaceValue: [] } }), { 'oe-files': [] });
});

test("the extension's own settings are not the server's", () => {
    assert.deepEqual(serverKeys({ 'oe-ls.severity': {}, 'oe-ls.server.path': {} }), ['severity']);
});
