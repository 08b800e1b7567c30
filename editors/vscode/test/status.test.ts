import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Status } from '../src/protocol.ts';
import { shown } from '../src/status/text.ts';

const STATUS: Status = {
    uri: 'file:///ops.md',
    kind: 'oe',
    why: 'front matter',
    guide: 'operational-excellence',
    settings: '/w/oe-ls.toml',
    elements: { required: 31, present: 29 },
    counts: { error: 2, warning: 0, information: 0, hint: 0 },
    health: 'error',
    message: '29 of 31 elements, 2 errors',
};

test('an OE document shows its elements, and why it is one', () => {
    assert.deepEqual(shown('running', STATUS), {
        text: 'OE 29/31',
        lines: [
            '29 of 31 elements, 2 errors',
            'Taken for an OE document: front matter',
            'Guide: operational-excellence',
            'Settings: /w/oe-ls.toml',
            'Click to show its readiness',
        ],
        colour: 'error',
        command: 'oe-ls.showReadiness',
    });
});

test('colours tell the health', () => {
    const colour = (health: Status['health']) => shown('running', { ...STATUS, health })?.colour;
    assert.deepEqual((['ok', 'warning', 'error'] as const).map(colour), [undefined, 'warning', 'error']);
});

test('other files are told of quietly', () => {
    const message = "not an OE document: 2 of the guide's sections by heading, it takes 4";
    const other: Status = { ...STATUS, kind: 'other', elements: null, settings: null, health: 'ok', message };
    const what = shown('running', other);
    assert.equal(what?.text, 'OE –');
    assert.equal(what?.colour, undefined);
    assert.deepEqual(what?.lines, [message.replace('not', 'Not')]);
});

test('guides and settings are called what they are', () => {
    const of = (kind: Status['kind']) => shown('running', { ...STATUS, kind, elements: null, message: kind })?.text;
    assert.deepEqual([of('guide'), of('settings')], ['OE guide', 'OE settings']);
});

test('nothing is shown of what nothing is known of', () => {
    assert.equal(shown('running', undefined), undefined);
});

test('a server that is not there says so', () => {
    const off = shown({ off: 'oe-ls was not found' }, undefined);
    assert.deepEqual(off?.lines, ['oe-ls was not found', 'Click to start it again']);
    assert.equal(off?.command, 'oe-ls.restart');
    assert.equal(shown('starting', STATUS)?.text, 'OE $(loading~spin)');
});
