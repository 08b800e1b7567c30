// What every case stands on: VS Code's server, windows of it in Chromium, and what is said of the checks.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { isDeepStrictEqual, inspect } from 'node:util';
import { createRequire } from 'node:module';

export const env = process.env;
export const here = import.meta.dirname;
const PATIENCE = 1000 * (process.env.OE_LS_TEST_PATIENCE ?? 60);

// -- What is said ----------------------------------------------------------------------------------------------------

let failures = 0;
export const failed = () => failures;

/** One line for one thing that is asserted. */
export function ok(held, what, instead) {
  if (held) console.log(`ok - ${what}`);
  else {
    failures += 1;
    console.log(`not ok - ${what}`);
    if (instead !== undefined) console.log(indent(typeof instead === 'string' ? instead : inspect(instead, { depth: 8 })));
  }
  return held;
}

export const same = (is, should, what) =>
  ok(isDeepStrictEqual(is, should), what, `is ${inspect(is, { depth: 8 })}\nshould be ${inspect(should, { depth: 8 })}`);

const indent = (text) => text.replace(/^/gm, '  ').trimEnd();

/** Goes through one case; what it throws is a failure of that case alone. */
export async function scenario(name, body) {
  const start = performance.now();
  try {
    return await body();
  } catch (error) {
    ok(false, name, error instanceof Late ? error.message : error.stack);
    return undefined;
  } finally {
    if (env.OE_LS_TEST_TIMES) console.log(`# ${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
  }
}

class Late extends Error {}

/** Waits until `look` gives something that `wanted` holds for; null, false and exceptions are not it. */
export async function until(what, look, wanted = Boolean, patience = PATIENCE) {
  const end = performance.now() + patience;
  let last;
  for (;;) {
    try {
      last = await look();
      if (wanted(last)) return last;
    } catch (error) {
      last = error;
    }
    if (performance.now() > end) {
      throw new Late(`${what}: not within ${patience / 1000} s; last: ${inspect(last, { depth: 8 }).slice(0, 2000)}`);
    }
    await new Promise((resume) => setTimeout(resume, 30));
  }
}

/** `until`, as an assertion: says that it came, or what was there instead. */
export async function comes(what, look, wanted, patience) {
  try {
    const value = await until(what, look, wanted, patience);
    ok(true, what);
    return value;
  } catch (error) {
    ok(false, what, error.message);
    throw new Told();
  }
}

/** Has been told by a line of its own. */
class Told extends Late {
  message = 'what comes after the line above was left out';
}

// -- Programs --------------------------------------------------------------------------------------------------------

const groups = new Set();

/** Starts a program in a process group of its own. */
export function start(program, args, options = {}) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, ...options });
  groups.add(child.pid);
  child.output = '';
  child.on('error', (error) => (child.output += error));
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => (child.output += data));
  child.ended = new Promise((resolve) => child.on('close', (code) => resolve(code)));
  return child;
}

/** Runs a program to its end; throws with its output if that is not 0. */
export async function run(program, args, options) {
  const child = start(program, args, options);
  const code = await child.ended;
  groups.delete(child.pid);
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${child.output}`);
  return child.output;
}

export function endAll() {
  for (const group of groups) {
    try {
      process.kill(-group, 'SIGKILL');
    } catch {}
  }
  groups.clear();
}

// -- VS Code ---------------------------------------------------------------------------------------------------------

const codeServer = env.EDITOR_PROGRAM ?? path.join(env.TOOLS, 'code-server/node_modules/code-server/out/node/entry.js');

/** Quiet, nothing that moves, and room for what the pictures show. What is not named here is as VS Code comes. */
export const quiet = {
  'breadcrumbs.enabled': false,
  'chat.disableAIFeatures': true,
  'editor.cursorBlinking': 'solid',
  'editor.hover.delay': 100,
  'editor.minimap.enabled': false,
  'editor.stickyScroll.enabled': false,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'files.autoSave': 'off',
  'remote.autoForwardPorts': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'window.autoDetectColorScheme': false,
  'window.commandCenter': false,
  'workbench.activityBar.location': 'hidden',
  'workbench.colorTheme': 'Default Light Modern',
  'workbench.layoutControl.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

function environment(socket) {
  // As from a shell, so that it asks none for the variables.
  return { ...env, VSCODE_CLI: '1', EXTENSIONS_GALLERY: '{"serviceUrl":""}', OE_LS_TEST_SOCKET: socket };
}

/** Puts the driver and the extension in `vsix` into the folder `extensions`. */
export async function install(extensions, vsix, work) {
  fs.mkdirSync(extensions);
  fs.cpSync(path.join(here, 'driver'), path.join(extensions, 'oe-ls-test.driver-1.0.0'), { recursive: true });
  return run(process.execPath, [codeServer, '--extensions-dir', extensions, '--user-data-dir', path.join(work, 'install'),
    '--install-extension', vsix], { env: environment('') });
}

/** A running VS Code with a user of its own. */
export class Code {
  static async start({ data, socket, extensions, settings }) {
    const code = new Code();
    Object.assign(code, { data, socket });
    code.windows = [];
    code.settings = path.join(code.data, 'User/settings.json');
    fs.mkdirSync(path.dirname(code.settings), { recursive: true });
    fs.writeFileSync(code.settings, JSON.stringify(settings, null, 2));
    code.listener = net.createServer((socket) => code.#connected(socket));
    code.listener.listen(code.socket);
    await once(code.listener, 'listening');
    code.process = start(process.execPath, [codeServer, '--auth', 'none', '--bind-addr', '127.0.0.1:0', '--disable-telemetry',
      '--disable-update-check', '--disable-getting-started-override', '--user-data-dir', code.data,
      '--extensions-dir', extensions], { env: environment(code.socket), cwd: data });
    code.url = await until('code-server listens', () => {
      if (code.process.exitCode !== null) throw new Error(code.process.output);
      return /HTTP server listening on (http:\S+?)\/?\s/.exec(code.process.output)?.[1];
    });
    return code;
  }

  #connected(socket) {
    const window = { socket, calls: new Map(), last: 0 };
    let rest = '';
    socket.setEncoding('utf8');
    socket.on('error', () => {});
    socket.on('close', () => {
      window.closed = true;
      for (const { reject } of window.calls.values()) reject(new Error('the extension host has ended'));
    });
    socket.on('data', (data) => {
      const lines = (rest + data).split('\n');
      rest = lines.pop();
      for (const line of lines) {
        const message = JSON.parse(line);
        if ('window' in message) this.windows.push(Object.assign(window, { name: message.window, pid: message.pid }));
        else {
          const call = window.calls.get(message.id);
          window.calls.delete(message.id);
          if ('error' in message) call.reject(new Error(message.error));
          else call.resolve(message.value);
        }
      }
    });
  }

  /**
   * Opens a folder or a `.code-workspace` in a page, and waits until the window knows its folders. Now and then one
   * of several folders never does, whatever extensions it has, and shows none; a person would load it again.
   */
  async open(context, place) {
    for (let tries = 3; ; tries -= 1) {
      const window = await this.#load(context, place);
      const known = () => window.api(() => vscode.workspace.workspaceFolders?.length);
      try {
        await until(`the folders of ${place}`, known, (n) => n > 0, tries > 1 ? PATIENCE / 6 : PATIENCE);
        return window;
      } catch (error) {
        if (tries === 1) throw error;
        console.log(`# ${place} is loaded again: ${error.message}`);
        await window.close();
      }
    }
  }

  async #load(context, place) {
    const before = this.windows.length;
    const kind = place.endsWith('.code-workspace') ? 'workspace' : 'folder';
    const page = await context.newPage();
    await page.goto(`${this.url}/?${kind}=${encodeURI(place)}`, { timeout: PATIENCE });
    await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: PATIENCE });
    // Others may be opening beside it, and the host of one that was closed may live on.
    const host = await until(`the extension host of ${place}`, () => this.windows.slice(before).find((it) => it.name === place && !it.closed));
    return new Window(page, host);
  }

  async stop() {
    this.listener.close();
    try {
      process.kill(-this.process.pid, 'SIGKILL');
    } catch {}
    groups.delete(this.process.pid);
    await this.process.ended;
  }
}

