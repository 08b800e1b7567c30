import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Readiness } from '../src/protocol.ts';
import { choices, find, progress, tree } from '../src/readiness/model.ts';

const at = (line: number) => ({ start: { line, character: 3 }, end: { line, character: 9 } });

const READINESS: Readiness = {
    elements: { required: 6, present: 3, written: 2 },
    sections: [
        {
            id: 'payments',
            title: 'Payments',
            state: 'present',
            range: at(4),
            elements: [
                { id: 'payments/ledger', name: 'Ledger', state: 'placeholder', range: at(6) },
                { id: 'payments/refunds', name: 'Refunds', state: 'missing' },
                { id: 'payments/limits', name: 'Limits', state: 'empty', range: at(9) },
            ],
        },
        {
            id: 'reports',
            title: 'Reports',
            state: 'present',
            range: at(12),
            elements: [{ id: 'reports/closing', name: 'Closing', state: 'present', range: at(14) }],
        },
        {
            id: 'audits',
            title: 'Audits',
            state: 'missing',
            elements: [
                { id: 'audits/trail', name: 'Trail', state: 'missing' },
                { id: 'audits/access', name: 'Access', state: 'present', range: at(15) },
            ],
        },
        { id: 'notes', title: 'Notes', state: 'present', range: at(20), elements: [] },
    ],
};

test('a section says what is left to do in it', () => {
    const rows = tree(READINESS).map(({ label, state, description }) => `${label}: ${state}: ${description}`);
    assert.deepEqual(rows, [
        'Payments: partial: 1 missing, 1 empty, 1 to fill in',
        'Reports: present: ',
        'Audits: missing: missing',
        'Notes: present: ',
    ]);
});

test('an element says how it stands', () => {
    const rows = tree(READINESS)[0]?.children.map(
        ({ label, state, description }) => `${label}: ${state}: ${description}`,
    );
    assert.deepEqual(rows, [
        'Ledger: placeholder: to fill in',
        'Refunds: missing: missing',
        'Limits: empty: says nothing yet',
    ]);
});

test('a row inserts what is missing of it and nothing that is there', () => {
    const inserts = tree(READINESS)
        .flatMap((node) => [node, ...node.children])
        .map(({ id, insert }) => [id, ...insert]);
    assert.deepEqual(
        inserts.filter(({ length }) => length > 1),
        [
            ['payments', 'payments/refunds'],
            ['payments/refunds', 'payments/refunds'],
            ['audits', 'audits'],
            ['audits/trail', 'audits/trail'],
        ],
    );
});

test('a row is found by its identifier', () => {
    assert.equal(find(tree(READINESS), 'payments/limits')?.range?.start.line, 9);
    assert.equal(find(tree(READINESS), 'audits')?.range, undefined);
    assert.equal(find(tree(READINESS), 'payments/none'), undefined);
});

test('whole sections and the elements of others can be picked', () => {
    assert.deepEqual(choices(READINESS), [
        { id: 'payments/refunds', label: 'Refunds', section: 'Payments', elements: [] },
        { id: 'audits', label: 'Audits', section: undefined, elements: ['Trail'] },
    ]);
});

test('progress is told in elements that say something', () => {
    assert.equal(progress(READINESS.elements), '2 of 6 written, 4 to fill in');
    assert.equal(progress({ required: 6, present: 6, written: 6 }), '6 of 6 written');
    assert.equal(progress({ required: 6, present: 3 }), '3 of 6 written, 3 to fill in');
});
