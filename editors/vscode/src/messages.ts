// What the extension says to a person, in one place. What stands there already VS Code does not show twice.

import { window, type LogOutputChannel } from 'vscode';

export interface Button {
    readonly title: string;
    run(): unknown;
}

export type Weight = 'information' | 'warning' | 'error';

/** A command's answer for a person: not a failure, only not what was asked for. */
export class Refusal extends Error {
    readonly buttons: readonly Button[];

    constructor(sentence: string, ...buttons: readonly Button[]) {
        super(sentence);
        this.buttons = buttons;
    }
}

/** The document was changed while the server looked at it. */
export class Changed extends Refusal {
    constructor() {
        super('The document changed meanwhile: try again');
    }
}

/** So many of the last things said are kept for the debug information. */
const KEPT = 20;

const MOMENT = 5000;

export class Messages {
    /** What was said, the last at the end. */
    readonly said: string[] = [];
    private readonly log: LogOutputChannel;

    constructor(log: LogOutputChannel) {
        this.log = log;
    }

    /** Messages it, and does what the button that is pressed stands for. Does not wait for that. */
    say(weight: Weight, sentence: string, ...buttons: readonly Button[]): void {
        this.note(weight, sentence);
        const titles = buttons.map((button) => button.title);
        const show = {
            information: window.showInformationMessage,
            warning: window.showWarningMessage,
            error: window.showErrorMessage,
        };
        void show[weight](sentence, ...titles).then((title) => buttons.find((button) => button.title === title)?.run());
    }

    /** Says in the status bar, for a moment, that something was done. */
    mention(sentence: string): void {
        this.log.info(sentence);
        window.setStatusBarMessage(sentence, MOMENT);
    }

    private note(weight: Weight, sentence: string): void {
        this.said.push(`${weight}: ${sentence}`);
        this.said.splice(0, this.said.length - KEPT);
        this.log[weight === 'information' ? 'info' : weight === 'warning' ? 'warn' : 'error'](sentence);
    }
}
