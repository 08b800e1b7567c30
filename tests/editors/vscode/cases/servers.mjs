// Bad luck with the server: it dies, it is missing, it is slow, it is another one. The document is never the worse for it.
import fs from 'node:fs';
import path from 'node:path';
import { comes, ok, same, scenario, until } from '../harness.mjs';
import { fakeServer } from '../fakes.mjs';

export default async function servers(test) {
  const { window, project, text, work, extensions, bin } = test;
  const at = (name) => path.join(project, 'docs', name);
  const one = (what, wanted = () => true) => comes(what, () => window.servers(), (all) => all.length === 1 && wanted(all[0]));
  const none = (what) => comes(what, () => window.servers(), (all) => all.length === 0);
  const bundled = (it) => it.program.startsWith(extensions);
  const bar = () => window.rows('#oe-ls\\.oe-ls\\.oe-ls\\.status').then((all) => all[0]);
  const works = (what, file) => window.findings(what, file, (all) => all.length === 1 && all[0].code === 'missing-element');

  /** The one message that is there, with these words and at least this button. */
  async function message(what, words, button) {
    await comes(what, () => window.messages(), (all) => all.some((it) => it.text.includes(words)));
    const all = await window.messages();
    ok(all.length === 1 && all[0].buttons.includes(button), `  in one message, with the button \`${button}\``, all);
    await window.clearMessages();
  }

  /** With this program as the server; with the bundled one again after it. */
  async function instead(program, file, body) {
    await window.clearMessages();
    await window.set('oe-ls.server.path', program);
    try {
      await body();
      same(await window.api((file) => tools.text(file), file), text, '  and the document is as it was');
    } finally {
      await window.set('oe-ls.server.path', undefined);
      await until('the bundled server is back', () => window.servers(), (all) => all.length === 1 && bundled(all[0]));
      await window.clearMessages();
    }
  }

  await scenario('restart', () => window.with(at('restart.md'), text, async (file) => {
    const before = await one('one server runs, the bundled one', bundled);
    await window.clearMessages();
    await window.command('oe-ls.restart');
    await one('the command starts another one in its place', (it) => it.pid !== before[0].pid);
    await works('with the same findings', file);
    await comes('which the status bar mentions', () => window.rows('.part.statusbar .statusbar-item'), (all) => all.includes('oe-ls was started again'));
    same(await window.messages(), [], 'and no message');
  }));

  await scenario('killed', () => window.with(at('killed.md'), text, async (file) => {
    await window.clearMessages();
    await window.api((file) => tools.replace(file, 'a primary and a secondary', 'a secondary and a primary'), file);
    const [{ pid }] = window.servers();
    process.kill(pid, 'SIGKILL');
    await one('a server that is killed is started again', (it) => it.pid !== pid);
    await works('its findings come back', file);
    same(await window.api((file) => tools.text(file), file), text.replace('a primary and a secondary', 'a secondary and a primary'),
      'the document is as it was, with what was not saved');
    await window.api((file) => tools.replace(file, '10:00 UTC; a secondary and a primary of the Reliability Team', 'TBD').then(() => tools.replace(file, 'weekly, Monday TBD', 'TBD')), file);
    await window.findings('and what is typed then is judged', file, (all) => all.length === 2 && all[1].text === 'TBD');
    await message('that is told', 'ended unexpectedly (signal SIGKILL) and was started again', 'Show Log');
  }));

  await scenario('dies again and again', () => window.with(at('dies.md'), text, async (file) => {
    const starts = path.join(work, 'starts');
    await instead(fakeServer(test, 'crash', starts), file, async () => {
      await message('a server that dies again and again is given up', 'again and again', 'Show Log');
      await none('and not started once more');
      same(fs.readFileSync(starts, 'utf8').split('\n').length - 1, 5, 'after one start and four more');
      await comes('the status bar says so', bar, (it) => it === 'OE');
    });
    await works('with another program it works again', file);
  }));

  await scenario('dies at its start', () => window.with(at('start.md'), text, async (file) => {
    const starts = path.join(work, 'first-starts');
    await instead(fakeServer(test, 'start-crash', starts), file, async () => {
      await message('a server that dies at its start is told of, with its last words', '(exit code 3): the answer to everything is missing', 'Open Settings');
      // Had it been started again by itself, it would have been before this one.
      await window.command('oe-ls.restart');
      await message('by hand it is started again', '(exit code 3)', 'Open Settings');
      same(fs.readFileSync(starts, 'utf8'), 'started\nstarted\n', 'but not by itself');
    });
  }));

  await scenario('not there', () => window.with(at('missing.md'), text, async (file) => {
    await instead('/nowhere/oe-ls', file, () => message('a program that is not there is told of, with where it should be', 'there is no `/nowhere/oe-ls`', 'Open Settings'));
    const plain = path.join(work, 'plain-file');
    fs.writeFileSync(plain, '#!/bin/sh\n', { mode: 0o644 });
    await instead(plain, file, () => message('and one that may not be executed', `\`${plain}\` may not be executed`, 'Open Settings'));
  }));

  await scenario('no path', () => window.with(at('number.md'), text, async (file) => {
    await instead(3, file, () => message('a setting that is no path is told of, and another one is taken after it', '`3`, which is not a path', 'Open Settings'));
  }));

  await scenario('dies while it is asked', () => window.with(at('asked.md'), text, async (file) => {
    await instead(fakeServer(test, 'dies-at', 'oe-ls/nextPlaceholder'), file, async () => {
      await works('a server that will die serves', file);
      await window.command('oe-ls.nextPlaceholder');
      await comes('the one that dies of a command is started again, which is told', () => window.messages(), (all) => all.some((it) => it.text.includes('was started again')));
      const all = await window.messages();
      ok(all.every((it) => !/rejected|could not do that/i.test(it.text)), '  and the command says nothing of connections', all);
    });
  }));

  await scenario('writes what is no message', () => window.with(at('garbled.md'), text, async (file) => {
    await instead(fakeServer(test, 'garbles-at', 'oe-ls/nextPlaceholder'), file, async () => {
      await works('a server that will write what is no message serves', file);
      await window.command('oe-ls.nextPlaceholder');
      await comes('it is started again, which is told with what it did', () => window.messages(), (all) => all.some((it) => it.text.includes('what is no message') && it.text.includes('was started again')));
      await works('and serves again', file);
    });
  }));

  await scenario('never answers', () => window.with(at('deaf.md'), text, async (file) => {
    await instead(fakeServer(test, 'deaf-to', 'oe-ls/nextPlaceholder'), file, async () => {
      await works('a server that will not answer serves', file);
      await window.command('oe-ls.nextPlaceholder');
      await message('that it does not answer is told', 'has not answered for 10 seconds', 'Restart');
    });
  }));

  await scenario('ended while it waits to be started again', () => window.with(at('waits.md'), text, async (file) => {
    const [starts, heard] = [path.join(work, 'waiting-starts'), path.join(work, 'heard-after')];
    const lines = (file) => fs.readFileSync(file, 'utf8').trim().split('\n');
    await instead(fakeServer(test, 'crash', starts), file, async () => {
      // The next start but this is half a second away.
      await until('three starts', () => lines(starts).length === 3);
      await until('it dies again', () => window.servers(), (all) => all.length === 0);
      await window.set('oe-ls.server.path', fakeServer(test, 'record', heard));
      // Findings may still be those of the last one.
      await until('it is told of the document', () => lines(heard).some((it) => JSON.parse(it).method === 'textDocument/didOpen'));
      await works('another program that is set while the next start is waited for serves', file);
      await one('and it alone');
      same(lines(heard).filter((it) => JSON.parse(it).method === 'initialize').length, 1, '  started once');
    });
  }));

  await scenario('another version', () => window.with(at('version.md'), text, async (file) => {
    await instead(fakeServer(test, 'version', '9.9.9'), file, async () => {
      await message('a server of another version is told of', 'oe-ls 9.9.9', 'Open Settings');
      await works('and serves as well as it can', file);
    });
  }));

  await scenario('slow', () => window.with(at('slow.md'), text, async (file) => {
    await instead(fakeServer(test, 'slow', 2500), file, async () => {
      await comes('a server that is slow is waited for', () => window.api(() => tools.oe().statusBar), (it) => it?.includes('loading'));
      await window.command('oe-ls.insertMissing', ['no-such-element']);
      await window.command('oe-ls.nextPlaceholder');
      await one('a command waits for it too');
      await works('its findings come late', file);
    });
  }));

  await scenario('the bundled program', () => window.with(at('bundled.md'), text, async (file) => {
    const [{ program }] = window.servers();
    fs.chmodSync(program, 0o644);
    await window.command('oe-ls.restart');
    await one('a bundled program that lost its right to run is mended', bundled);
    await works('and serves', file);

    const onPath = path.join(bin, 'oe-ls');
    await window.clearMessages();
    fs.renameSync(program, `${program}.away`);
    try {
      await window.command('oe-ls.restart');
      await message('without a program anywhere it is said where it was looked for', 'looked at `oe-ls.server.path`, the bundled program and PATH', 'How to Install');
      await none('and nothing runs');
      fs.copyFileSync(`${program}.away`, onPath);
      await window.command('oe-ls.restart');
      await one('the one on PATH is taken', (it) => it.program === onPath);
      await works('and serves too', file);
    } finally {
      fs.renameSync(`${program}.away`, program);
    }
    await window.command('oe-ls.restart');
    await one('the bundled one goes before it', bundled);
    fs.rmSync(onPath);
  }));
}
