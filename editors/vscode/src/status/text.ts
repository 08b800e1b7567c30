// What the status bar shows of a document.

import { counts, type Status } from '../protocol.ts';
import { progress } from '../readiness/model.ts';

export interface Shown {
    readonly text: string;
    /** The same for a reader and for a screen reader, line by line. */
    readonly lines: readonly string[];
    /** Only what needs somebody at once: findings are what a document is written with. */
    readonly colour: 'error' | undefined;
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
    const colour = undefined;
    const sign = status.health === 'error' ? ' $(error)' : '';
    const settings = status.settings === null ? [] : [`Settings: ${status.settings}`];
    const command = 'oe-ls.showReadiness';
    switch (status.kind) {
        case 'oe': {
            const elements = counts(status) ?? { present: 0, required: 0 };
            const { present, required, written = present } = elements;
            const lines = [
                [progress(elements), ...found(status.counts)].join(', '),
                `Taken for an OE document: ${status.why}`,
                `Guide: ${status.guide}`,
                ...settings,
            ];
            return {
                text: `OE ${written}/${required}${sign}`,
                lines: [...lines, 'Click to show its readiness'],
                colour,
                command,
            };
        }
        case 'guide':
            return { text: `OE guide${sign}`, lines: [sentence(status.message), ...settings], colour, command };
        case 'settings':
            return {
                text: `OE settings${sign}`,
                lines: [sentence(status.message)],
                colour,
                command: 'workbench.actions.view.problems',
            };
        case 'other': {
            // Of some files the message has it already.
            const why = status.message.includes(status.why) ? [] : [sentence(status.why)];
            return { text: 'OE –', lines: [sentence(status.message), ...why, ...settings], colour, command };
        }
    }
}

/** "2 errors, 1 hint". */
function found(findings: Status['counts']): string[] {
    const told = Object.entries(findings).filter(([, count]) => count > 0);
    return told.map(([what, count]) => `${count} ${what}${count === 1 || what === 'information' ? '' : 's'}`);
}

function sentence(message: string): string {
    return message.charAt(0).toUpperCase() + message.slice(1);
}
