// The sequence diagram: one column a party, one row an event, up to the place where the reader is.

import {el, replace} from "tdisp/dom.js";
import {isRefusal, shows} from "tdisp/run.js";

const FOLDED = {packet: "packets", register: "register writes", key: "events of keys"};

/** Draws the events of all steps done so far. */
export class Sequence {
    constructor(element, player) {
        this.element = element;
        this.player = player;
        this.level = "message";
        this.unfolded = new Set();
        player.addEventListener("opened", () => this.unfolded.clear());
        player.addEventListener("moved", () => this.draw());
    }

    show(level) {
        this.level = level;
        this.draw();
    }

    draw() {
        const {run, step} = this.player;
        const columns = run.lanes.length;
        this.element.style.setProperty("--lanes", columns);
        const head = el("div", {class: "lanes", "aria-hidden": "true"},
            run.lanes.map(lane => el("span", {class: "lane"}, lane.title)));
        const body = el("ol", {class: "rows"}, run.steps.slice(0, step + 1).map(each => this.stepItem(each)));
        replace(this.element, head, body);
        const lit = this.element.querySelector(".event.lit") ?? this.element.querySelector(".step.lit");
        if (lit) {
            this.bringIntoView(lit, head.offsetHeight);
        }
    }

    /** Scrolls this pane alone: a step to the top, an event to the middle. */
    bringIntoView(lit, covered) {
        const top = lit.getBoundingClientRect().top - this.element.getBoundingClientRect().top + this.element.scrollTop;
        const room = lit.classList.contains("event") ? this.element.clientHeight / 2 : covered;
        this.element.scrollTop = top - room;
    }

    stepItem(step) {
        const index = this.player.run.steps.indexOf(step);
        const isLit = index === this.player.step;
        const rows = this.fold(step.events.filter(event => shows(event, this.level)), index);
        return el("li", {class: `step${isLit ? " lit" : ""}`},
            el("button", {
                type: "button", "data-key": `step${index}`, class: "stepTitle", onclick: () => this.player.go(index),
                "aria-current": isLit ? "step" : null,
            }, `${index + 1}. ${step.actor ? step.actor + ": " : ""}${step.name || "events"}`),
            el("ol", {class: "events"}, rows),
            step.failure ? el("p", {class: "failure"}, `Not done: ${step.failure}`) : null);
    }

    /** Many events of one kind in a row take one line, until somebody wants to see them. */
    fold(events, stepIndex) {
        const rows = [];
        for (let at = 0; at < events.length;) {
            let end = at + 1;
            while (end < events.length && alike(events[at], events[end])) {
                end++;
            }
            const key = `${stepIndex}/${events[at].index}`;
            if (end - at > 3 && !this.unfolded.has(key)) {
                rows.push(this.foldedRow(events.slice(at, end), key));
            } else {
                rows.push(...events.slice(at, end).map(event => this.row(event)));
            }
            at = end;
        }
        return rows;
    }

    foldedRow(events, key) {
        const first = this.player.run.laneOf(events[0].source);
        const open = () => {
            this.unfolded.add(key);
            this.draw();
        };
        return el("li", {class: "event"},
            el("button", {type: "button", class: "mark here folded", style: this.place(first, first), onclick: open},
                el("span", {class: "label"}, `${events.length} ${FOLDED[events[0].type]}`)));
    }

    /** The columns that a row covers: an arrow those between its ends, a mark its own and one beside it on either side. */
    place(from, to) {
        const lanes = this.player.run.lanes.length;
        const left = Math.max(0, Math.min(from - 1, lanes - 3));
        const [first, last] = from === to ? [left, Math.min(left + 2, lanes - 1)] : [Math.min(from, to), Math.max(from, to)];
        const side = from !== to ? "center" : from <= 0 ? "start" : from >= lanes - 1 ? "end" : "center";
        return `--from:${first + 1};--to:${last + 1};--side:${side}`;
    }

    row(event) {
        const {run, step} = this.player;
        const isLit = event.stepIndex === step && event.index === this.player.event;
        const from = run.laneOf(event.source);
        const to = event.type === "message" ? run.laneOf(event.destination) : from;
        const classes = ["mark", event.type, isRefusal(event) ? "refusal" : "", to < from ? "left" : "right",
            to === from ? "here" : "arrow", `p-${(event.protocol ?? "").toLowerCase()}`];
        return el("li", {class: `event${isLit ? " lit" : ""}`},
            el("button", {
                type: "button", "data-key": `event${event.stepIndex}/${event.index}`, class: classes.filter(Boolean).join(" "), style: this.place(from, to),
                onclick: () => this.player.go(event.stepIndex, event.index), title: event.summary,
                "aria-label": spoken(event), "aria-pressed": isLit ? "true" : "false",
            }, el("span", {class: "label"}, label(event)), detail(event)));
    }
}

function alike(one, other) {
    return one.type in FOLDED && one.type === other.type && one.source === other.source
        && isRefusal(one) === isRefusal(other) && !isRefusal(one);
}

function label(event) {
    switch (event.type) {
        case "message": return event.name;
        case "state": return `${event.machine}: ${event.from} → ${event.to}`;
        case "register": return `${event.register} = ${event.after}`;
        case "packet": return event.description;
        case "key": return `${event.key}: ${event.action}`;
        default: return event.text;
    }
}

function detail(event) {
    const text = event.words?.length ? event.words.join(" · ") : event.type === "packet" ? event.outcome : event.detail;
    return text ? el("span", {class: "detail"}, text) : null;
}

function spoken(event) {
    return event.type === "message"
        ? `${event.protocol} message ${event.name} from ${event.source} to ${event.destination} ${event.detail ?? ""}`
        : event.summary;
}
