// One way through, as a person goes it: with the mouse and the keys, and with a picture of each step.
import fs from 'node:fs';
import path from 'node:path';
import { comes, env, ok, run, same, until } from '../harness.mjs';

export default async function pictures({ window, project }) {
  const { page } = window;
  const file = path.join(project, 'docs/operations.md');
  const rows = (list) => page.locator(list).allInnerTexts().then((all) => all.map(plain));

  async function picture(name) {
    if (!env.PICTURES) return;
    fs.mkdirSync(env.PICTURES, { recursive: true });
    await page.screenshot({ path: path.join(env.PICTURES, `${name}.png`) });
  }

  // Opened, one finding.
  await page.keyboard.press('Control+P');
  await page.locator('.quick-input-widget input').fill('operations.md');
  await until('the file in the list', () => rows('.quick-input-list .monaco-list-row'), (all) => all[0]?.includes('operations.md'));
  await page.keyboard.press('Enter');
  await comes('the missing element is underlined', () => page.locator('.squiggly-error').count(), (n) => n > 0);
  await page.keyboard.press('Control+Shift+M');
  await comes('the problems name it', () => rows('.markers-panel .monaco-list-row'),
    (all) => all.some((it) => it.includes('says nothing on `Post-Incident Review`') && it.includes('missing-element')));
  await picture('problems');
  await page.keyboard.press('Control+Shift+M');

  // Help.
  await page.locator('.view-line', { hasText: 'On-Call' }).filter({ hasText: '###' }).locator('span span').last().hover();
  await comes('help shows under the mouse', () => page.locator('.monaco-hover:visible').first().innerText().then(plain),
    (text) => text.includes('On-Call Management') && text.includes('required in'));
  await picture('hover');
  await page.keyboard.press('Escape');

  // Completion, with nothing but keys.
  await page.locator('.view-line').first().click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('\n### ');
  await comes('completion comes up while typing', () => rows('.suggest-widget.visible .monaco-list-row'),
    (all) => all.some((it) => it.includes('Post-Incident Review')));
  await picture('completion');
  await page.keyboard.press('Tab');
  const first = await comes('the first tab stop is selected', () => window.api(() => tools.selected()),
    (it) => it.text.startsWith('['));
  await page.keyboard.type('Within five working days');
  await page.keyboard.press('Tab');
  await comes('a tab leads to the next', () => window.api(() => tools.selected()),
    (it) => it.text.startsWith('[') && it.text !== first.text);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await window.api(() => vscode.commands.executeCommand('workbench.action.files.revert'));

  // The quick fix.
  await page.locator('.view-line', { hasText: 'Response' }).filter({ hasText: '##' }).first().click();
  await page.keyboard.press('Control+.');
  await comes('the quick fix is in the menu', () => rows('.action-widget .monaco-list-row'),
    (all) => all.some((it) => it === 'Insert "Post-Incident Review"'));
  await picture('quick-fix');
  await page.locator('.action-widget .monaco-list-row', { hasText: 'Insert "Post-Incident Review"' }).click();
  await comes('the quick fix inserts it', () => window.api((file) => tools.text(file), file), (text) => text.includes('### Post-Incident Review'));
  await page.keyboard.press('Control+S');
  await comes('it is saved', () => fs.readFileSync(file, 'utf8'), (text) => text.includes('### Post-Incident Review'));
  const left = await run(env.OE_LS, ['check', '--fail-on', 'error', '--format', 'concise', 'docs/operations.md'], { cwd: project });
  ok(!left.includes('error['), '`oe-ls check` finds no error in what is on the disk', left);

  // The readiness view.
  await window.api(() => vscode.commands.executeCommand('oe-ls.showReadiness'));
  await comes('the readiness view shows sections and elements', () => rows('.pane-body .monaco-list-row'),
    (all) => all.some((it) => it.includes('Incident Response & Management')) && all.some((it) => it.includes('Post-Incident Review')));
  await picture('readiness');
}

/** VS Code writes no-break spaces where spaces would be lost. */
const plain = (text) => text.replaceAll('\u00a0', ' ').replace(/\s*\n\s*/g, ' ').trim();
