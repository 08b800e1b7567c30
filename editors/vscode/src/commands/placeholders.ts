import { editorOf, goTo } from '../editing.ts';
import type { Range } from '../protocol.ts';
import { Refusal } from '../messages.ts';
import { oeDocument, type Tools } from './target.ts';

/** Selects the next text that waits to be written, or the one before. */
export async function placeholder(tools: Tools, backwards: boolean): Promise<Range> {
    const target = oeDocument(tools);
    const { start, end } = editorOf(target.document)?.selection ?? { start: ORIGIN, end: ORIGIN };
    const { line, character } = backwards ? start : end;
    const { textDocument } = target;
    const params = { textDocument, position: { line, character }, backwards };
    const range = await tools.session.request<Range | null>('oe-ls/nextPlaceholder', params);
    if (range === null) {
        throw new Refusal('Nothing in this document waits to be filled in');
    }
    await goTo(target.document, range, true);
    return range;
}

const ORIGIN = { line: 0, character: 0 };