/** The commands that were called and the settings that were set. */
export const used = new Set();

/** One window: `page` is what a person sees, `api` calls a function in the extension host. */
class Window {
  constructor(page, host) {
    Object.assign(this, { page, host });
  }

  /** Calls `body`, which sees `vscode`, `require` and the arguments, and nothing else from here. */
  api(body, ...args) {
    const id = ++this.host.last;
    return new Promise((resolve, reject) => {
      if (this.host.closed) reject(new Error('the extension host has ended'));
      this.host.calls.set(id, { resolve, reject });
      this.host.socket.write(`${JSON.stringify({ id, source: body.toString(), args })}\n`);
    });
  }

  command(name, ...args) {
    used.add(name);
    return this.api((name, ...args) => vscode.commands.executeCommand(name, ...args).then(() => null), name, ...args);
  }

  /** The findings on a file, once they are as they should be. */
  findings(what, file, wanted) {
    return comes(what, () => this.api((file) => tools.findings(file), file), wanted);
  }

  /** Opens a file with this text, waits for the first findings, goes through `body`, and closes it again. */
  async with(file, text, body) {
    await this.api((file, text) => tools.open(file, text), file, text);
    try {
      if (text.includes('oe:')) {
        await until(`findings on ${path.basename(file)}`, () => this.api((file) => tools.findings(file), file), (all) => all.length > 0);
      }
      await body(file);
    } catch (error) {
      await this.failed(path.basename(file, '.md'));
      throw error;
    } finally {
      await this.api(() => tools.closeAll());
      fs.rmSync(file, { force: true });
    }
  }

