// Puts the page together: the run, the panes that move with it, and, where a server is behind the page, what can be changed.

import {Controls, levels, theme} from "tdisp/controls.js";
import {Inspector} from "tdisp/inspector.js";
import {Machines} from "tdisp/machines.js";
import {Narration} from "tdisp/narration.js";
import {Player} from "tdisp/player.js";
import {Run} from "tdisp/run.js";
import {Sequence} from "tdisp/sequence.js";
import {Why} from "tdisp/why.js";
import {goLive} from "tdisp/live.js";

const $ = selector => document.querySelector(selector);
const embedded = id => document.getElementById(id).textContent;

function show(run, tables) {
    const player = new Player(run);
    const why = new Why($("#why"), player, tables);
    const sequence = new Sequence($("#sequence .scroll"), player);
    new Machines($("#machines .scroll"), player, tables);
    new Inspector($("#inspector .scroll"), player, event => why.open(event));
    new Narration({text: $("#narration"), track: $("#track"), parties: $("#parties")}, player, tables,
        step => why.open(step));
    const controls = new Controls(document.body, player);
    levels($("#level"), sequence);
    theme($("#theme"));
    panes($("#panes"), player);
    player.addEventListener("opened", () => titles(player.run));
    titles(run);
    controls.jump();
    player.go(player.step, player.event);
    return player;
}

function titles(run) {
    const facts = Object.entries(run.facts).map(([name, value]) => `${name} ${value}`).join(" · ");
    $("#title").textContent = run.title;
    $("#facts").textContent = facts;
    document.title = `TDISP: ${run.title}`;
}

/** On a narrow screen one pane shows at a time. */
function panes(bar, player) {
    const open = name => {
        document.body.dataset.pane = name;
        for (const button of bar.querySelectorAll("button")) {
            button.setAttribute("aria-pressed", button.value === name ? "true" : "false");
        }
    };
    bar.addEventListener("click", event => event.target.value && open(event.target.value));
    $("#sequence").addEventListener("click", event => event.target.closest(".mark") && player.selected() && open("inspector"));
    open("sequence");
}

const player = show(Run.parse(embedded("run")), JSON.parse(embedded("tables")));
if (document.body.dataset.live) {
    goLive(player);
}
