// The server of this window: found, started, watched over, started again.

import {
    CancellationTokenSource,
    EventEmitter,
    commands,
    workspace,
    type Disposable,
    type ExtensionContext,
    type LogOutputChannel,
} from 'vscode';

import { clientOptions } from './client.ts';
import { Changed, Refusal, type Button, type Messages } from './messages.ts';
import { SETTING, findServer, type Found } from './server/find.ts';
import { mendBundled, thisMachine } from './server/machine.ts';
import { Restarts } from './server/restarts.ts';
import { Run, type Ending } from './server/run.ts';
import { unfitting, type ServerInfo } from './server/version.ts';

export type Standing =
    | { readonly kind: 'starting' }
    | { readonly kind: 'running'; readonly info: ServerInfo | undefined }
    /** It is not there, and will not be before somebody does something. */
    | { readonly kind: 'off'; readonly sentence: string };

/** A server that has not answered after so long is said to be slow. */
const SLOW = 15_000;

/** A server that has lived for so long is not about to die again. */
const CALM = 1500;

/** How long a command waits for a server that is being started. */
const PATIENCE = 5_000;

/** A server that does not answer for so long is not waited for any more. */
const ANSWER = 10_000;

/** Where it is kept which versions were said not to fit: once is enough. */
const SAID_VERSIONS = 'versions';

export class Session implements Disposable {
    standing: Standing = { kind: 'starting' };
    found: Found | undefined;
    private run: Run | undefined;
    private readonly restarts = new Restarts();
    /** How the server ended that the present one is in the place of, if that is still to be told. */
    private fell: string | undefined;
    private readonly changed = new EventEmitter<Standing>();
    readonly onDidChange = this.changed.event;
    private readonly told = new EventEmitter<unknown>();
    /** What the server sends as `oe-ls/status`. */
    readonly onStatus = this.told.event;
    /** How often somebody wanted the server to end: who died before that is not started again after it. */
    private wishes = 0;
    private turn: Promise<void> = Promise.resolve();
    private readonly context: ExtensionContext;
    private readonly log: LogOutputChannel;
    private readonly messages: Messages;

    constructor(context: ExtensionContext, log: LogOutputChannel, messages: Messages) {
        this.context = context;
        this.log = log;
        this.messages = messages;
    }

    start(): Promise<void> {
        return this.enqueue(() => this.begin());
    }

    /** Ends the server if there is one, and starts it as if for the first time. */
    restart(): Promise<void> {
        this.restarts.forget();
        void this.stop();
        return this.start();
    }

    stop(): Promise<void> {
        this.wishes++;
        return this.enqueue(async () => {
            const run = this.run;
            this.run = undefined;
            await run?.stop();
        });
    }

    /** One thing after another: nothing is started while something is being ended. What fails holds nothing up. */
    private enqueue(task: () => Promise<void>): Promise<void> {
        return (this.turn = this.turn.then(task).catch((error: unknown) => this.log.error(String(error))));
    }

    dispose(): void {
        this.wishes++;
        this.changed.dispose();
        this.told.dispose();
    }

    /** Asks the server. A plain sentence is thrown if there is none, or if it does not know the request. */
    async request<T>(method: string, params: object): Promise<T> {
        await this.whenStarted();
        const run = this.run;
        if (run === undefined || this.standing.kind !== 'running') {
            throw this.absent();
        }
        try {
            return await this.answer<T>(run, method, params);
        } catch (error) {
            const { code, message } = error as { readonly code?: number; readonly message?: string };
            if (run !== this.run || this.standing.kind !== 'running' || GONE.includes(code ?? 0)) {
                throw this.absent();
            }
            if (code === CONTENT_MODIFIED) {
                throw new Changed();
            }
            if (code === METHOD_NOT_FOUND) {
                const version = this.standing.info?.version ?? 'of no version';
                throw new Refusal(`This oe-ls (${version}) cannot do that: a newer one can`, ...this.settingButtons());
            }
            // It is said by the server for the person who asked.
            throw FOR_A_PERSON.includes(code ?? 0) ? new Refusal(message ?? '') : error;
        }
    }

    private async answer<T>(run: Run, method: string, params: object): Promise<T> {
        const cancel = new CancellationTokenSource();
        let timer: NodeJS.Timeout | undefined;
        const late = new Promise<never>((_, reject) => {
            timer = setTimeout(() => {
                cancel.cancel();
                const sentence = `oe-ls has not answered for ${ANSWER / 1000} seconds`;
                reject(new Refusal(sentence, this.restartButton, this.logButton));
            }, ANSWER);
        });
        const answer = run.client.sendRequest<T>(method, params, cancel.token);
        // Once it is late, nobody waits for how it ends.
        answer.catch(() => undefined);
        return Promise.race([answer, late]).finally(() => {
            clearTimeout(timer);
            cancel.dispose();
        });
    }

    get client() {
        return this.run?.client;
    }

    /** Waits while the server is being started. */
    async whenStarted(): Promise<void> {
        if (this.standing.kind !== 'starting') {
            return;
        }
        await new Promise<void>((resolve) => {
            const timer = setTimeout(done, PATIENCE);
            const waiting = this.onDidChange((standing) => standing.kind !== 'starting' && done());
            function done() {
                clearTimeout(timer);
                waiting.dispose();
                resolve();
            }
        });
    }