  /** A picture for the README, once nothing moves any more. */
  async picture(name) {
    if (!env.PICTURES) return;
    let last;
    const now = await until(`nothing moves in ${name}.png`, async () => {
      const before = last;
      last = await this.page.screenshot();
      return before?.equals(last) && last;
    });
    fs.mkdirSync(env.PICTURES, { recursive: true });
    fs.writeFileSync(path.join(env.PICTURES, `${name}.png`), now);
  }

  /** A picture of what is there, for whoever looks into a failure. */
  async failed(name) {
    if (env.PICTURES) await this.page.screenshot({ path: path.join(env.PICTURES, `failed-${name}.png`) }).catch(() => {});
  }

  /** The rows of a list in the page, as a person reads them. */
  async rows(list) {
    return (await this.page.locator(list).allInnerTexts()).map(plain);
  }

  /** Every message that was shown since they were last cleared, with its buttons. */
  async messages() {
    await this.command('notifications.showList');
    const items = this.page.locator('.notifications-center .notification-list-item');
    return Promise.all((await items.all()).map(async (item) => ({
      text: plain(await item.locator('.notification-list-item-message').innerText({ timeout: 2000 })),
      buttons: (await item.locator('.monaco-button').allInnerTexts()).map(plain),
    })));
  }

  clearMessages() {
    return this.command('notifications.clearAll');
  }

  set(key, value) {
    used.add(key);
    return this.api((key, value) => vscode.workspace.getConfiguration().update(key, value ?? undefined, vscode.ConfigurationTarget.Global), key, value);
  }

  /** The servers that the extension host runs: those of its processes that `server` is said to. */
  servers() {
    return children(this.host.pid)
      .map((pid) => ({ pid, words: read(`/proc/${pid}/cmdline`).split('\0') }))
      .filter(({ words }) => words.includes('server'))
      .map(({ pid, words }) => ({ pid, program: words.find((word) => word.endsWith('oe-ls')) ?? words[0] }));
  }

  close() {
    return this.page.close();
  }
}

const read = (file) => {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

/** The processes that this one has started and that are not over. */
function children(pid) {
  const all = fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return all.filter((name) => {
    const [state, parent] = read(`/proc/${name}/stat`).split(') ').at(-1).split(' ');
    return Number(parent) === pid && state !== 'Z';
  }).map(Number);
}

/** VS Code writes no-break spaces where spaces would be lost. */
export const plain = (text) => text.replaceAll('\u00a0', ' ').replace(/\s*\n\s*/g, ' ').trim();

function onPath(name) {
  const found = env.PATH.split(path.delimiter).map((folder) => path.join(folder, name)).find((file) => fs.existsSync(file));
  if (found === undefined) throw new Error(`${name} is not on PATH: run tests/editors/setup vscode`);
  return found;
}

export async function launchChromium() {
  const require = createRequire(path.join(env.TOOLS, 'vscode/package.json'));
  const { chromium } = require('playwright-core');
  const browser = await chromium.launch({
    executablePath: onPath('chromium'),
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
  });
  const permissions = ['clipboard-read', 'clipboard-write'];
  // One context for all windows, so that what is loaded once is in its cache.
  const context = await browser.newContext({ viewport: { width: 1024, height: 640 }, deviceScaleFactor: 1.25, permissions });
  context.setDefaultTimeout(10_000);
  return context;
}
