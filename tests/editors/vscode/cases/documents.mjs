// What is said and done in documents: findings, help, completion, fixes and every command, by the API of VS Code.
import fs from 'node:fs';
import path from 'node:path';
import { comes, env, ok, plain, run, same, scenario, until } from '../harness.mjs';

const HEADING = '## Incident Response & Management';
const REVIEW = '### Post-Incident Review';

export default async function documents({ window, project, text }) {
  const at = (name) => path.join(project, 'docs', name);
  const only = (code) => (all) => all.length === 1 && all[0].code === code;
  const source = (file) => window.api((file) => tools.text(file), file);
  const selected = () => window.api(() => tools.selected());

  await scenario('findings', () => window.with(at('findings.md'), text, async (file) => {
    const [missing] = await window.findings('one finding on opening: the missing element', file, only('missing-element'));
    same([missing.text, missing.range, missing.severity], [HEADING, [7, 0, 7, HEADING.length], 'Error'], 'it marks the heading, as an error');

    await window.api((file) => tools.replace(file, 'weekly, Monday 10:00 UTC; a primary and a secondary of the Reliability Team', 'TBD'), file);
    const typed = await window.findings('TBD as the value of a label is found as it is typed', file, (all) => all.length === 2);
    same([typed[1].code, typed[1].text, typed[1].range], ['unfilled-placeholder', 'TBD', [21, 24, 21, 27]], 'exactly these letters are marked');
    await window.api((file) => tools.replace(file, 'TBD', 'weekly'), file);
    await window.findings('the finding goes when it is replaced', file, only('missing-element'));
  }));

  await scenario('help', () => window.with(at('help.md'), text, async (file) => {
    const help = await window.api((file) => tools.hover(file, '### On-Call Management'), file);
    ok(help.includes('**On-Call Management** · required in *Incident Response & Management*') && help.includes('**Good**'),
      'help on a heading says what the guide asks for', help);
  }));

  await scenario('completion', () => window.with(at('completion.md'), `${text}\n### `, async (file) => {
    const line = text.split('\n').length;
    const items = await window.api((file, line) => tools.completions(file, line, 4), file, line);
    const item = items.find((it) => it.label.includes('Post-Incident Review'));
    ok(item?.snippet && item.insert.includes('${1:'), 'completion offers the missing element, with tab stops', items);
  }));

  await scenario('quick fix', () => window.with(at('fix.md'), text, async (file) => {
    const titles = await window.api(async (file) => (await tools.actions(file, '## Incident')).map((it) => it.title), file);
    ok(titles.includes('Insert "Post-Incident Review"'), 'there is a quick fix for the missing element', titles);
  }));

  await scenario('fix all', () => window.with(at('all.md'), text.replace('### On-Call', '#### On-Call'), async (file) => {
    await window.findings('a heading at a wrong level is found', file, (all) => all.some((it) => it.code === 'heading-level'));
    await window.command('oe-ls.fixAll');
    await comes('fix all mends it', () => source(file), (now) => now.includes('\n### On-Call'));
    await window.findings('and inserts no text of its own', file, only('missing-element'));
    await window.command('workbench.action.files.save');
    same(fs.readFileSync(file, 'utf8'), text, 'it is saved to the disk as it should be');
  }));

  const waiting = text.replace('weekly, Monday 10:00 UTC; a primary', 'TBD').replace(/TBD and .*/, 'TBD')
    .replace(/(\*\*Escalation Procedures\*\*): .*/, '$1: [Who is called next]');
  await scenario('placeholders', () => window.with(at('placeholders.md'), waiting, async () => {
    for (const [command, next] of [['next', 'TBD'], ['next', '[Who is called next]'], ['next', 'TBD'], ['previous', '[Who is called next]']]) {
      await window.command(`oe-ls.${command}Placeholder`);
      await comes(`the ${command} placeholder is selected: ${next}`, selected, (it) => it.text === next);
    }
    await window.command('workbench.action.splitEditor');
    const columns = () => window.api(() => vscode.window.visibleTextEditors.map((it) => [it.viewColumn, it === vscode.window.activeTextEditor]));
    await comes('beside it the document is shown once more', columns, (all) => all.length === 2 && all.some(([column, active]) => column === 2 && active));
    for (let times = 0; times < 2; times += 1) {
      const before = await selected();
      await window.command('oe-ls.nextPlaceholder');
      await comes('there the next placeholder is selected', selected, (it) => it.text !== '' && `${it.range}` !== `${before.range}`);
      same(await window.api(() => vscode.window.activeTextEditor.viewColumn), 2, '  in the editor that one is in');
    }
  }));

  await scenario('insert by name', () => window.with(at('insert.md'), text, async (file) => {
    await window.command('oe-ls.insertMissing', ['incident-response-and-management/post-incident-review']);
    await comes('what is named is inserted', () => source(file), (now) => now.includes(REVIEW));
    await comes('and its first placeholder is selected', selected, (it) => /^\[[^\]]+\]$/.test(it.text));
    await window.findings('the finding goes', file, (all) => all.length > 0 && !all.some((it) => it.code === 'missing-element'));
  }));

  await scenario('insert from the list', () => window.with(at('list.md'), text, async (file) => {
    const command = window.command('oe-ls.insertMissing');
    await comes('a list shows what is missing', () => window.rows('.quick-input-list .monaco-list-row'),
      (rows) => rows.some((it) => it.includes('Post-Incident Review')));
    await window.page.keyboard.type('review');
    await window.page.keyboard.press('ArrowDown');
    await window.page.keyboard.press('Enter');
    await comes('Enter takes the row that it is pressed on', () => source(file), (now) => now.includes(REVIEW));
    await command;
    await window.command('undo');
    const again = window.command('oe-ls.insertMissing');
    await window.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Post-Incident Review' }).click();
    await window.page.locator('.quick-input-widget .monaco-button', { hasText: 'OK' }).click();
    await comes('so does a tick', () => source(file), (now) => now.includes(REVIEW));
    await again;
  }));

  await scenario('insert by the name of what is inside', () => window.with(at('inside.md'), text.replace(/oe:\n.*\n/, 'oe: true\n'), async () => {
    const command = window.command('oe-ls.insertMissing');
    await window.page.locator('.quick-input-widget input[type=text]:visible').fill('logg');
    const rows = await comes('a missing section is found by the name of an element', () => window.rows('.quick-input-list .monaco-list-row'), (rows) => rows.length > 0 && rows.length < 4);
    ok(rows.some((it) => it.includes('Logging')), '  which it shows', rows);
    await window.page.keyboard.press('Escape');
    await command;
  }));

  const gaps = waiting.replace(/### Incident Communication\n\n.*\n/, '### Incident Communication\n');
  await scenario('readiness', () => window.with(at('readiness.md'), gaps, async (file) => {
    await window.command('oe-ls.showReadiness');
    const tree = await comes('the readiness view has a row for each section', () => window.api(() => tools.oe().readiness), (it) => it.length > 0);
    const incidents = tree.find((it) => it.id === 'incident-response-and-management');
    same(incidents?.children.map((it) => [it.label, it.state]), [
      ['Incident Classification', 'present'],
      ['Incident Response Procedures', 'present'],
      ['On-Call Management', 'placeholder'],
      ['Incident Communication', 'empty'],
      ['Post-Incident Review', 'missing'],
    ], 'and for each element, with what is there, to fill in, empty or missing');
    const row = (label) => window.page.locator('.pane-body .monaco-list-row', { hasText: label });
    await row('On-Call Management').click();
    await comes('a click on a row leads there', selected, (it) => it.range[0] === 19);
    await row('Post-Incident Review').click();
    await comes('a click on what is missing inserts it', () => source(file), (now) => now.includes(REVIEW));
    await comes('and the row follows', () => window.api(() => tools.oe().readiness.find((it) => it.id === 'incident-response-and-management').children.at(-1).state),
      (state) => state === 'placeholder');
    await window.command('workbench.action.closeSidebar');
  }));

  await scenario('status', () => window.with(at('status.md'), text, async (file) => {
    const bar = () => window.rows('#oe-ls\\.oe-ls\\.oe-ls\\.status').then((all) => all[0]);
    await comes('the status bar says how many elements are there', bar, (it) => it === 'OE 4/5');
    await window.api((file) => tools.replace(file, '### Incident Communication', '### Something Else'), file);
    await comes('and follows what is typed', bar, (it) => it === 'OE 3/5');
    await window.api((file) => tools.open(file), path.join(project, 'README.md'));
    await comes('of another file it says that it is none', bar, (it) => it === 'OE –');
    const item = window.page.locator('#oe-ls\\.oe-ls\\.oe-ls\\.status [aria-label*="Operational Excellence"]').first();
    ok(/Not an OE document; .{10}/.test(await item.getAttribute('aria-label')), '  and why', await item.getAttribute('aria-label'));
    await window.command('workbench.action.openWalkthrough', 'oe-ls.oe-ls#start');
    await comes('beside documents it says nothing', bar, (it) => it === undefined);
    await window.command('workbench.action.closeActiveEditor');
    await comes('  and of a document again', bar, (it) => it === 'OE –');
  }));

  await scenario('treat as', () => window.with(at('plain.md'), '# Notes\n\n## Security\n\nTBD\n', async (file) => {
    await window.command('oe-ls.treatAsOe');
    await comes('a file is treated as an OE document by its front matter', () => source(file), (now) => now.startsWith('---\noe: true\n---\n'));
    await window.findings('and judged', file, (all) => all.length > 0);
    await window.command('oe-ls.treatAsOther');
    await comes('or is not', () => source(file), (now) => now.startsWith('---\noe: false\n---\n'));
    await window.findings('and left alone', file, (all) => all.length === 0);
    for (const [text, what, offered] of [['true', 'to exclude an OE document', 'Exclude This File'], ['false', 'to treat another file as one', 'Treat This File']]) {
      await window.api((file, text) => tools.replace(file, /oe: (true|false)/.exec(vscode.window.activeTextEditor.document.getText())[0], `oe: ${text}`), file, text);
      await until('how it stands', () => window.api(() => tools.oe().statusBar), (it) => it?.startsWith('OE –') === (text === 'false'));
      await comes(`the palette offers ${what}, and not the other`, async () => {
        await window.page.keyboard.press('Escape');
        await window.page.keyboard.press('F1');
        await window.page.locator('.quick-input-widget input').first().fill('>This File OE Document');
        await window.page.locator('.quick-input-list .monaco-list-row', { hasText: 'This File' }).first().waitFor({ timeout: 2000 });
        return (await window.rows('.quick-input-list .monaco-list-row')).filter((it) => /(Treat|Exclude) This File/.test(it));
      }, (rows) => rows.length === 1 && rows[0].includes(`Operational Excellence: ${offered}`));
      await window.page.keyboard.press('Escape');
    }
  }));

  await scenario('new document', async () => {
    await window.command('oe-ls.newDocument');
    const made = await comes('a new document is opened', () => window.api(() => {
      const { document } = vscode.window.activeTextEditor;
      return { scheme: document.uri.scheme, file: document.uri.fsPath, language: document.languageId, text: document.getText() };
    }), (it) => it.scheme === 'untitled' && it.text.includes(HEADING));
    same([made.language, path.isAbsolute(made.file)], ['markdown', false], 'in Markdown, and nowhere yet');
    await comes('its first placeholder is selected', selected, (it) => /^\[[^\]]+\]$/.test(it.text));
    await comes('and what waits to be filled in is found', () => window.api(() => vscode.languages.getDiagnostics(vscode.window.activeTextEditor.document.uri)
      .filter((it) => it.source === 'oe-ls').map((it) => it.code.value ?? it.code)), (all) => all.includes('unfilled-placeholder') && !all.includes('missing-element'));
    await window.page.keyboard.press('Control+S');
    await comes('saving it asks where to', () => window.page.locator('.quick-input-widget:visible').innerText().then(plain), (it) => it.includes('Save'));
    await window.page.keyboard.press('Escape');
    await window.api(() => tools.closeAll());
  });

  await scenario('guide', () => window.with(at('guide.md'), text, async () => {
    await window.command('oe-ls.openGuide');
    const shown = await comes('the guide is opened', () => window.api(() => {
      const { document } = vscode.window.activeTextEditor;
      return { uri: document.uri.toString(), text: document.getText() };
    }), (it) => it.text.includes('Required Elements'));
    same(await window.api((uri) => vscode.languages.getDiagnostics(vscode.Uri.parse(uri)).length, shown.uri), 0, 'with nothing found in it');
    const restored = (name) => window.api((name) => vscode.workspace.openTextDocument(vscode.Uri.parse(`oe-ls-guide:/${name}.md`)).then((it) => it.getText()), name);
    ok((await restored('restored')).includes('Required Elements'), 'a tab with it that was left open has its text');
    fs.writeFileSync(at('our-guide.md'), '# Our Guide\n\n## Sections\n\n### 1. Audits\n\n**Required Elements**:\n- **Trail**: who did what\n');
    await window.set('oe-ls.guide', 'docs/our-guide.md');
    let times = 0;
    await comes('  or says where the guide is, if the workspace has one of its own', () => restored(`restored-${(times += 1)}`),
      (it) => it === `This workspace has a guide of its own: ${at('our-guide.md')}\n`);
    await window.set('oe-ls.guide', undefined);
    fs.rmSync(at('our-guide.md'));
  }));

  await scenario('debug information', () => window.with(at('debug.md'), text, async () => {
    await window.api(() => vscode.env.clipboard.writeText(''));
    await window.command('oe-ls.copyDebugInformation');
    const copied = await comes('the debug information is in the clipboard', () => window.api(() => vscode.env.clipboard.readText()));
    const version = (await run(env.OE_LS, ['--version'])).trim().replace('oe-ls ', '');
    ok(copied.includes(`server version: ${version}`) && copied.includes('(bundled)') && copied.includes('OE 4/5'),
      'with the server, its version and how the document stands', copied);
    ok(!copied.includes('Parcel') && !copied.includes('debug.md'), 'and nothing of the document itself', copied);
    await window.clearMessages();
  }));

  await scenario('log', async () => {
    await window.command('oe-ls.showLog');
    await comes('the log is shown', () => window.page.locator('.part.panel .monaco-select-box').evaluateAll((all) => all.map((it) => it.value ?? it.innerText)), (all) => all.join().includes('Operational Excellence'));
    await window.command('workbench.action.closePanel');
  });

  await scenario('schema', async () => {
    await window.clearMessages();
    await window.command('oe-ls.associateSchema');
    await comes('without Even Better TOML it is said that it is missing', () => window.messages(), (all) => all.length === 1 && all[0].text.includes('Even Better TOML') && all[0].buttons.includes('Install'));
    await window.clearMessages();
  });

  await scenario('walkthrough', async () => {
    await window.command('workbench.action.openWalkthrough', 'oe-ls.oe-ls#start');
    await comes('the walkthrough is there', () => window.page.locator('.gettingStartedContainer').innerText().then(plain),
      (all) => all.includes('Write an Operational Excellence document') && all.includes('Begin with a document'));
    await window.command('workbench.action.closeAllEditors');
  });

  await scenario('line ends', async () => {
    const windows = fs.readFileSync(path.join(project, 'docs/windows.md'), 'utf8');
    await window.with(at('crlf.md'), windows, async (file) => {
      const all = await window.findings('the placeholder behind emoji is found', file, (all) => all.length === 2);
      same([all[1].code, all[1].text], ['unfilled-placeholder', '[Minutes until the first answer]'], 'it is marked exactly');
      await window.command('oe-ls.insertMissing', ['incident-response-and-management/post-incident-review']);
      await comes('text is inserted', () => source(file), (now) => now.includes(REVIEW));
      await window.api((file) => tools.replace(file, '[Minutes until the first answer]', '15 minutes'), file);
      await window.findings('the finding goes when it is filled in', file, (all) => !all.some((it) => it.text.startsWith('[Minutes')));
      await window.command('workbench.action.files.save');
      const saved = fs.readFileSync(file, 'utf8');
      ok(saved.includes(`${REVIEW}\r\n`) && !/[^\r]\n/.test(saved), 'every line still ends as on Windows', JSON.stringify(saved));
      ok(saved.startsWith(windows.slice(0, windows.indexOf('[Minutes'))), 'and what was there is as it was', JSON.stringify(saved));
    });
  });

  await scenario('other files', () => window.with(at('beside.md'), text, async (file) => {
    const readme = path.join(project, 'README.md');
    await window.api((file) => tools.open(file), readme);
    await window.api((file) => tools.replace(file, '# Parcel Tracking', '# Parcel  Tracking'), readme);
    const help = await window.api((file) => tools.hover(file, '## Security'), readme);
    // The server has answered for this file, and after that for another one.
    await window.api((file) => tools.replace(file, '### Incident Communication', '### Something Else'), file);
    await window.findings('a change beside it is found', file, (all) => all.some((it) => it.message.includes('Incident Communication')));
    same([help, await window.api((file) => tools.findings(file), readme)], ['', []], 'README.md is left alone');
    const titles = await window.api(async (file) => (await tools.actions(file, '## Security')).map((it) => it.title), readme);
    same(titles.filter((it) => /^Insert "|^Ignore|OE document/.test(it)), [], 'and nothing is offered in it');
  }));

  await scenario('renamed', () => window.with(at('old-name.md'), text, async (file) => {
    const named = at('new-name.md');
    await window.api(async (from, to) => {
      const edit = new vscode.WorkspaceEdit();
      edit.renameFile(vscode.Uri.file(from), vscode.Uri.file(to));
      await vscode.workspace.applyEdit(edit);
    }, file, named);
    await window.findings('a renamed file takes its findings along', named, only('missing-element'));
    await window.findings('and leaves none behind', file, (all) => all.length === 0);
    await window.api((file) => tools.replace(file, 'weekly, Monday 10:00 UTC; a primary and a secondary of the Reliability Team', 'TBD'), named);
    await window.findings('it is judged under its new name', named, (all) => all.length === 2);
    fs.rmSync(named);
    await window.api(() => tools.closeAll());
    await window.findings('a file that was deleted while open leaves none behind', named, (all) => all.length === 0);
  }));

  await scenario('another server beside', () => window.with(at('links.md'), `${text.replace(/\[(incident-.*)\]/, '\n    - $1')}\nSee [the plan](nowhere.md).\n`, async (file) => {
    const all = () => window.api((file) => tools.findings(file, null), file);
    await window.set('markdown.validate.enabled', true);
    try {
      const both = await comes("VS Code's own check of links stands beside", all, (it) => it.length > 1);
      same(both.map((it) => [it.source, it.code]), [['oe-ls', 'missing-element'], [null, 'link.no-such-file']], 'each finding once');
      await window.api((file) => tools.replace(file, 'nowhere.md', 'operations.md'), file);
      await comes('each goes by itself', all, (it) => it.length === 1 && it[0].code === 'missing-element');
      const end = await window.api((file) => tools.replace(file, 'See [the', '### \n\nSee [the').then(() => tools.place(file, '### \n')).then(({ place }) => tools.flat(place)), file);
      const items = await window.api((file, line) => tools.completions(file, line, 4), file, end[0]);
      same(items.filter((it) => it.label.includes('Post-Incident Review')).length, 1, 'completion offers an element once');
    } finally {
      await window.set('markdown.validate.enabled', undefined);
    }
  }));
}
