// A server as it should not be, or one that is listened to: stands between the extension and the real one.
//
//   fake-server.mjs record FILE   writes what the client sends to FILE, and what it is answered to FILE.answers, a
//                                 message a line
//   fake-server.mjs dies-at METHOD   dies as soon as it is asked for that
//   fake-server.mjs garbles-at METHOD   writes what is no message before it answers that
//   fake-server.mjs deaf-to METHOD   never answers that
//   fake-server.mjs version X     says that it is version X
//   fake-server.mjs slow MS       begins only after MS milliseconds
//   fake-server.mjs start-crash FILE   notes its start in FILE and dies
//   fake-server.mjs crash FILE    notes its start in FILE, answers, and dies soon after
//
// Further arguments are the real server's program and its arguments.
import { spawn } from 'node:child_process';
import fs from 'node:fs';

const [mode, value, program, ...args] = process.argv.slice(2);

if (mode === 'start-crash') {
  fs.appendFileSync(value, 'started\n');
  console.error('the answer to everything is missing');
  process.exit(3);
}
if (mode === 'crash') fs.appendFileSync(value, 'started\n');
if (mode === 'slow') await new Promise((resume) => setTimeout(resume, Number(value)));

const server = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
server.on('exit', (code, signal) => process.exit(signal ? 1 : code));
process.stdin.on('end', () => server.stdin.end());
server.stdin.on('error', () => {});
process.stdout.on('error', () => process.exit(1));

relay(process.stdin, server.stdin, (message) => {
  if (mode === 'record') fs.appendFileSync(value, `${JSON.stringify(message)}\n`);
  if (mode === 'crash' && message.method === 'initialized') setTimeout(() => server.kill('SIGKILL'), 200);
  if (mode === 'dies-at' && message.method === value) server.kill('SIGKILL');
  if (mode === 'garbles-at' && message.method === value) process.stdout.write('thinking about it\r\n\r\n');
  return mode === 'deaf-to' && message.method === value ? undefined : message;
});
relay(server.stdout, process.stdout, (message) => {
  if (mode === 'record') fs.appendFileSync(`${value}.answers`, `${JSON.stringify(message)}\n`);
  if (mode === 'version' && message.result?.serverInfo) message.result.serverInfo.version = value;
  return message;
});

function relay(from, to, change) {
  let rest = Buffer.alloc(0);
  from.on('data', (data) => {
    rest = Buffer.concat([rest, data]);
    for (;;) {
      const head = rest.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = Number(/content-length: *(\d+)/i.exec(rest.subarray(0, head).toString())[1]);
      if (rest.length < head + 4 + length) return;
      const message = change(JSON.parse(rest.subarray(head + 4, head + 4 + length).toString()));
      rest = rest.subarray(head + 4 + length);
      if (message === undefined) continue;
      const body = Buffer.from(JSON.stringify(message));
      to.write(`Content-Length: ${body.length}\r\n\r\n`);
      to.write(body);
    }
  });
}
