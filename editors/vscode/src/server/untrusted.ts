// A workspace that sets the server's program. VS Code drops that while the workspace is not trusted, and
// says nothing of it.

import { SETTING } from './find.ts';

/** Whether these settings, as they stand in a file, name a program to start. */
export function setsServer(json: string): boolean {
    const withoutComments = json.replace(/"(?:\\.|[^"\\\n])*"|\/\/[^\n]*|\/\*[^]*?\*\//g, (found) =>
        found.startsWith('"') ? found : ' ',
    );
    const plain = withoutComments.replace(/\\u([\da-fA-F]{4})/g, (_, code: string) =>
        String.fromCharCode(parseInt(code, 16)),
    );
    const key = `"${SETTING.replaceAll('.', '\\.')}"`;
    return new RegExp(`${key}\\s*:\\s*"[^"\\s]`).test(plain);
}
