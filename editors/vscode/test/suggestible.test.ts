import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isBegun, isMeant } from '../src/suggestible.ts';

test('headings and labels are typed on, prose and values are not', () => {
    for (const before of ['### P', '# On-C', '  ## 4.1 In', '- **Esc', '  * **On-Call S']) {
        assert.ok(isBegun(before), before);
    }
    for (const before of [
        '',
        '###',
        '### ',
        'the cod',
        '    ### P',
        '- ',
        '- **',
        '- **Owner**: Pro',
        '- P',
        '#hash',
        'a **b',
    ]) {
        assert.ok(!isBegun(before), before);
    }
});

test('an item is meant if it goes on from what was typed', () => {
    const range = { start: { line: 3, character: 2 }, end: { line: 3, character: 7 } };
    const item = {
        label: 'Post-Incident Review',
        filterText: '### Post-Incident Review',
        textEdit: { range, newText: '' },
    };
    assert.ok(isMeant(item, '  ### po'));
    assert.ok(!isMeant(item, '  ### Co'));
    assert.ok(!isMeant({ label: 'Post' }, 'Code'));
    assert.ok(isMeant({ label: 'Post' }, 'po'));
});
