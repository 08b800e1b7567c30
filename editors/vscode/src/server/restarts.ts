// How often a server that died is started again without asking.

/** So many times in so many milliseconds. */
const MOST = 4;
const WITHIN = 3 * 60_000;

export class Restarts {
    private at: number[] = [];

    /** Whether a server that died at `now` is to be started again; counts that it is. */
    allow(now: number): boolean {
        this.at = this.at.filter((before) => now - before < WITHIN);
        if (this.at.length >= MOST) {
            return false;
        }
        this.at.push(now);
        return true;
    }

    /** Whether the start that was just allowed is the first in a while. */
    get isFirst(): boolean {
        return this.at.length === 1;
    }

    /** How long to wait before the start that was just allowed: it may be something that passes. */
    delay(): number {
        return this.at.length <= 1 ? 0 : 250 * 2 ** (this.at.length - 2);
    }

    /** Somebody started it by hand. */
    forget(): void {
        this.at = [];
    }
}
