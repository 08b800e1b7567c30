// What the status bar shows of a document.

import type { Status } from '../protocol.ts';

export interface Shown {
    readonly text: string;
    /** The same for a reader and for a screen reader, line by line. */
    readonly lines: readonly string[];
    readonly colour: 'warning' | 'error' | undefined;
    readonly command: string;
}

/** Nothing is shown of a file that is none of ours, or of which nothing is known yet. */
export function shown(
    server: 'starting' | 'running' | { readonly off: string },
    status: Status | undefined,
): Shown | undefined {
    if (typeof server === 'object') {
        const lines = [server.off, 'Click to start it again'];
        return { text: 'OE $(circle-slash)', lines, colour: 'error', command: 'oe-ls.restart' };
    }
    if (server === 'starting') {
        return {
            text: 'OE $(loading~spin)',
            lines: ['oe-ls is being started'],
            colour: undefined,
            command: 'oe-ls.showLog',
        };
    }
    if (status === undefined) {
        return undefined;
    }
    const colour = status.health === 'ok' ? undefined : status.health;
    const settings = status.settings === null ? [] : [`Settings: ${status.settings}`];
    const command = 'oe-ls.showReadiness';
    switch (status.kind) {
        case 'oe': {
            const { present, required } = status.elements ?? { present: 0, required: 0 };
            const lines = [
                sentence(status.message),
                `Taken for an OE document: ${status.why}`,
                `Guide: ${status.guide}`,
                ...settings,
            ];
            return {
                text: `OE ${present}/${required}`,
                lines: [...lines, 'Click to show its readiness'],
                colour,
                command,
            };
        }
        case 'guide':
            return { text: 'OE guide', lines: [sentence(status.message), ...settings], colour, command };
        case 'settings':
            return {
                text: 'OE settings',
                lines: [sentence(status.message)],
                colour,
                command: 'workbench.actions.view.problems',
            };
        case 'other':
            return { text: 'OE –', lines: [sentence(status.message), ...settings], colour: undefined, command };
    }
}

function sentence(message: string): string {
    return message.charAt(0).toUpperCase() + message.slice(1);
}
