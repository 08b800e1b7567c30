import { window } from 'vscode';

import { goTo } from '../editing.ts';
import type { Position, Range } from '../protocol.ts';
import { Plain } from '../says.ts';
import { oeDocument, type Target, type Tools } from './target.ts';

/** Selects the next text that waits to be written, or the one before. */
export async function placeholder(tools: Tools, backwards: boolean): Promise<Range> {
    const target = oeDocument(tools);
    const editor = window.visibleTextEditors.find(({ document }) => document === target.document);
    const { start, end } = editor?.selection ?? { start: ORIGIN, end: ORIGIN };
    const { line, character } = backwards ? start : end;
    const range = await nextPlaceholder(tools, target, { line, character }, backwards);
    if (range === null) {
        throw new Plain('Nothing in this document waits to be filled in');
    }
    await goTo(target.document, range, true);
    return range;
}

/** Where the next text that waits to be written stands, seen from a position. */
export function nextPlaceholder(
    { session }: Tools,
    { textDocument }: Target,
    position: Position,
    backwards = false,
): Promise<Range | null> {
    return session.request<Range | null>('oe-ls/nextPlaceholder', { textDocument, position, backwards });
}

const ORIGIN = { line: 0, character: 0 };
