// Two runs side by side, up to and beyond the point where they part.

import {el} from "tdisp/dom.js";

const AROUND = 6;
const AFTER = 40;

/** Shows where the runs part: some events before it, and what each did from there on. */
export function compare(one, other) {
    const [left, right] = [lines(one), lines(other)];
    const first = left.findIndex((line, at) => line.key !== right[at]?.key);
    const parting = first < 0 && left.length === right.length ? -1 : first < 0 ? left.length : first;
    if (parting < 0) {
        return el("p", {}, "The two runs are the same, event for event.");
    }
    const from = Math.max(0, parting - AROUND);
    return [el("p", {}, `They are the same for ${parting} events, and part in step ${stepAt(left, right, parting)}.`),
        el("div", {class: "side"}, column(one.title, left, from, parting), column(other.title, right, from, parting))];
}

function lines(run) {
    return run.events.map(event => ({step: event.stepIndex + 1, text: event.summary, key: `${event.stepIndex} ${event.summary} ${event.bytes ?? ""}`}));
}

function stepAt(left, right, parting) {
    return (left[parting] ?? right[parting]).step;
}

function column(title, all, from, parting) {
    return el("section", {}, el("h3", {}, title), el("ol", {}, all.slice(from, parting + AFTER).map((line, at) =>
        el("li", {class: from + at === parting ? "differs" : ""}, `${line.step}  ${line.text}`))));
}