    private absent(): Refusal {
        return this.standing.kind === 'off'
            ? new Refusal(this.standing.sentence, ...this.settingButtons())
            : new Refusal('oe-ls is still being started: try again in a moment', this.logButton);
    }

    private async begin(): Promise<void> {
        try {
            await this.launch();
        } catch (error) {
            this.giveUp(`oe-ls could not be started: ${error instanceof Error ? error.message : String(error)}`);
        }
    }

    private async launch(): Promise<void> {
        this.stand({ kind: 'starting' });
        await mendBundled(this.context.extensionPath);
        const asked = {
            setting: workspace.getConfiguration().get<unknown>(SETTING) ?? '',
            folder: workspace.workspaceFolders?.find((folder) => folder.uri.scheme === 'file')?.uri.fsPath,
            extension: this.context.extensionPath,
        };
        this.found = await findServer(asked, thisMachine());
        if (this.found.kind === 'missing') {
            return this.giveUp(this.found.sentence);
        }
        const { file, way } = this.found;
        const folders = workspace.workspaceFolders?.map(({ uri }) => uri.fsPath).join(', ') ?? 'no folder';
        this.log.info(`starting \`${file}\` (${way}) for ${folders}`);
        const run = new Run(file, clientOptions(this.context), this.log, (ending) => this.ended(run, ending));
        this.run = run;
        run.client.onNotification('oe-ls/status', (status: unknown) => this.told.fire(status));
        const slow = setTimeout(() => this.slow(run, file), SLOW);
        // Not waited for: what comes next may be that somebody ends it.
        void run.start().then((answer) => {
            clearTimeout(slow);
            if (answer !== undefined && run === this.run) {
                this.answered(file, answer.info);
                this.calm(run);
            }
        });
    }

    private answered(file: string, info: ServerInfo | undefined): void {
        this.log.info(`${info?.name ?? 'a server without a name'} ${info?.version ?? 'of no version'} is running`);
        this.stand({ kind: 'running', info });
        const mine = (this.context.extension.packageJSON as { version: string }).version;
        const sentence = unfitting(mine, info, file);
        const versions = `${mine} ${info?.name} ${info?.version}`;
        if (sentence !== undefined && this.context.globalState.get(SAID_VERSIONS) !== versions) {
            void this.context.globalState.update(SAID_VERSIONS, versions);
            this.messages.say('warning', sentence, ...this.settingButtons());
        } else if (sentence !== undefined) {
            this.log.warn(sentence);
        }
    }

    private ended(run: Run, ending: Ending): void {
        if (run !== this.run) {
            return;
        }
        this.run = undefined;
        const words = ending.lastWords === undefined ? '' : `: ${ending.lastWords}`;
        this.log.warn(`oe-ls ended (${ending.how})${words}`);
        if (!ending.ready) {
            const file = this.found?.kind === 'found' ? this.found.file : 'oe-ls';
            return this.giveUp(`\`${file}\` ended before it had answered (${ending.how})${words}`);
        }
        if (!this.restarts.allow(Date.now())) {
            return this.giveUp(
                `oe-ls ended again and again (${ending.how})${words}. Your documents are as you left them`,
            );
        }
        this.fell = this.restarts.isFirst ? ending.how : undefined;
        this.stand({ kind: 'starting' });
        const { wishes } = this;
        const delay = this.restarts.delay();
        this.log.info(`starting it again in ${delay} ms`);
        setTimeout(() => {
            if (wishes === this.wishes) {
                void this.start();
            }
        }, delay);
    }

    /** Tells of a server that had died, once its successor has lived for a while: what dies again is told of otherwise. */
    private calm(run: Run): void {
        const how = this.fell;
        this.fell = undefined;
        if (how !== undefined) {
            setTimeout(() => {
                if (run === this.run) {
                    const sentence = `oe-ls ended unexpectedly (${how}) and was started again. Your documents are as you left them`;
                    this.messages.say('information', sentence, this.logButton);
                }
            }, CALM);
        }
    }

    private slow(run: Run, file: string): void {
        if (run === this.run && this.standing.kind === 'starting') {
            const sentence = `\`${file}\` has not answered for ${SLOW / 1000} seconds`;
            this.messages.say('warning', sentence, this.logButton, this.restartButton);
        }
    }

    private giveUp(sentence: string): void {
        this.stand({ kind: 'off', sentence });
        this.messages.say('error', sentence, ...this.settingButtons());
    }

    private stand(standing: Standing): void {
        this.standing = standing;
        this.changed.fire(standing);
    }

    private readonly logButton: Button = { title: 'Show Log', run: () => this.log.show() };

    private readonly restartButton: Button = { title: 'Restart', run: () => this.restart() };

    private settingButtons(): Button[] {
        const open = () => commands.executeCommand('workbench.action.openSettings', SETTING);
        const install = () => commands.executeCommand('extension.open', this.context.extension.id);
        const missing = this.found?.kind === 'missing';
        return [
            { title: 'Open Settings', run: open },
            missing ? { title: 'How to Install', run: install } : this.restartButton,
            this.logButton,
        ];
    }
}

const METHOD_NOT_FOUND = -32601;

const CONTENT_MODIFIED = -32801;

/** The connection broke before the answer came, or was broken before the question went. */
const GONE = [-32099, -32098, -32097, -32096];

/** Invalid parameters, a request that is refused: the server says why. */
const FOR_A_PERSON = [-32602, -32803];
