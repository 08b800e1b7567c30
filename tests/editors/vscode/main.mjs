// Packs the extension, installs it, and goes through every case. Folders: work (everything that is written here).
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { prepare } from './cases/workspaces.mjs';
import { Code, endAll, env, failed, install, launchChromium, ok, quiet, run, same, scenario, used } from './harness.mjs';

const CASES = ['pictures', 'documents', 'settings', 'servers', 'workspaces'];
const PLATFORM = `${process.platform}-${process.arch}`;

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !CASES.includes(name));
if (unknown.length > 0) {
  console.log(`not ok - there are no cases \`${unknown.join('`, `')}\`, only ${CASES.join(', ')}`);
  process.exit(2);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(2));
process.on('exit', () => {
  endAll();
  fs.rmSync(sockets, { recursive: true, force: true });
});

// A socket's path may not be long, so these are not in the folder of the run.
const sockets = fs.mkdtempSync(path.join(os.tmpdir(), 'oe-ls-test-'));

async function begin() {
  for (const name of env.PICTURES && fs.existsSync(env.PICTURES) ? fs.readdirSync(env.PICTURES) : []) {
    if (name.startsWith('failed-')) fs.rmSync(path.join(env.PICTURES, name));
  }
  const work = fs.mkdtempSync(path.join(process.cwd(), 'vscode-'));
  const extensions = path.join(work, 'extensions');
  const bin = path.join(work, 'bin');
  fs.mkdirSync(bin);
  process.env.PATH = `${bin}:${process.env.PATH}`;
  // The licences of the server's crates are no matter of this test, and take the crates.
  const licences = path.join(work, 'licences.md');
  fs.writeFileSync(licences, '# Licences\n');
  async function pack() {
    const packed = await run(path.join(env.EDITORS, 'vscode/package'),
      ['--target', PLATFORM, '--binary', env.OE_LS, '--third-party', licences, '--out', path.join(work, 'packed')]);
    await install(extensions, packed.trim().split('\n').at(-1), work);
  }
  const [browser] = await Promise.all([launchChromium(), pack()]);
  const code = await Code.start({ data: path.join(work, 'user'), socket: path.join(sockets, 'user'), extensions, settings: quiet });
  const project = fs.realpathSync(env.PROJECT);
  const text = fs.readFileSync(path.join(project, 'docs/operations.md'), 'utf8');
  return { work, sockets, extensions, bin, browser, code, project, text };
}

const test = await scenario('VS Code starts with the packed extension', async () => {
  const test = await begin();
  test.window = await test.code.open(test.browser, test.project);
  ok(true, 'VS Code starts with the packed extension');
  return test;
});
if (test !== undefined) {
  const names = CASES.filter((name) => wanted.length === 0 || wanted.includes(name));
  for (const name of names) {
    // Nothing else happens while pictures are taken; then the next windows may open.
    if (name !== 'pictures' && names.includes('workspaces')) test.prepared ??= prepare(test);
    const { default: cases } = await import(`./cases/${name}.mjs`);
    await scenario(name, () => cases(test));
  }
  if (wanted.length === 0) {
    const { commands, configuration } = await test.window.api(() => vscode.extensions.getExtension('oe-ls.oe-ls').packageJSON.contributes);
    const all = [...commands.map((it) => it.command), ...configuration.flatMap((it) => Object.keys(it.properties))];
    // The rows of the readiness view are clicked on.
    same(all.filter((name) => !used.has(name) && !name.startsWith('oe-ls.readiness.')), [], 'no command and no setting was left out');
  }
  await test.browser.browser().close();
}
process.exit(failed() === 0 ? 0 : 1);
