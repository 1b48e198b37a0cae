// A recorded run: what the lines of a trace say, put together for the page.

const LEVELS = ["exchange", "message", "record", "bytes"];

/** One run, as a list of steps with their events. Nothing here changes once it is read. */
export class Run {
    constructor(head, steps) {
        this.title = head.title;
        this.facts = head.facts ?? {};
        this.lanes = head.lanes ?? [];
        this.steps = steps;
        this.events = steps.flatMap(step => step.events);
    }

    /** Reads a trace in JSON Lines. */
    static parse(text) {
        let head = {title: ""};
        const steps = [];
        for (const line of text.split("\n").filter(each => each.trim())) {
            const record = JSON.parse(line);
            if (record.type === "run") {
                head = record;
            } else if (record.type === "step") {
                steps.push({...record, events: [], parties: [], machines: []});
            } else if (record.type === "after") {
                Object.assign(steps[steps.length - 1], pick(record, "milestone", "failure", "parties", "machines"));
            } else {
                const step = steps[steps.length - 1];
                step.events.push({...record, index: step.events.length, stepIndex: steps.length - 1});
            }
        }
        return new Run(head, steps);
    }

    /** Which lane a source or a destination belongs to, from the left; -1 if to none. */
    laneOf(source) {
        return this.lanes.findIndex(lane => lane.sources.includes(source));
    }

    /** Where every state machine is after some events of a step. */
    machinesAt(stepIndex, eventIndex) {
        const states = new Map();
        for (const step of this.steps.slice(0, stepIndex + 1)) {
            for (const event of step.events) {
                if (step === this.steps[stepIndex] && event.index > eventIndex) {
                    break;
                }
                if (event.type === "state") {
                    states.set(`${event.source} ${event.machine}`, {...event, state: event.to});
                }
            }
        }
        return [...states.values()];
    }

    /** What the parties had in their books before a step. */
    partiesBefore(stepIndex) {
        return stepIndex > 0 ? this.steps[stepIndex - 1].parties : [];
    }
}

/** Whether an event shows at a level: the levels follow one another from few events to all. */
export function shows(event, level) {
    return LEVELS.indexOf(event.level ?? "bytes") <= LEVELS.indexOf(level);
}

/** Whether somebody refused something in this event. */
export function isRefusal(event) {
    if (event.type === "message") {
        return event.name === "TDISP_ERROR" || event.name === "ERROR";
    }
    if (event.type === "packet") {
        return !/^(completed|posted|sent|answered|successful)\b/i.test(event.outcome);
    }
    return event.type === "state" && (event.to === "ERROR" || event.to === "INSECURE" && event.from === "SECURE");
}

function pick(record, ...names) {
    return Object.fromEntries(names.filter(name => name in record).map(name => [name, record[name]]));
}
