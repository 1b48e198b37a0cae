// Buttons, keys and the address: everything that moves the reader.

const LEVELS = ["exchange", "message", "record", "bytes"];

/** Connects the transport bar and the keyboard to a player, and keeps the place in the address (#step=5&event=2). */
export class Controls {
    constructor(root, player) {
        this.root = root;
        this.player = player;
        this.onButton("first", () => player.go(0));
        this.onButton("back", () => player.back());
        this.onButton("play", () => player.toggle());
        this.onButton("next", () => player.next());
        this.onButton("last", () => player.go(player.run.steps.length - 1));
        document.addEventListener("keydown", event => this.key(event));
        window.addEventListener("hashchange", () => this.jump());
        player.addEventListener("moved", () => this.moved());
    }

    onButton(name, action) {
        this.button(name).addEventListener("click", action);
    }

    button(name) {
        return this.root.querySelector(`[data-do=${name}]`);
    }

    moved() {
        const {player} = this;
        this.button("back").disabled = this.button("first").disabled = player.step === 0;
        this.button("next").disabled = this.button("last").disabled = player.isAtEnd();
        this.button("play").setAttribute("aria-pressed", player.isPlaying() ? "true" : "false");
        this.button("play").querySelector("span").textContent = player.isPlaying() ? "Pause" : "Play";
        const place = placeOf(player);
        if (location.hash !== place) {
            history.replaceState(null, "", place);
        }
    }

    /** Goes where the address says. */
    jump() {
        const place = new URLSearchParams(location.hash.slice(1));
        const step = Number(place.get("step") ?? 1) - 1;
        const event = Number(place.get("event") ?? 0) - 1;
        if (placeOf(this.player) !== location.hash) {
            this.player.go(Number.isInteger(step) ? step : 0, Number.isInteger(event) ? event : -1);
        }
    }

    key(event) {
        const isTyping = event.target.closest("input, select, textarea, dialog");
        if (isTyping || event.ctrlKey || event.metaKey || event.altKey) {
            return;
        }
        const deed = this.deed(event);
        if (deed) {
            event.preventDefault();
            deed();
        }
    }

    deed(event) {
        const {player} = this;
        const isScrolling = event.target.closest("#inspector .scroll, #machines .scroll");
        if (isScrolling && ["ArrowDown", "ArrowUp", "Home", "End", " "].includes(event.key)) {
            return null;
        }
        switch (event.key) {
            case "ArrowRight": return () => player.next();
            case "ArrowLeft": return () => player.back();
            case "ArrowDown": return () => this.along(1);
            case "ArrowUp": return () => this.along(-1);
            case "Home": return () => player.go(0);
            case "End": return () => player.go(player.run.steps.length - 1);
            case " ": return event.target.closest("button, summary, a") ? null : () => player.toggle();
            case "b": return () => this.press("break");
            case "?": return () => this.root.querySelector(".why")?.click();
            default: return null;
        }
    }

    press(name) {
        this.root.querySelector(`[data-open=${name}]:not([hidden])`)?.click();
    }

    /** To the next or the last message of the step. */
    along(direction) {
        const marks = [...document.querySelectorAll("#sequence .step.lit .mark")];
        const here = marks.findIndex(mark => mark.getAttribute("aria-pressed") === "true");
        const target = marks[here < 0 && direction < 0 ? marks.length - 1 : here + direction];
        target?.click();
    }
}

/** Lets the reader choose how much shows. */
export function levels(select, sequence) {
    select.addEventListener("change", () => sequence.show(LEVELS[select.selectedIndex]));
}

/** Light, dark, or as the system says; remembered where that is possible. */
export function theme(button) {
    const order = ["auto", "light", "dark"];
    const apply = name => {
        document.documentElement.dataset.theme = name;
        button.querySelector("span").textContent = name;
    };
    const kept = read();
    apply(order.includes(kept) ? kept : "auto");
    button.addEventListener("click", () => {
        const next = order[(order.indexOf(document.documentElement.dataset.theme) + 1) % order.length];
        apply(next);
        keep(next);
    });
}

function placeOf(player) {
    return `#step=${player.step + 1}${player.event >= 0 ? `&event=${player.event + 1}` : ""}`;
}

function read() {
    try {
        return localStorage.getItem("tdisp-theme");
    } catch {
        return null; // a page from a file may have no storage
    }
}

function keep(name) {
    try {
        localStorage.setItem("tdisp-theme", name);
    } catch {
        // a page from a file may have no storage
    }
}
