// Every setting changes what it should, and what is not set is left to oe-ls.toml.
import fs from 'node:fs';
import path from 'node:path';
import { comes, ok, same, scenario } from '../harness.mjs';
import { fakeServer } from '../fakes.mjs';

export default async function settings(test) {
  const { window, project, text, work } = test;
  const at = (name) => path.join(project, 'docs', name);
  const codes = (all) => all.map((it) => it.code).join(' ');
  const first = (all) => all[0]?.severity;

  /** Sets something, sees that it changes the findings, and that they are as before without it. */
  async function changes(file, key, value, what, wanted) {
    const before = await window.api((file) => tools.findings(file), file);
    if (wanted(before)) throw new Error(`oe-ls.${key}: it is so before it is set: ${JSON.stringify(before)}`);
    await window.set(`oe-ls.${key}`, value);
    try {
      await window.findings(`oe-ls.${key}: ${what}`, file, wanted);
    } finally {
      await window.set(`oe-ls.${key}`, undefined);
    }
    await window.findings('  and as before without it', file, (all) => JSON.stringify(all) === JSON.stringify(before));
  }

  await scenario('settings of findings', () => window.with(at('settings.md'), text, async (file) => {
    await window.findings('what is not set in VS Code is as oe-ls.toml says', file, (all) => codes(all) === 'missing-element');
    await changes(file, 'severity', { 'missing-element': 'hint' }, 'a finding is worse or less bad', (all) => first(all) === 'Hint');
    await changes(file, 'severity', { 'missing-label': 'warning' }, 'goes over oe-ls.toml', (all) => codes(all).includes('missing-label'));
    await changes(file, 'elements', { 'post-incident-review': 'optional' }, 'an element need not be there', (all) => all.length === 0);
    await changes(file, 'features', { diagnostics: false }, 'findings are switched off', (all) => all.length === 0);
    fs.writeFileSync(at('our-guide.md'), '# Our Guide\n\n## Sections\n\n### 1. Audits\n\n**Required Elements**:\n- **Trail**: who did what\n');
    await changes(file, 'guide', 'docs/our-guide.md', 'another guide', (all) => !codes(all).includes('missing-element'));
    await changes(file, 'guides', [{ file: 'docs/our-guide.md', globs: ['docs/settings.md'] }], 'another guide for one document', (all) => !codes(all).includes('missing-element'));
    fs.rmSync(at('our-guide.md'));
  }));

  await scenario('settings in a file', () => window.with(at('file.md'), text, async (file) => {
    const toml = path.join(project, 'oe-ls.toml');
    const before = fs.readFileSync(toml, 'utf8');
    try {
      await window.api((file) => tools.open(file), toml);
      await window.api((file) => tools.replace(file, '[severity]', '[severty]'), toml);
      const wrong = await window.findings('what is wrong in oe-ls.toml is found as it is typed', toml, (all) => all.length === 1);
      same([wrong[0].code, wrong[0].text], ['invalid-settings', 'severty'], '  and marked exactly');
      await window.api((file) => tools.replace(file, '[severty]', '[severity]\nmissing-element = "hint"'), toml);
      await window.findings('  and goes when it is mended', toml, (all) => all.length === 0);
      await window.command('workbench.action.files.save');
      await window.findings('what oe-ls.toml says holds as soon as it is saved', file, (all) => all.length === 1 && first(all) === 'Hint');
      fs.writeFileSync(toml, before);
      await window.findings('or written by another program', file, (all) => all.length === 1 && first(all) === 'Error');
    } finally {
      fs.writeFileSync(toml, before);
    }
  }));

  await scenario('settings of what is shown', () => window.with(at('shown.md'), `${text}\n### `, async (file) => {
    const line = text.split('\n').length;
    const shown = () => window.api(async (file, line) => ({
      hover: (await tools.hover(file, '### On-Call')) !== '',
      completion: (await tools.completions(file, line, 4)).some((it) => it.label.includes('Post-Incident')),
      actions: (await tools.actions(file, '## Incident')).some((it) => it.title.includes('Post-Incident')),
    }), file, line);
    same(await shown(), { hover: true, completion: true, actions: true }, 'help, completion and fixes are on');
    for (const [key, part] of [['hover', 'hover'], ['completion', 'completion'], ['code-actions', 'actions']]) {
      await window.set('oe-ls.features', { [key]: false });
      await comes(`oe-ls.features: ${key} is switched off, and nothing else`, shown,
        (it) => Object.entries(it).every(([name, on]) => on === (name !== part)));
    }
    await window.set('oe-ls.features', undefined);
    await comes('  and on again without it', shown, (it) => it.hover && it.completion && it.actions);
  }));

  const lessons = text.replace('### Incident Communication', '### Lessons\n\n- [ ] Somebody outside the team followed the incident procedure in an exercise without asking its authors');
  await scenario('settings of names and strictness', () => window.with(at('names.md'), lessons, async (file) => {
    await changes(file, 'also', { 'post-incident-review': ['Lessons'] }, 'a heading has another name', (all) => all[0]?.message.endsWith('nothing on `Incident Communication`'));
    await changes(file, 'checks', 'strict', 'with `strict` all is a warning at least', (all) => all.length > 1 && all.every((it) => ['Error', 'Warning'].includes(it.severity)));
  }));

  await scenario('settings of kinds', () => window.with(at('kinds.md'), '# Notes\n\n## Incident Response & Management\n\n### On-Call Management\n\nTBD\n', async (file) => {
    await changes(file, 'oe-files', ['docs/kinds.md'], 'a file is an OE document', (all) => all.length > 0);
    await window.set('oe-ls.oe-files', ['docs/*.md']);
    await window.findings('  also by a pattern', file, (all) => all.length > 0);
    await changes(file, 'not-oe-files', ['kinds.md'], 'or is none', (all) => all.length === 0);
    await window.set('oe-ls.oe-files', undefined);
    await window.findings('  and nothing is left of it', file, (all) => all.length === 0);
  }));

  // What goes over the wire, with a server that is listened to.
  await scenario('settings on the wire', () => window.with(at('wire.md'), text, async (file) => {
    const heard = path.join(work, 'heard.jsonl');
    const messages = () => fs.readFileSync(heard, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
    const sent = () => messages().filter((it) => it.method === undefined && Array.isArray(it.result)).flatMap((it) => it.result).at(-1);
    await window.set('oe-ls.server.path', fakeServer(test, 'record', heard));
    try {
      await comes('the program is the one that oe-ls.server.path names', () => messages().some((it) => it.method === 'textDocument/didOpen'));
      await window.findings('  and it serves', file, (all) => all.length === 1);
      const begin = messages().find((it) => it.method === 'initialize').params;
      const settings = [begin.initializationOptions ?? {}, sent() ?? {}];
      same(settings.map((it) => Object.keys(it['oe-ls'] ?? it)), [[], []], 'nothing is sent of what nobody set');
      await window.set('oe-ls.checks', 'strict');
      await comes('what is set is sent, and nothing else', sent, (it) => JSON.stringify(it) === '{"checks":"strict"}');
      await window.set('oe-ls.checks', undefined);
      await comes('  and no more when it is not', sent, (it) => JSON.stringify(it) === '{}');

      // What is typed with `on-save` is asked about and answered, and the finding stays as it was.
      const lines = (file) => fs.readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
      await window.set('oe-ls.run', 'on-save');
      await comes('oe-ls.run is sent', sent, (it) => it?.run === 'on-save');
      await window.api((file) => tools.replace(file, '### Incident Communication', '### Something Else'), file);
      await comes('with `on-save` the server is asked about what was typed, and answers', () => {
        const all = messages();
        const typed = all.findLastIndex((it) => it.method === 'textDocument/didChange');
        const asked = typed < 0 ? [] : all.slice(typed).filter((it) => it.method === 'textDocument/diagnostic').map((it) => it.id);
        return lines(`${heard}.answers`).some((it) => it.result !== undefined && asked.includes(it.id));
      });
      // Answers come in their order.
      await window.api((file) => tools.hover(file, '### On-Call'), file);
      const [unsaved] = await window.api((file) => tools.findings(file), file);
      ok(unsaved?.message.includes('Post-Incident') && !unsaved.message.includes('Communication'), '  but does not judge it', unsaved);
      await window.command('workbench.action.files.save');
      await window.findings('  until it is saved', file, (all) => all[0]?.message.includes('Incident Communication'));
      await window.set('oe-ls.run', undefined);

      await window.command('oe-ls.showLog');
      await window.command('workbench.action.output.activeOutputLogLevel.1');
      await comes('the talk is written down once the log has the level for it', messages, (all) => all.some((it) => it.method === '$/setTrace' && it.params.value !== 'off'));
      ok(messages().every((it) => !JSON.stringify(it).includes('telemetry')), 'nothing is sent that has to do with telemetry');
    } finally {
      await window.command('workbench.action.output.activeOutputLogLevel.3');
      await window.command('workbench.action.closePanel');
      await window.set('oe-ls.checks', undefined);
      await window.set('oe-ls.run', undefined);
      await window.set('oe-ls.server.path', undefined);
    }
    await comes('the bundled program is back', () => window.servers(), (all) => all.length === 1 && all[0].program.includes('extensions'));
  }));
}
