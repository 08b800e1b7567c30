// Programs to be named by `oe-ls.server.path`.
import fs from 'node:fs';
import path from 'node:path';
import { env, here } from './harness.mjs';

let made = 0;

/** A program that runs fake-server.mjs in this mode, in front of the real server. */
export function fakeServer({ work }, mode, value) {
  const words = [process.execPath, path.join(here, 'fake-server.mjs'), mode, String(value), env.OE_LS];
  const file = path.join(work, `server-${(made += 1)}-${mode}`);
  fs.writeFileSync(file, `#!/bin/sh\nexec ${words.map((word) => `'${word}'`).join(' ')} "$@"\n`, { mode: 0o755 });
  return file;
}
