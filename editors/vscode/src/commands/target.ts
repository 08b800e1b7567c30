// What a command needs to do its work, and the document that it is about.

import { commands, type TextDocument } from 'vscode';

import { Plain, type Says } from '../says.ts';
import type { Session } from '../session.ts';
import type { Documents } from '../status/documents.ts';

export interface Tools {
    readonly session: Session;
    readonly documents: Documents;
    readonly says: Says;
}

export interface Target {
    readonly document: TextDocument;
    readonly textDocument: { readonly uri: string };
}

/** The current document; a sentence if there is none. */
export function markdown({ documents }: Tools): Target {
    const document = documents.current;
    if (document === undefined) {
        throw new Plain('This is for Markdown documents: open one first', newDocument);
    }
    return { document, textDocument: { uri: document.uri.toString() } };
}

/** The current document, which is an OE document as far as is known; a sentence if it is none. */
export function oeDocument(tools: Tools): Target {
    const target = markdown(tools);
    const status = tools.documents.status;
    switch (status?.kind) {
        case 'other':
            throw new Plain(`This file is ${status.message}`, treatAsOe);
        case 'guide':
            throw new Plain('This file is a guide, and this is for the documents that are written by it', newDocument);
        case 'settings':
            throw new Plain('This file holds settings, and this is for OE documents', newDocument);
        default:
            return target;
    }
}

const newDocument = { title: 'New OE Document', run: () => commands.executeCommand('oe-ls.newDocument') };

const treatAsOe = { title: 'Treat It as One', run: () => commands.executeCommand('oe-ls.treatAsOe') };
