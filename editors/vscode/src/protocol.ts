// What the server and the extension say to each other beyond LSP, as in server/docs/protocol.md.

import type { Position, Range, WorkspaceEdit } from 'vscode-languageclient/node';

export interface Counts {
    readonly required: number;
    readonly present: number;
    /** Those that say something: not missing, not empty, no template text. Not every server tells. */
    readonly written?: number | undefined;
}

/** The notification `oe-ls/status`. */
export interface Status {
    readonly uri: string;
    readonly kind: 'oe' | 'guide' | 'settings' | 'other';
    readonly why: string;
    readonly guide: string;
    readonly settings: string | null;
    readonly elements: Counts | null;
    /** As in `elements`, where it stands here. */
    readonly written?: number | null;
    readonly counts: Readonly<Record<'error' | 'warning' | 'information' | 'hint', number>>;
    readonly health: 'ok' | 'warning' | 'error';
    readonly message: string;
}

/** The elements of an OE document, with what is written wherever the server says it. */
export function counts({ elements, written }: Status): Counts | undefined {
    return elements === null ? undefined : { ...elements, written: elements.written ?? written ?? undefined };
}

/** The answer to `oe-ls/readiness`. */
export interface Readiness {
    readonly elements: Counts;
    readonly sections: readonly SectionReadiness[];
}

export interface SectionReadiness {
    readonly id: string;
    readonly title: string;
    readonly state: 'present' | 'missing';
    readonly range?: Range;
    readonly elements: readonly ElementReadiness[];
}

export interface ElementReadiness {
    readonly id: string;
    readonly name: string;
    readonly state: ElementState;
    readonly range?: Range;
}

export type ElementState = 'present' | 'empty' | 'placeholder' | 'missing';

/** The answer to `oe-ls/insert`. */
export interface Insertion {
    readonly edit: WorkspaceEdit;
    readonly inserted: readonly string[];
    /** Where its first heading or label stands once the edit was applied. */
    readonly range: Range;
    /** Where the first text in it waits to be written, if any does. */
    readonly placeholder: Range | null;
}

/** The answer to `oe-ls/newDocument`. */
export interface NewDocument {
    readonly text: string;
    /** Where the first text in it waits to be written, if any does. */
    readonly placeholder: Range | null;
}

/** The answer to `oe-ls/guide`. */
export interface Guide {
    readonly id: string;
    readonly title: string;
    /** Null for the one that the server carries. */
    readonly uri: string | null;
    readonly text: string | null;
}

export type { Position, Range, WorkspaceEdit };
