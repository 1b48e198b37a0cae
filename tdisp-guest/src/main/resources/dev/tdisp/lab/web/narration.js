// What happens at the place where the reader is, in a sentence, and what each party now has in its books.

import {el, replace} from "tdisp/dom.js";
import {isRefusal} from "tdisp/run.js";

const ROLES = {TVM: "the guest", TSM: "trusted host", VMM: "untrusted host", DSM: "the device"};
const ORDER = Object.keys(ROLES);

/** Draws the step's title, the track of all steps, and the parties. */
export class Narration {
    constructor(elements, player, tables, onWhy) {
        this.elements = elements;
        this.player = player;
        this.tables = tables;
        this.onWhy = onWhy;
        player.addEventListener("moved", () => this.draw());
    }

    draw() {
        const {run, step} = this.player;
        const current = this.player.current();
        replace(this.elements.text,
            el("p", {class: "count"}, `Step ${step + 1} of ${run.steps.length}`,
                current.milestone ? el("span", {class: "milestone"}, current.milestone) : null),
            el("h2", {}, current.actor ? el("span", {class: `actor ${current.actor.toLowerCase()}`}, current.actor) : null,
                current.name || "What happened"),
            el("p", {class: "purpose"}, this.purpose(current)),
            el("p", {class: "sentence"}, sentence(current)),
            current.failure ? this.failure(current) : null);
        replace(this.elements.track, run.steps.map((each, index) => this.dot(each, index)));
        const parties = [...current.parties].sort((one, other) => ORDER.indexOf(one.party) - ORDER.indexOf(other.party));
        replace(this.elements.parties, parties.map(party => this.party(party)));
    }

    /** What the step is for: the text of the longest beginning that fits. */
    purpose(step) {
        const fitting = Object.keys(this.tables.steps).filter(each => step.name.startsWith(each));
        return fitting.length ? this.tables.steps[fitting.sort((one, other) => other.length - one.length)[0]] : "";
    }

    failure(step) {
        return el("p", {class: "failure", role: "alert"}, el("b", {}, "Not done. "), step.failure, " ",
            el("button", {type: "button", class: "why", onclick: () => this.onWhy(step)}, "Why?"));
    }

    dot(step, index) {
        const classes = ["dot", step.actor.toLowerCase(), index === this.player.step ? "here" : "",
            index < this.player.step ? "past" : "", step.failure ? "failed" : "", step.milestone ? "mile" : ""];
        const name = `${index + 1}. ${step.actor} ${step.name}`;
        return el("li", {}, el("button", {
            type: "button", "data-key": `dot${index}`, class: classes.filter(Boolean).join(" "), title: name, "aria-label": name,
            "aria-current": index === this.player.step ? "step" : null, onclick: () => this.player.go(index),
        }));
    }

    party(party) {
        const before = this.player.run.partiesBefore(this.player.step).find(each => each.party === party.party);
        const changed = before && before.text !== party.text;
        return el("li", {class: `party ${party.party.toLowerCase()}${changed ? " changed" : ""}`},
            el("b", {}, party.party), el("span", {class: "role"}, ROLES[party.party] ?? ""), el("span", {}, party.text));
    }
}

function sentence(step) {
    const parts = [count(step, "message", "message"), count(step, "state", "change of a state", "changes of states"),
        count(step, "packet", "packet on the link", "packets on the link"),
        count(step, "register", "register write"), count(step, "key", "event of a key", "events of keys")].filter(Boolean);
    const refused = step.events.filter(isRefusal).length;
    const text = parts.length ? `${parts.join(", ")}.` : "Nothing crosses the link.";
    return refused ? `${text} ${refused} refused or failed.` : text;
}

function count(step, type, one, many = one + "s") {
    const found = step.events.filter(event => event.type === type).length;
    return found ? `${found} ${found === 1 ? one : many}` : null;
}
