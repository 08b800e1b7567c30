// One run of the server: a process and the client that talks to it, from its start to its end.

import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
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
    /** It was alive still when its run was over. */
    private killed = false;
    private readonly onEnd: (ending: Ending) => void;

    constructor(file: string, options: LanguageClientOptions, log: LogOutputChannel, onEnd: (ending: Ending) => void) {
        this.onEnd = onEnd;
        this.client = new QuietClient('oe-ls', 'oe-ls', () => this.spawn(file), {
            ...options,
            outputChannel: log,
            initializationFailedHandler: () => false,
            errorHandler: {
                error: (error, message) => {
                    if (message === undefined) {
                        // What it writes can be read no more, and would not be from here on.
                        this.failure ??= `it wrote what is no message: ${error.message}`;
                        this.end();
                        void this.over();
                    }
                    return { action: ErrorAction.Continue, handled: true };
                },
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
        this.end('SIGKILL');
    }

    private spawn(file: string): Promise<ChildProcess> {
        return new Promise((resolve, reject) => {
            const child = spawn(file, ['server'], { stdio: 'pipe', windowsHide: true });
            this.child = child;
            this.closed = new Promise((resolve) => child.once('close', () => resolve()));
            child.once('spawn', () => resolve(child));
            child.once('error', (error: NodeJS.ErrnoException) => {
                const noLoader = error.code === 'ENOENT' && existsSync(file);
                this.failure ??= noLoader ? 'what it is to be run by is not on this machine' : error.message;
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
        this.end('SIGKILL');
        // Of one that we had to end, its end says nothing.
        const how = (this.killed ? this.failure : undefined) ?? this.exit ?? this.failure ?? 'it closed the connection';
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
            setTimeout(() => this.end(), patience / 4).unref();
        }
        await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, patience).unref())]);
    }

    /** Ends a process that was not asked to end by a message. */
    private end(signal?: 'SIGKILL'): void {
        if (this.child !== undefined && isAlive(this.child)) {
            this.killed = true;
            this.child.kill(signal);
        }
    }
}

function isAlive(child: ChildProcess): boolean {
    return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}
