// More than one folder, more than one window, and a folder that is not trusted.
import fs from 'node:fs';
import path from 'node:path';
import { Code, comes, ok, quiet, same, scenario } from '../harness.mjs';
import { fakeServer } from '../fakes.mjs';

/** Windows take long to open, and that can be waited for beside other cases. */
export function prepare(test) {
  const { browser, code, text, work, sockets, extensions } = test;

  function folder(name, files) {
    for (const [file, content] of Object.entries({ 'docs/operations.md': text, ...files })) {
      const full = path.join(work, name, file);
      fs.mkdirSync(path.dirname(full), { recursive: true });
      fs.writeFileSync(full, typeof content === 'string' ? content : JSON.stringify(content));
    }
    return path.join(work, name);
  }

  async function several() {
    const folders = [
      folder('one', { 'oe-ls.toml': '[severity]\nmissing-element = "hint"\n' }),
      folder('two', { 'oe-ls.toml': '[severity]\nmissing-element = "information"\n' }),
      folder('three', { '.vscode/settings.json': { 'oe-ls.severity': { 'missing-element': 'warning' } } }),
    ];
    const file = path.join(work, 'several.code-workspace');
    const settings = { 'oe-ls.severity': { 'missing-label': 'off' } };
    fs.writeFileSync(file, JSON.stringify({ folders: folders.map((path) => ({ path })), settings }));
    return { folders, window: await code.open(browser, file) };
  }

  async function untrusted() {
    const heard = path.join(work, 'heard-untrusted');
    const settings = { 'oe-ls.server.path': fakeServer(test, 'record', heard), 'oe-ls.severity': { 'missing-element': 'hint' } };
    const place = folder('untrusted', { '.vscode/settings.json': settings });
    const code = await Code.start({ data: path.join(work, 'careful'), socket: path.join(sockets, 'careful'), extensions,
      settings: { ...quiet, 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' } });
    return { code, place, heard, window: await code.open(browser, place) };
  }

  const all = { several: several(), untrusted: untrusted() };
  // Whoever waits for them is told.
  for (const one of Object.values(all)) one.catch(() => {});
  return all;
}

export default async function workspaces(test) {
  const { window, project, text, extensions } = test;
  const prepared = test.prepared ?? prepare(test);

  const document = (folder) => path.join(folder, 'docs/operations.md');
  const show = (window, file) => window.api((file) => tools.open(file), file);

  await scenario('several folders, and two windows', async () => {
    const { folders, window: other } = await prepared.several;
    const [one, two, three] = folders;
    try {
      await comes('a window has the folders of its workspace', () => other.api(() => vscode.workspace.workspaceFolders?.map((it) => it.uri.fsPath)),
        (all) => all?.length === folders.length);
      for (const [folder, severity] of [[one, 'Hint'], [two, 'Information'], [three, 'Warning']]) {
        await show(other, document(folder));
        await other.findings(`folder ${path.basename(folder)} of several is judged by its own settings, and by those of all`,
          document(folder), (all) => all.length === 1 && all[0].severity === severity);
      }
      same(other.servers().length, 1, 'and one server for all');

      const shared = document(project);
      await show(window, shared);
      await show(other, shared);
      for (const [name, its] of [['first', window], ['second', other]]) {
        await its.findings(`a file is judged in the ${name} of two windows`, shared, (all) => all.length === 1);
      }
      await window.api((file) => tools.replace(file, '### Incident Communication', '### Something Else'), shared);
      await window.findings('what is typed in one', shared, (all) => all[0]?.message.includes('Incident Communication'));
      ok(!(await other.api((file) => tools.findings(file), shared))[0].message.includes('Incident Communication'), '  is nothing to the other');
      await window.command('workbench.action.files.save');
      await other.findings('  until it is saved', shared, (all) => all[0]?.message.includes('Incident Communication'));
      same(await other.api((file) => tools.text(file), shared), fs.readFileSync(shared, 'utf8'), '  and both have the same text');
    } finally {
      await window.api(() => tools.closeAll());
      fs.writeFileSync(document(project), text);
      await other.close();
    }
  });

  await scenario('a folder that is not trusted', async () => {
    const { code: careful, place, heard, window: other } = await prepared.untrusted;
    try {
      await show(other, document(place));
      await other.findings('a folder that is not trusted is served, by its settings', document(place), (all) => all[0]?.severity === 'Hint');
      const running = other.servers();
      ok(running.length === 1 && running[0].program.startsWith(extensions), 'but not by the program that it names', running);
      await comes('which is said', () => other.messages(), (all) => all.length === 1 && all[0].text.includes('not trusted') && all[0].buttons.includes('Manage Trust'));
      ok(!fs.existsSync(heard), 'and that program was never started');
    } finally {
      await other.close();
      await careful.stop();
    }
  });
}
