// What a command needs to do its work, and the document that it is about.

import { commands, type TextDocument } from 'vscode';

import { Refusal, type Messages } from '../messages.ts';
import type { Session } from '../session.ts';
import type { Documents } from '../status/documents.ts';

export interface Tools {
    readonly session: Session;
    readonly documents: Documents;
    readonly messages: Messages;
}

export interface Target {
    readonly document: TextDocument;
    readonly textDocument: { readonly uri: string };
}

/** The current document; a sentence if there is none. */
export function markdown({ documents }: Tools): Target {
    const document = documents.current;
    if (document === undefined) {
        throw new Refusal('This is for Markdown documents: open one first', newDocumentButton);
    }
    return { document, textDocument: { uri: document.uri.toString() } };
}

/** The current document, which is an OE document as far as is known; a sentence if it is none. */
export function oeDocument(tools: Tools): Target {
    const target = markdown(tools);
    const status = tools.documents.status;
    switch (status?.kind) {
        case 'other':
            throw new Refusal(`This file is ${status.message}`, treatAsOeButton);
        case 'guide':
            throw new Refusal(
                'This file is a guide, and this is for the documents that are written by it',
                newDocumentButton,
            );
        case 'settings':
            throw new Refusal('This file holds settings, and this is for OE documents', newDocumentButton);
        default:
            return target;
    }
}

const newDocumentButton = { title: 'New OE Document', run: () => commands.executeCommand('oe-ls.newDocument') };

const treatAsOeButton = { title: 'Treat It as One', run: () => commands.executeCommand('oe-ls.treatAsOe') };
