// Where the reader is in a run, and how one moves.

/** Tells its listeners `moved` whenever the place or the run changes. */
export class Player extends EventTarget {
    constructor(run) {
        super();
        this.run = run;
        this.step = 0;
        this.event = -1;
        this.timer = null;
    }

    /** Opens another run, at a place of it. */
    open(run, step = 0, event = -1) {
        this.stop();
        this.run = run;
        this.dispatchEvent(new Event("opened"));
        this.go(step, event);
    }

    /** Goes to a step, and to one of its events; -1 for its end as a whole. */
    go(step, event = -1) {
        this.step = Math.max(0, Math.min(step, this.run.steps.length - 1));
        const events = this.current().events;
        this.event = event < events.length ? event : -1;
        this.dispatchEvent(new Event("moved"));
    }

    current() {
        return this.run.steps[this.step];
    }

    /** The event that is open, if one is. */
    selected() {
        return this.event >= 0 ? this.current().events[this.event] : null;
    }

    /** The last event that has happened at this place. */
    reached() {
        return this.event >= 0 ? this.event : this.current().events.length - 1;
    }

    next() {
        this.go(this.step + 1);
    }

    back() {
        this.go(this.step - 1);
    }

    isAtEnd() {
        return this.step === this.run.steps.length - 1;
    }

    isPlaying() {
        return this.timer !== null;
    }

    /** Plays on from here, or stops playing. */
    toggle() {
        if (this.isPlaying()) {
            this.stop();
            return;
        }
        if (this.isAtEnd()) {
            this.go(0);
        }
        this.timer = setInterval(() => this.tick(), 1800);
        this.dispatchEvent(new Event("moved"));
    }

    tick() {
        this.next();
        if (this.isAtEnd()) {
            this.stop();
        }
    }

    stop() {
        if (this.timer !== null) {
            clearInterval(this.timer);
            this.timer = null;
            this.dispatchEvent(new Event("moved"));
        }
    }
}
