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
    elements: { required: 31, present: 29, written: 3 },
    counts: { error: 2, warning: 0, information: 0, hint: 0 },
    health: 'error',
    message: '29 of 31 elements, 2 errors',
};

test('an OE document shows its elements, and why it is one', () => {
    assert.deepEqual(shown('running', STATUS), {
        text: 'OE 3/31 $(error)',
        lines: [
            '3 of 31 written, 28 to fill in, 2 errors',
            'Taken for an OE document: front matter',
            'Guide: operational-excellence',
            'Settings: /w/oe-ls.toml',
            'Click to show its readiness',
        ],
        colour: undefined,
        command: 'oe-ls.showReadiness',
    });
});

test('findings have a sign at most; a server that is off has a colour', () => {
    const of = (health: Status['health']) => shown('running', { ...STATUS, health });
    const signs = (['ok', 'warning', 'error'] as const).map((health) => of(health)?.text);
    assert.deepEqual(signs, ['OE 3/31', 'OE 3/31', 'OE 3/31 $(error)']);
    assert.equal(of('error')?.colour, undefined);
    assert.equal(shown({ off: 'oe-ls was not found' }, STATUS)?.colour, 'error');
});

test('a server that does not tell what is written is taken at what is there', () => {
    const what = shown('running', { ...STATUS, health: 'ok', elements: { required: 31, present: 29 } });
    assert.equal(what?.text, 'OE 29/31');
    assert.equal(what?.lines[0], '29 of 31 written, 2 to fill in, 2 errors');
    const beside = shown('running', { ...STATUS, elements: { required: 31, present: 29 }, written: 4 });
    assert.equal(beside?.text, 'OE 4/31 $(error)');
});

test('of other files it is said why they are none, once', () => {
    const other: Status = { ...STATUS, kind: 'other', elements: null, settings: null, health: 'ok' };
    const lines = (message: string, why: string) => shown('running', { ...other, message, why })?.lines;
    const why = 'none of its headings is clearly a section of the guide';
    assert.equal(shown('running', other)?.text, 'OE –');
    assert.deepEqual(lines('not an OE document', why), ['Not an OE document', why.replace('none', 'None')]);
    assert.deepEqual(lines('not an OE document: its name', 'its name'), ['Not an OE document: its name']);
});

test('guides and settings are called what they are', () => {
    const of = (kind: Status['kind']) =>
        shown('running', { ...STATUS, kind, elements: null, message: kind, health: 'ok' })?.text;
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
