// A few words to build the page with.

const SVG = "http://www.w3.org/2000/svg";

/** Makes an element: attributes, then children, which are elements or text. */
export function el(name, attributes = {}, ...children) {
    return fill(document.createElement(name), attributes, children);
}

/** Makes an element of a drawing. */
export function svg(name, attributes = {}, ...children) {
    return fill(document.createElementNS(SVG, name), attributes, children);
}

/** Puts other children into an element. What had the focus has it again, if there is one of the same data-key. */
export function replace(element, ...children) {
    const key = element.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
    element.replaceChildren(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
    if (key !== undefined) {
        element.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({preventScroll: true});
    }
}

function fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) {
        if (name.startsWith("on")) {
            element.addEventListener(name.slice(2), value);
        } else if (name === "style") {
            element.style.cssText = value;
        } else if (value !== null && value !== undefined && value !== false) {
            element.setAttribute(name, value === true ? "" : value);
        }
    }
    element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
    return element;
}
