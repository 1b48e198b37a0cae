// Why something was refused: the row of the table, the check that failed, and what would have made it pass.

import {el, replace} from "tdisp/dom.js";

/** Explains refusals in a dialog. */
export class Why {
    constructor(dialog, player, tables) {
        this.dialog = dialog;
        this.player = player;
        this.tables = tables;
    }

    /** Opens the explanation of an event, or of a step that was not done. */
    open(subject) {
        const parts = "failure" in subject ? this.ofStep(subject) : this.ofEvent(subject);
        replace(this.dialog, el("form", {method: "dialog"},
            el("header", {}, el("h2", {}, "Why?"), el("button", {"aria-label": "Close"}, "×")), parts));
        this.dialog.showModal();
    }

    ofStep(step) {
        const cause = [...step.events].reverse().find(event => this.ofEvent(event).length > 1);
        return [el("p", {}, `${step.actor} could not “${step.name}”: ${step.failure}`), this.words(step.failure),
            cause ? el("section", {}, el("h3", {}, "What came before"), this.ofEvent(cause)) : null];
    }

    ofEvent(event) {
        const known = event.name === "TDISP_ERROR" ? this.ofError(event)
            : event.type === "state" ? this.ofMove(event) : [];
        return [el("p", {}, event.summary), ...known, this.words(`${event.detail ?? ""} ${event.outcome ?? ""} ${event.cause ?? ""}`)]
            .filter(Boolean);
    }

    /** The row of the request and the state that the error answers. */
    ofError(error) {
        const request = this.requestBefore(error);
        const state = this.stateAt(error);
        const table = this.tables.machines.find(each => each.prefix === "TDI");
        const rows = table.rows.filter(row => row.trigger === request?.name);
        const code = error.fields?.find(field => field.name === "ERROR_CODE")?.value;
        const failed = (request ? rows : table.rows)
            .filter(row => row.from === state && row.refused && (row.code === code || request && !row.code));
        const passing = rows.filter(row => !row.refused);
        return [
            request ? el("p", {}, "It answers ", el("code", {}, request.name), state ? [" in state ", el("code", {}, state)] : "", ".") : null,
            failed.length ? rowTable("The rows of the table that say so", failed) : null,
            passing.length ? rowTable("It would have passed", passing) : null,
        ];
    }

    ofMove(event) {
        const table = this.tables.machines.find(each => event.machine.startsWith(each.prefix));
        const rows = table?.rows.filter(row => row.from === event.from && row.to === event.to) ?? [];
        return rows.length ? [rowTable("The rows that lead there", rows)] : [];
    }

    requestBefore(error) {
        const events = this.player.run.steps[error.stepIndex].events.slice(0, error.index).reverse();
        return events.find(each => each.type === "message" && each.protocol === "TDISP" && each.destination === error.source);
    }

    stateAt(error) {
        return this.player.run.machinesAt(error.stepIndex, error.index)
            .find(machine => machine.machine === "TDI" && machine.source.startsWith(error.source))?.state ?? "CONFIG_UNLOCKED";
    }

    /** What names of checks, errors and reasons in a text mean. */
    words(text) {
        const found = Object.entries(this.tables.words).filter(([word]) => new RegExp(`\\b${word}\\b`).test(text));
        return found.length
            ? el("dl", {class: "words"}, found.flatMap(([word, meaning]) => [el("dt", {}, word), el("dd", {}, meaning)])) : null;
    }
}

function rowTable(title, rows) {
    return el("section", {}, el("h3", {}, title), el("table", {class: "rows-of-table"},
        el("thead", {}, el("tr", {}, ["In state", "on", "if", "then", "clause"].map(name => el("th", {scope: "col"}, name)))),
        el("tbody", {}, rows.map(row => el("tr", {}, el("td", {}, row.from), el("td", {}, el("code", {}, row.trigger)),
            el("td", {}, row.condition ?? ""), el("td", {}, row.refused ? row.code || "the error of the check that failed" : row.to),
            el("td", {}, row.clause))))));
}
