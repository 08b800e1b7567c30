// One way through, as a person goes it: with the mouse and the keys, and with a picture of each step.
import fs from 'node:fs';
import path from 'node:path';
import { comes, env, ok, plain, run, until } from '../harness.mjs';

export default async function pictures(test) {
  const file = path.join(test.project, 'docs/operations.md');
  try {
    await walk(test, file);
  } catch (error) {
    await test.window.failed('pictures');
    throw error;
  } finally {
    await test.window.api(() => tools.closeAll());
    fs.writeFileSync(file, test.text);
  }
}

async function walk({ window, project }, file) {
  const { page } = window;
  const selected = () => window.api(() => tools.selected());

  // Opened, one finding; another one typed.
  await page.keyboard.press('Control+B');
  await page.keyboard.press('Control+P');
  await page.locator('.quick-input-widget input').fill('operations.md');
  await until('the file in the list', () => window.rows('.quick-input-list .monaco-list-row'), (all) => all[0]?.includes('operations.md'));
  await page.keyboard.press('Enter');
  await comes('the missing element is underlined', () => page.locator('.squiggly-error').count(), (n) => n === 1);
  await page.keyboard.press('Control+Shift+M');
  const problems = () => window.rows('.markers-panel .monaco-list-row');
  await comes('the problems name it, and only it', problems,
    (all) => all.length === 2 && all[1].includes('says nothing on `Post-Incident Review`') && all[1].includes('missing-element'));
  await page.keyboard.press('Control+1');
  await page.keyboard.press('Control+Home');
  for (let line = 1; line < 12; line += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Home');
  for (let step = 0; step < '- **P1 (Critical)**: '.length; step += 1) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+End');
  await page.keyboard.press('Shift+End');
  await page.keyboard.type('TBD');
  await comes('a placeholder is underlined as soon as it is typed', () => page.locator('.squiggly-warning').count(), (n) => n === 1);
  await comes('and is among the problems', problems, (all) => all.length === 3 && all[2].includes('unfilled-placeholder'));
  await window.picture('problems');
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Control+F8');
  await comes('Ctrl+F8 leads to it', selected, (it) => it.text === 'TBD');
  await window.command('workbench.action.closePanel');
  await window.command('workbench.action.files.revert');
  await comes('it goes when it is taken back', () => page.locator('.squiggly-warning').count(), (n) => n === 0);

  // Help. What moves under a mouse that stands still shows nothing.
  const heading = page.locator('.view-line').filter({ hasText: '###' }).filter({ hasText: 'On-Call' }).locator('span span').last();
  await comes('help shows under the mouse', async () => {
    await page.mouse.move(5, 5);
    await heading.hover();
    const shown = page.locator('.monaco-hover:visible').first();
    await shown.waitFor({ timeout: 2000 });
    return plain(await shown.innerText());
  }, (text) => text.includes('On-Call Management') && text.includes('required in'));
  await window.picture('hover');
  await page.mouse.move(5, 5);
  await page.keyboard.press('Escape');

  // Completion, with nothing but keys.
  await page.keyboard.press('Control+1');
  await page.keyboard.press('Control+End');
  await page.keyboard.type('\n### ');
  await comes('completion comes up while typing', () => window.rows('.suggest-widget.visible .monaco-list-row'),
    (all) => all.some((it) => it.includes('Post-Incident Review')));
  await page.keyboard.press('Control+Space');
  await comes('with what the guide asks for', () => page.locator('.suggest-details-container:visible').innerText().then(plain),
    (text) => text.includes('required in'));
  await window.picture('completion');
  await page.keyboard.press('Tab');
  const first = await comes('once it is taken, its first placeholder is selected', selected, (it) => /^\[.+\]$/.test(it.text));
  await page.keyboard.type('Within five working days');
  await page.keyboard.press('Tab');
  await comes('a tab leads to the next', selected, (it) => /^\[.+\]$/.test(it.text) && it.text !== first.text);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');

  // A heading that was left half-written, and prose.
  await window.command('workbench.action.files.revert');
  await page.keyboard.press('Control+End');
  await page.keyboard.type('\n### P');
  await until('completion', () => page.locator('.suggest-widget.visible').count(), (n) => n > 0);
  await page.keyboard.press('Escape');
  await until('no completion', () => page.locator('.suggest-widget.visible').count(), (n) => n === 0);
  await page.keyboard.type('o');
  await comes('completion comes up again when a half-written heading is typed on', () => window.rows('.suggest-widget.visible .monaco-list-row'),
    (all) => all.some((it) => it.includes('Post-Incident Review')));
  await page.keyboard.press('Escape');
  await window.command('workbench.action.files.revert');
  const readme = path.join(project, 'README.md');
  const before = fs.readFileSync(readme, 'utf8');
  await window.api((file) => tools.open(file), readme);
  await page.keyboard.press('Control+End');
  await page.keyboard.type('see the link');
  const suggests = await window.api(() => vscode.workspace.getConfiguration('editor', vscode.window.activeTextEditor.document).get('quickSuggestions').other);
  if (suggests === 'on') {
    // Keys that come fast may outrun the list: the last one is typed again until it is there.
    await comes('words are suggested in prose', async () => {
      const list = page.locator('.suggest-widget.visible .monaco-list-row').first();
      if (await list.waitFor({ timeout: 1000 }).then(() => true, () => false)) return true;
      await page.keyboard.press('Backspace');
      await page.keyboard.type('k');
      return false;
    });
  }
  await page.keyboard.press('Enter');
  await comes('Enter at the end of a line of prose stays Enter', () => window.api((file) => tools.text(file), readme), (now) => now === `${before}see the link\n`);
  await window.api(() => vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor'));
  await until('the missing element is underlined again', () => page.locator('.squiggly-error').count(), (n) => n === 1);

  // The quick fix.
  await page.keyboard.press('Control+Home');
  for (let line = 1; line < 8; line += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Control+.');
  await comes('the quick fix is in the menu', () => window.rows('.action-widget .monaco-list-row'),
    (all) => all.some((it) => it === 'Insert "Post-Incident Review"'));
  await window.picture('quick-fix');
  await page.locator('.action-widget .monaco-list-row', { hasText: 'Insert "Post-Incident Review"' }).click();
  await comes('the quick fix inserts it', () => window.api((file) => tools.text(file), file), (text) => text.includes('### Post-Incident Review'));
  await page.keyboard.press('Control+S');
  await comes('it is saved', () => fs.readFileSync(file, 'utf8'), (text) => text.includes('### Post-Incident Review'));
  const left = await run(env.OE_LS, ['check', '--fail-on', 'error', '--format', 'concise', file], { cwd: project });
  ok(!left.includes('error['), '`oe-ls check` finds no error in what is on the disk', left);

  // The readiness view, of a document that is under way.
  await window.api(async (file) => {
    await tools.replace(file, '[incident-response-and-management]', '[incident-response-and-management, security-operations]');
    await tools.replace(file, 'Support hears of it in the channel, customers on the status page within 30 minutes of a P1.\n', '');
    const { uri, place } = await tools.place(file, '### Post-Incident Review');
    const edit = new vscode.WorkspaceEdit();
    const { lineCount } = await tools.document(file);
    edit.replace(uri, new vscode.Range(place.start.line, 0, lineCount, 0), '## Security Operations\n\n### Threat Detection\n\n- **Detection Methods**: TBD\n');
    await vscode.workspace.applyEdit(edit);
    await vscode.commands.executeCommand('workbench.action.files.save');
    await vscode.commands.executeCommand('oe-ls.showReadiness');
  }, file);
  await page.locator('.pane-header', { hasText: path.basename(project) }).click();
  await comes('the readiness view shows sections and elements', () => window.rows('.pane-body .monaco-list-row'),
    (all) => ['Incident Response & Management', 'Post-Incident Review', 'Security Operations'].every((name) => all.some((it) => it.includes(name))));
  // Pulled to a width at which the names can be read.
  const side = await page.locator('.part.sidebar').boundingBox();
  const edge = side.x + side.width + 2;
  await page.mouse.move(edge, 300);
  await page.mouse.down();
  await page.mouse.move(400, 300, { steps: 8 });
  await page.mouse.up();
  await page.mouse.move(700, 300);
  await window.picture('readiness');
  await page.locator('.pane-header', { hasText: path.basename(project) }).click();
  await page.keyboard.press('Control+B');
}
