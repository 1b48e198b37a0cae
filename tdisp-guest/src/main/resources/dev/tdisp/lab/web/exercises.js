// Ten tasks: a run in which something is wrong. Say who noticed and which rule it was; the server checks the answer.

import {el} from "tdisp/dom.js";

/** Shows the exercises, opens their runs, and takes the answers. */
export class Exercises {
    constructor(live) {
        this.live = live;
        this.solved = new Set();
    }

    open() {
        this.live.dialogOf("Exercises", el("ol", {class: "choices"}, this.live.menu.exercises.map(each => el("li", {},
            el("button", {type: "button", value: each.id, onclick: () => this.begin(each)},
                el("b", {}, `${each.number}${this.solved.has(each.id) ? " ✓" : ""}`), el("span", {}, each.title), el("span", {class: "power"}, each.level))))));
    }

    async begin(exercise) {
        if (this.live.recipe.get("exercise") === exercise.id || await this.live.load(new URLSearchParams({exercise: exercise.id}), 0)) {
            this.ask(exercise);
        }
    }

    ask(exercise, verdict = null) {
        const answers = exercise.questions.map(question => el("fieldset", {}, el("legend", {}, question.text), question.choices.map(choice =>
            el("label", {class: "answer"}, el("input", {type: "radio", name: question.id, value: choice, required: true}), ` ${choice}`))));
        const send = async event => {
            event.preventDefault();
            const given = new URLSearchParams(new FormData(event.target));
            given.set("exercise", exercise.id);
            const reply = await fetch(`answer?${given}`);
            const answer = reply.ok ? await reply.json() : {right: false, text: await reply.text()};
            if (answer.right) {
                this.solved.add(exercise.id);
            }
            this.ask(exercise, answer);
        };
        this.live.dialogOf(`${exercise.number}. ${exercise.title}`, el("p", {}, exercise.task),
            verdict ? el("p", {role: "alert", class: verdict.right ? "cause" : "failure"}, verdict.text) : null,
            el("form", {onsubmit: send}, answers, el("p", {}, el("button", {}, "Check"), " ",
                el("button", {type: "button", onclick: () => this.live.dialog.close()}, "Look at the run first"))));
    }
}
