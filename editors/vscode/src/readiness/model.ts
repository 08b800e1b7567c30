// The readiness of a document as a tree: what each row shows, and what can be done with it.

import type { Counts, ElementReadiness, ElementState, Range, Readiness, SectionReadiness } from '../protocol.ts';

/** A section of which something is left to do is `partial`. */
export type State = ElementState | 'partial';

export interface Node {
    readonly id: string;
    readonly label: string;
    readonly description: string;
    readonly state: State;
    /** Where it stands, if it is there. */
    readonly range: Range | undefined;
    /** What to ask `oe-ls/insert` for; nothing if it is all there. */
    readonly insert: readonly string[];
    readonly children: readonly Node[];
}

export function tree(readiness: Readiness): Node[] {
    return readiness.sections.map(section);
}

/** "3 of 31 written, 28 to fill in". */
export function progress({ required, present, written = present }: Counts): string {
    const rest = required - written;
    return `${written} of ${required} written${rest > 0 ? `, ${rest} to fill in` : ''}`;
}

/** The row with this identifier. */
export function find(nodes: readonly Node[], id: string): Node | undefined {
    return nodes.flatMap((node) => [node, ...node.children]).find((node) => node.id === id);
}

function section(section: SectionReadiness): Node {
    const absent = section.state === 'missing';
    // A missing section comes with its elements; what of them stands elsewhere is not written twice.
    const missing = section.elements.filter((element) => element.state === 'missing').map((element) => element.id);
    const done = section.elements.every((element) => element.state === 'present');
    return {
        id: section.id,
        label: section.title,
        description: absent ? WORDS.missing : left(section.elements),
        state: absent ? 'missing' : done ? 'present' : 'partial',
        range: section.range,
        insert: absent ? [section.id] : missing,
        children: section.elements.map((element) => leaf(element)),
    };
}

function leaf(element: ElementReadiness): Node {
    return {
        id: element.id,
        label: element.name,
        description: WORDS[element.state],
        state: element.state,
        range: element.range,
        insert: element.state === 'missing' ? [element.id] : [],
        children: [],
    };
}

const WORDS: Readonly<Record<ElementState, string>> = {
    present: '',
    empty: 'says nothing yet',
    placeholder: 'to fill in',
    missing: 'missing',
};

/** What is left to do in a section: "2 missing, 1 to fill in". */
function left(elements: readonly ElementReadiness[]): string {
    const states = ['missing', 'empty', 'placeholder'] as const;
    const counted = states.map((state) => [elements.filter((it) => it.state === state).length, state] as const);
    const some = counted.filter(([count]) => count > 0);
    return some.map(([count, state]) => `${count} ${state === 'empty' ? 'empty' : WORDS[state]}`).join(', ');
}

/** What can be picked to be inserted: each missing section whole, and what the others lack. */
export interface Choice {
    readonly id: string;
    readonly label: string;
    /** The section that it belongs to; nothing for a section. */
    readonly section: string | undefined;
    /** The names of the elements that come with a section. */
    readonly elements: readonly string[];
}

export function choices(readiness: Readiness): Choice[] {
    return readiness.sections.flatMap((section): Choice[] => {
        const missing = section.elements.filter((element) => element.state === 'missing');
        if (section.state === 'missing') {
            return [
                { id: section.id, label: section.title, section: undefined, elements: missing.map(({ name }) => name) },
            ];
        }
        return missing.map(({ id, name }) => ({ id, label: name, section: section.title, elements: [] }));
    });
}
