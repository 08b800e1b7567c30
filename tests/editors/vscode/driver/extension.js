// Connects each window's extension host with the test: a line of JSON `{id, source, args}` is a function to be called
// with the API of VS Code at hand, the answer a line `{id, value}` or `{id, error}`.
'use strict';
const net = require('node:net');
const vscode = require('vscode');
const tools = require('./tools')(vscode);

exports.activate = () => {
  const socket = net.connect(process.env.OE_LS_TEST_SOCKET);
  const send = (message) => socket.write(`${JSON.stringify(message)}\n`);
  const { workspaceFile, workspaceFolders } = vscode.workspace;
  send({ window: (workspaceFile ?? workspaceFolders?.[0].uri)?.fsPath ?? null, pid: process.pid });

  let rest = '';
  socket.setEncoding('utf8');
  socket.on('error', () => {});
  socket.on('data', (data) => {
    const lines = (rest + data).split('\n');
    rest = lines.pop();
    for (const line of lines) void answer(JSON.parse(line));
  });

  async function answer({ id, source, args }) {
    try {
      const call = new Function('vscode', 'tools', 'require', `return (${source});`)(vscode, tools, require);
      send({ id, value: (await call(...args)) ?? null });
    } catch (error) {
      send({ id, error: String(error?.stack ?? error) });
    }
  }
};
