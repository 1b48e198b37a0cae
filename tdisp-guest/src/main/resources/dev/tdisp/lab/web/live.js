// What needs the server behind the page: other runs, breaking something, comparing, exercises, files.

import {compare} from "tdisp/compare.js";
import {el, replace} from "tdisp/dom.js";
import {Exercises} from "tdisp/exercises.js";
import {Run} from "tdisp/run.js";

/** Opens what is hidden without a server. */
export async function goLive(player) {
    const live = new Live(player, await (await fetch("menu")).json());
    for (const button of document.querySelectorAll("[data-open]")) {
        button.hidden = false;
        button.addEventListener("click", () => live[button.dataset.open]());
    }
}

class Live {
    constructor(player, menu) {
        this.player = player;
        this.menu = menu;
        this.recipe = new URLSearchParams(location.search || document.body.dataset.recipe);
        this.before = null;
        this.dialog = document.getElementById("menu");
        this.exerciseList = new Exercises(this);
    }

    /** Has the server do a run, and opens it where the reader is. */
    async load(recipe, step = this.player.step) {
        const answer = await fetch(`run?${recipe}`);
        const text = await answer.text();
        if (!answer.ok) {
            this.dialogOf("That did not work", el("p", {class: "failure", role: "alert"}, text));
            return false;
        }
        this.before = {recipe: this.recipe, run: this.player.run};
        this.recipe = recipe;
        history.replaceState(null, "", `?${recipe}${location.hash}`);
        this.dialog.close();
        this.player.open(Run.parse(text), step);
        return true;
    }

    dialogOf(title, ...content) {
        replace(this.dialog, el("div", {class: "body"}, el("header", {}, el("h2", {}, title),
            el("button", {type: "button", "aria-label": "Close", onclick: () => this.dialog.close()}, "×")), content));
        if (!this.dialog.open) {
            this.dialog.showModal();
        }
    }

    runs() {
        const platform = el("select", {name: "platform"}, el("option", {value: ""}, "no platform's words"),
            this.menu.platforms.map(each => el("option", {value: each.id}, each.title)));
        const seed = el("input", {name: "seed", value: this.recipe.get("seed") ?? "1", inputmode: "numeric", size: 8});
        const open = flow => this.load(new URLSearchParams(
            Object.entries({flow, seed: seed.value, platform: platform.value}).filter(([, value]) => value)), 0);
        this.dialogOf("Runs", el("p", {}, el("label", {}, "Seed ", seed), " ", el("label", {}, "Platform ", platform)),
            choices(this.menu.flows, open));
    }

    /** Everything that can be broken here, with the power that it takes. */
    break() {
        const step = this.player.step;
        const strike = id => this.load(this.with("break", `${step + 1}:${id}`), step + 1);
        this.dialogOf("Break it", el("p", {}, `After step ${step + 1}: ${this.player.current().name}. Who will notice, and by which rule?`),
            group("Something happens now", this.menu.disturbances, strike),
            group("Something goes wrong with a message, a packet or a register", this.menu.faults, id => this.load(this.with("fault", id))),
            group("Attacks, each from its own beginning", this.menu.attacks, id => this.load(this.only({attack: id}), 0)),
            group("The same attacks, against the party that is careless", this.menu.attacks.filter(each => each.weak),
                id => this.load(this.only({attack: id, weak: "1"}), 0)),
            group("A device that is wrong from the start", this.menu.wrong, id => this.load(this.only({wrong: id}))),
            this.faultForm());
    }

    faultForm() {
        const text = el("input", {name: "fault", class: "filter", list: "faults", placeholder: this.menu.faults[0].id});
        const send = event => {
            event.preventDefault();
            this.load(this.with("fault", text.value || this.menu.faults[0].id));
        };
        return el("form", {onsubmit: send, class: "fault"}, el("label", {}, "Or a fault of your own, in the words of the command line ", text),
            el("datalist", {id: "faults"}, this.menu.faults.map(each => el("option", {value: each.id}))), el("button", {}, "Let it happen"));
    }

    with(name, value) {
        const recipe = new URLSearchParams(this.recipe);
        recipe.append(name, value);
        return recipe;
    }

    only(more) {
        const recipe = new URLSearchParams(more);
        if (this.recipe.has("seed")) {
            recipe.set("seed", this.recipe.get("seed"));
        }
        return recipe;
    }

    compare() {
        const content = this.before
            ? compare(this.before.run, this.player.run)
            : el("p", {}, "Break something first: the run before is kept, and shown beside the new one here.");
        this.dialogOf("The run before, and this one", content);
    }

    exercises() {
        this.exerciseList.open();
    }

    save() {
        this.dialogOf("Save", el("div", {class: "choices"}, this.menu.formats.map(({id, title}) =>
            el("a", {href: `save?format=${id}&${this.recipe}`, download: true}, el("b", {}, id), ` ${title}`))));
    }
}

function group(title, entries, choose) {
    return el("details", {}, el("summary", {}, `${title} (${entries.length})`), choices(entries, choose));
}

/** A list that can be filtered by a word. */
function choices(entries, choose) {
    const list = el("div", {class: "choices"}, entries.map(entry => el("button", {type: "button", value: entry.id, onclick: () => choose(entry.id)},
        el("b", {}, entry.id), el("span", {}, entry.title), entry.power ? el("span", {class: "power"}, entry.power) : null)));
    const filter = el("input", {class: "filter", type: "search", placeholder: "Filter", "aria-label": "Filter", oninput: () => {
        for (const button of list.children) {
            button.hidden = !button.textContent.toLowerCase().includes(filter.value.toLowerCase());
        }
    }});
    return [entries.length > 8 ? filter : null, list];
}
