// Where a suggestion is wanted while words are typed.

/** A heading, or a label at the beginning of a list item, of which there is a first letter. */
const BEGUN = /^ {0,3}#{1,6} +\S|^\s*[-*+] +\*\*[^*]+$/;

/** Whether the line, up to the cursor, is something that may go on as the guide has it. */
export function isBegun(before: string): boolean {
    return BEGUN.test(before);
}

export interface Item {
    readonly label: string;
    readonly filterText?: string;
    readonly textEdit?: object;
}

/** Whether the item goes on from what stands before the cursor, and was not only offered with others. */
export function isMeant({ label, filterText, textEdit }: Item, before: string): boolean {
    const edit = textEdit as { readonly range?: { readonly start: { readonly character: number } } } | undefined;
    const typed = before.slice(edit?.range?.start.character ?? 0).toLowerCase();
    return (filterText ?? label).toLowerCase().startsWith(typed);
}
