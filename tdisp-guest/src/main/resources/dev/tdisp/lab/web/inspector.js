// The inspector: the bytes of a message beside what each field means; for other events, what is known of them.

import {el, replace} from "tdisp/dom.js";
import {isRefusal} from "tdisp/run.js";

const HUES = 8;

/** Shows the event that is open, or says how to open one. */
export class Inspector {
    constructor(element, player, onWhy) {
        this.element = element;
        this.player = player;
        this.onWhy = onWhy;
        player.addEventListener("moved", () => this.draw());
    }

    draw() {
        const event = this.player.selected();
        if (!event) {
            replace(this.element, el("p", {class: "hint"}, "Choose an arrow or a mark to see what is inside."));
            return;
        }
        replace(this.element, this.heading(event), event.type === "message" ? this.message(event) : facts(event));
    }

    heading(event) {
        const title = event.type === "message" ? event.name : event.machine ?? event.register ?? event.key ?? event.type;
        return el("header", {class: "event-head"},
            el("h3", {}, title),
            el("p", {class: "sub"}, event.type === "message"
                ? `${event.protocol} · ${event.source} → ${event.destination} · ${byteCount(event)}` : event.source,
            event.clause ? ` · ${event.clause}` : ""),
            isRefusal(event)
                ? el("button", {type: "button", class: "why", onclick: () => this.onWhy(event)}, "Why?") : null);
    }

    message(event) {
        const fields = event.fields ?? [];
        const bytes = event.bytes.match(/../g) ?? [];
        return el("div", {class: "bytes"}, this.hex(bytes, fields), fields.length ? this.table(bytes, fields) : null);
    }

    hex(bytes, fields) {
        const owner = new Array(bytes.length).fill(-1);
        fields.forEach((field, index) => owner.fill(index, field.offset, field.offset + field.length));
        const lines = [];
        for (let start = 0; start < bytes.length; start += 16) {
            const cells = bytes.slice(start, start + 16).map((byte, at) => this.byte(byte, owner[start + at]));
            lines.push(el("div", {class: "hexline"},
                el("span", {class: "offset"}, start.toString(16).padStart(4, "0")), cells));
        }
        return el("div", {class: "hex", role: "img", "aria-label": `${bytes.length} bytes, explained in the table`}, lines);
    }

    byte(text, field) {
        return el("span", {
            class: field < 0 ? "byte" : `byte hue${field % HUES}`, "data-field": field,
            onmouseenter: () => this.light(field), onmouseleave: () => this.light(-1),
        }, text);
    }

    table(bytes, fields) {
        return el("table", {class: "fields"},
            el("thead", {}, el("tr", {}, ["Offset", "Bytes", "Field", "Value"].map(name => el("th", {scope: "col"}, name)))),
            el("tbody", {}, fields.map((field, index) => this.fieldRow(bytes, field, index))));
    }

    fieldRow(bytes, field, index) {
        return el("tr", {
            tabindex: "0", "data-field": index, class: `hue${index % HUES}`,
            onmouseenter: () => this.light(index), onmouseleave: () => this.light(-1),
            onfocus: () => this.light(index), onblur: () => this.light(-1),
        },
        el("td", {class: "offset"}, field.offset.toString(16).padStart(4, "0")),
        el("td", {class: "raw"}, shortened(bytes.slice(field.offset, field.offset + field.length))),
        el("th", {scope: "row"}, field.name, field.meaning ? el("span", {class: "meaning"}, field.meaning) : null),
        el("td", {class: "value"}, field.value));
    }

    /** Lights the bytes and the row of a field. */
    light(field) {
        for (const each of this.element.querySelectorAll("[data-field]")) {
            each.classList.toggle("lit", field >= 0 && each.dataset.field === String(field));
        }
    }
}

function byteCount(event) {
    return `${event.bytes.length / 2} bytes`;
}

function shortened(bytes) {
    return bytes.length > 8 ? `${bytes.slice(0, 8).join(" ")} …` : bytes.join(" ");
}

const HIDDEN = new Set(["type", "index", "stepIndex", "step", "event", "level", "lane", "summary", "words"]);

function facts(event) {
    const rows = Object.entries(event).filter(([name, value]) => !HIDDEN.has(name) && value !== "" && value !== null);
    return el("dl", {class: "facts"}, rows.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, String(value))]));
}
