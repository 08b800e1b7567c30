import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Restarts } from '../src/server/restarts.ts';
import { setsServer } from '../src/server/untrusted.ts';
import { unfitting } from '../src/server/version.ts';

test('versions that differ in what they may break are told with both of them', () => {
    const told = (extension: string, version?: string) =>
        unfitting(extension, { name: 'oe-ls', version }, '/bin/oe-ls');
    assert.equal(told('0.1.0', '0.1.0'), undefined);
    assert.equal(told('0.1.0', '0.1.7'), undefined);
    assert.equal(told('1.2.0', '1.9.3'), undefined);
    assert.equal(
        told('0.2.0', '0.1.9'),
        'This extension is 0.2.0 and its server is oe-ls 0.1.9: some things may not work. Update the program `/bin/oe-ls`',
    );
    assert.match(told('0.1.0', '0.2.0') ?? '', /Update the extension$/);
    assert.match(told('0.9.0', '0.10.0') ?? '', /Update the extension$/);
    assert.match(told('1.0.0', '0.9.0') ?? '', /Update the program/);
    assert.match(told('0.1.0', undefined) ?? '', /oe-ls of no version: .*Update the program/);
});

test('a program that is not oe-ls is named', () => {
    const sentence = '`/bin/cat` does not say that it is oe-ls. Set `oe-ls.server.path` to the program, or clear it';
    assert.equal(unfitting('0.1.0', undefined, '/bin/cat'), sentence);
    assert.equal(unfitting('0.1.0', { name: 'marksman', version: '0.1.0' }, '/bin/cat'), sentence);
});

test('a server that dies is started four times in three minutes', () => {
    const restarts = new Restarts();
    const seconds = [0, 1, 2, 3, 4, 170];
    assert.deepEqual(
        seconds.map((second) => restarts.allow(second * 1000)),
        [true, true, true, true, false, false],
    );
    assert.equal(restarts.allow(180_000), true, 'the first one is long ago by now');
    assert.equal(restarts.allow(180_500), false);
    restarts.forget();
    assert.equal(restarts.allow(180_600), true, 'somebody started it by hand');
});

test('the first start in a while is worth telling of', () => {
    const restarts = new Restarts();
    const first = [0, 1, 400, 401].map((second) => (restarts.allow(second * 1000), restarts.isFirst));
    assert.deepEqual(first, [true, false, true, false]);
});

test('each start waits longer than the one before', () => {
    const restarts = new Restarts();
    const delays = [0, 1, 2, 3].map((now) => (restarts.allow(now), restarts.delay()));
    assert.deepEqual(delays, [0, 250, 500, 1000]);
});

test('a workspace that names a program is told from one that does not', () => {
    assert.equal(setsServer('{ "oe-ls.server.path": "./bin/oe-ls" }'), true);
    assert.equal(setsServer('{\n  // why\n  "oe-ls.server.path" /* here */ :\n "x", }'), true);
    assert.equal(setsServer('{ "settings": { "oe-ls.server.path": "x" } }'), true);
    assert.equal(setsServer('{ "oe-ls.server.path": "" }'), false);
    assert.equal(setsServer('{ // "oe-ls.server.path": "x"\n }'), false);
    assert.equal(setsServer('{ /* "oe-ls.server.path": "x" */ }'), false);
    assert.equal(setsServer('{ "a": "http://b", "oe-ls.server.path": "x" }'), true);
    assert.equal(setsServer('{ "oe-ls\\u002eserver.path": "x" }'), true);
    assert.equal(setsServer('{ "oe-ls.guide": "oe-ls.server.path" }'), false);
    assert.equal(setsServer(''), false);
});
