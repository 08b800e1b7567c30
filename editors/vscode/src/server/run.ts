// One run of the server: a process and the client that talks to it, from its start to its end.

import { spawn, type ChildProcess } from 'node:child_process';
import type { LogOutputChannel } from 'vscode';
import {
    CloseAction,
    ErrorAction,
    LanguageClient,
    State,
    type LanguageClientOptions,
} from 'vscode-languageclient/node';

import type { ServerInfo } from './version.ts';

/** How a run came to its end without having been told to. */
export interface Ending {
    /** Whether it had answered before. */
    readonly ready: boolean;
    /** "exit code 101", "signal SIGKILL", or why it could not be started. */
    readonly how: string;
    /** The last line that it wrote to its log. */
    readonly lastWords: string | undefined;
}

/** Messages nothing to the user: that is for the session to do, once. */
class QuietClient extends LanguageClient {
    override error(message: string, data?: unknown): void {
        super.error(message, data, false);
    }
}

/** How long a server has to end by itself. */
const PATIENCE = 2000;

export class Run {
    readonly client: LanguageClient;
    private child: ChildProcess | undefined;
    /** The process has ended, and all that it wrote was read. */
    private closed: Promise<void> | undefined;
    private exit: string | undefined;
    private failure: string | undefined;
    private lastWords: string | undefined;
    private ready = false;
    private ended = false;
    private readonly onEnd: (ending: Ending) => void;

    constructor(file: string, options: LanguageClientOptions, log: LogOutputChannel, onEnd: (ending: Ending) => void) {
        this.onEnd = onEnd;
        this.client = new QuietClient('oe-ls', 'oe-ls', () => this.spawn(file), {
            ...options,
            outputChannel: log,
            initializationFailedHandler: () => false,
            errorHandler: {
                error: () => ({ action: ErrorAction.Continue, handled: true }),
                closed: () => {
                    void this.over();
                    return { action: CloseAction.DoNotRestart, handled: true, message: 'the connection was closed' };
                },
            },
        });
    }

    /** Resolves once the server has answered; nothing if it did not, which `onEnd` tells. */
    async start(): Promise<{ readonly info: ServerInfo | undefined } | undefined> {
        try {
            await this.client.start();
        } catch (error) {
            // What its process says of its end is better.
            this.failure ??= error instanceof Error ? error.message : String(error);
            await this.over();
            return undefined;
        }
        this.ready = true;
        return { info: this.client.initializeResult?.serverInfo };
    }

    /** Ends it, whatever state it is in. */
    async stop(): Promise<void> {
        this.ended = true;
        if (this.client.state === State.Running) {
            await this.client.stop(PATIENCE).catch(() => undefined);
        }
        await this.gone(PATIENCE);
        this.kill();
    }

    private spawn(file: string): Promise<ChildProcess> {
        return new Promise((resolve, reject) => {
            const child = spawn(file, ['server'], { stdio: 'pipe', windowsHide: true });
            this.child = child;
            this.closed = new Promise((resolve) => child.once('close', () => resolve()));
            child.once('spawn', () => resolve(child));
            child.once('error', (error) => {
                this.failure ??= error.message;
                reject(error);
            });
            child.once('exit', (code, signal) => {
                this.exit = signal === null ? `exit code ${code}` : `signal ${signal}`;
            });
            // A server that is gone takes nothing more, which its end tells.
            child.stdin.on('error', () => undefined);
            child.stderr.on('data', (data: Buffer) => {
                const lines = data
                    .toString()
                    .split('\n')
                    .map((line) => line.trim());
                this.lastWords = lines.findLast((line) => line !== '') ?? this.lastWords;
            });
        });
    }

    private async over(): Promise<void> {
        if (this.ended) {
            return;
        }
        this.ended = true;
        await this.gone(PATIENCE);
        this.kill();
        const how = this.exit ?? this.failure ?? 'it closed the connection';
        this.onEnd({ ready: this.ready, how, lastWords: this.lastWords });
    }

    /** Waits for the process to be gone, and for all that it said, but not long. */
    private async gone(patience: number): Promise<void> {
        const { child, closed } = this;
        if (child === undefined || closed === undefined) {
            return;
        }
        if (!this.ready && isAlive(child)) {
            // It was never told how to end. It may be about to, which says more.
            setTimeout(() => child.kill(), patience / 4).unref();
        }
        await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, patience).unref())]);
    }

    private kill(): void {
        if (this.child !== undefined && isAlive(this.child)) {
            this.child.kill('SIGKILL');
        }
    }
}

function isAlive(child: ChildProcess): boolean {
    return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}
