// The state machines, drawn from their tables: where each is, how it came there, and what is refused where it is.

import {el, replace, svg} from "tdisp/dom.js";

const WIDTH = 520;
const NODE = {width: 158, height: 40};

/** Shows every machine of the run that a table is known for. */
export class Machines {
    constructor(element, player, tables) {
        this.element = element;
        this.player = player;
        this.tables = tables;
        this.chosen = "";
        player.addEventListener("moved", () => this.draw());
    }

    draw() {
        const now = this.player.run.machinesAt(this.player.step, this.player.reached());
        const machines = this.all().map(machine => ({...machine, ...now.find(each => idOf(each) === machine.id)}));
        const open = machines.find(machine => machine.id === this.chosen) ?? machines[0];
        replace(this.element, this.tabs(machines, open), open ? this.machine(open) : el("p", {class: "hint"}, "No state has changed yet."));
    }

    /** The machines of the run, those of interfaces first. */
    all() {
        const found = new Map();
        for (const event of this.player.run.events.filter(each => each.type === "state")) {
            const table = this.tables.machines.find(each => event.machine.startsWith(each.prefix));
            if (table && !found.has(idOf(event))) {
                found.set(idOf(event), {id: idOf(event), table, title: `${event.source} ${event.machine}`, state: event.from});
            }
        }
        const order = machine => this.tables.machines.indexOf(machine.table);
        return [...found.values()].sort((one, other) => order(one) - order(other));
    }

    tabs(machines, open) {
        return el("div", {class: "tabs", role: "group", "aria-label": "State machines"}, machines.map(machine => el("button", {
            type: "button", "data-key": machine.id, "aria-pressed": machine === open ? "true" : "false",
            onclick: () => {
                this.chosen = machine.id;
                this.draw();
            },
        }, machine.title, el("b", {}, machine.state))));
    }

    machine(machine) {
        return el("div", {class: "machine"}, drawing(machine), this.cause(machine), refusals(machine));
    }

    cause(machine) {
        return machine.cause
            ? el("p", {class: "cause"}, el("b", {}, `${machine.from} → ${machine.to}`), ` ${machine.cause}`,
                machine.clause ? el("span", {class: "clause"}, machine.clause) : null)
            : null;
    }
}

function idOf(event) {
    return `${event.source} ${event.machine}`;
}

/** All states, with one arrow for every pair that a row leads from and to. */
function drawing(machine) {
    const states = machine.table.states;
    const height = states.length > 2 ? 250 : 120;
    const at = positions(states.length, height);
    const pairs = new Map();
    for (const row of machine.table.rows.filter(each => each.from !== each.to)) {
        const key = `${row.from} ${row.to}`;
        pairs.set(key, [...pairs.get(key) ?? [], row.trigger]);
    }
    const edges = [...pairs].map(([key, triggers]) => {
        const [from, to] = key.split(" ");
        return edge(at[index(states, from)], at[index(states, to)], triggers, machine.from === from && machine.to === to);
    });
    const nodes = states.map((state, i) => node(state, at[i], machine.state === state.name));
    return svg("svg", {viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": `${machine.title} is in ${machine.state}`},
        svg("defs", {}, head("tip"), head("tip-lit")), edges, nodes);
}

function index(states, name) {
    return states.findIndex(state => state.name === name);
}

/** Two beside each other; more on an ellipse, clockwise from the left. */
function positions(count, height) {
    return Array.from({length: count}, (_, i) => {
        const angle = Math.PI + i * 2 * Math.PI / count;
        return {x: WIDTH / 2 + (WIDTH / 2 - 90) * Math.cos(angle), y: height / 2 + (height / 2 - 30) * Math.sin(angle)};
    });
}

function head(id) {
    return svg("marker", {id, viewBox: "0 0 10 10", refX: 9, refY: 5, markerWidth: 7, markerHeight: 7, orient: "auto"},
        svg("path", {d: "M0 0L10 5L0 10z", class: id}));
}

function node(state, at, isHere) {
    return svg("g", {class: isHere ? "node here" : "node"},
        svg("title", {}, state.meaning),
        svg("rect", {x: at.x - NODE.width / 2, y: at.y - NODE.height / 2, width: NODE.width, height: NODE.height, rx: 20}),
        svg("text", {x: at.x, y: at.y + 5}, state.name));
}

/** An arrow from rim to rim, bent to its right so that the way back does not lie upon it. */
function edge(from, to, triggers, isTaken) {
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const length = Math.hypot(dx, dy);
    const bend = 26;
    const middle = {x: (from.x + to.x) / 2 - dy / length * bend, y: (from.y + to.y) / 2 + dx / length * bend};
    const start = rim(from, middle);
    const end = rim(to, middle);
    return svg("path", {
        class: isTaken ? "edge taken" : "edge", "marker-end": isTaken ? "url(#tip-lit)" : "url(#tip)",
        d: `M${start.x} ${start.y}Q${middle.x} ${middle.y} ${end.x} ${end.y}`,
    }, svg("title", {}, triggers.join("\n")));
}

/** Where the line from a node towards a point leaves the node. */
function rim(center, towards) {
    const [dx, dy] = [towards.x - center.x, towards.y - center.y];
    const scale = Math.min(NODE.width / 2 / Math.abs(dx || 1e-9), NODE.height / 2 / Math.abs(dy || 1e-9));
    return {x: center.x + dx * scale, y: center.y + dy * scale};
}

function refusals(machine) {
    const rows = machine.table.rows.filter(row => row.from === machine.state && row.refused);
    const moves = machine.table.rows.filter(row => row.from === machine.state && row.to !== row.from);
    return el("div", {class: "lists"},
        list(`Leads on from ${machine.state}`, moves, row => [el("code", {}, row.trigger), ` → ${row.to}`, condition(row)]),
        list(`Refused in ${machine.state}`, rows, row => [el("code", {}, row.trigger), ` ${row.code || "by the check that fails"}`, condition(row)]));
}

function condition(row) {
    return row.condition ? el("span", {class: "condition"}, ` ${row.condition}`) : null;
}

function list(title, rows, render) {
    return rows.length
        ? el("details", {}, el("summary", {}, `${title} (${rows.length})`), el("ul", {}, rows.map(row => el("li", {}, render(row)))))
        : null;
}
