// What the server and the extension say to each other beyond LSP, as in server/docs/protocol.md.

import type { Position, Range, WorkspaceEdit } from 'vscode-languageclient/node';

export interface Counts {
    readonly required: number;
    readonly present: number;
}

/** The notification `oe-ls/status`. */
export interface Status {
    readonly uri: string;
    readonly kind: 'oe' | 'guide' | 'settings' | 'other';
    readonly why: string;
    readonly guide: string;
    readonly settings: string | null;
    readonly elements: Counts | null;
    readonly counts: Readonly<Record<'error' | 'warning' | 'information' | 'hint', number>>;
    readonly health: 'ok' | 'warning' | 'error';
    readonly message: string;
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
