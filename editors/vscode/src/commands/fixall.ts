import { CodeActionRequest, type CodeAction, type Command } from 'vscode-languageclient/node';

import { change } from '../editing.ts';
import { Refusal } from '../messages.ts';
import { oeDocument, type Tools } from './target.ts';

const KIND = 'source.fixAll.oe-ls';

/** Applies every fix that needs no second look. */
export async function fixAll(tools: Tools): Promise<void> {
    const { document, textDocument } = oeDocument(tools);
    const last = document.lineAt(document.lineCount - 1).range.end;
    const params = {
        textDocument,
        range: { start: { line: 0, character: 0 }, end: { line: last.line, character: last.character } },
        context: { diagnostics: [], only: [KIND] },
    };
    const ask = async () => {
        const actions = await tools.session.request<(CodeAction | Command)[] | null>(CodeActionRequest.method, params);
        return actions?.find((action): action is CodeAction => 'kind' in action && action.kind === KIND) ?? null;
    };
    if ((await change(tools.session, document, ask, (action) => action.edit ?? {})) === undefined) {
        throw new Refusal(
            'Nothing here can be fixed without a second look: the light bulb at a finding offers what there is',
        );
    }
}
