// Words in the reader's language: English words are the keys.
let catalogue = {};

export function speak(words) {
  catalogue = words;
}

export function t(words, values = {}) {
  const said = catalogue[words] ?? words;
  return said.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

// An element with attributes and children; text never becomes markup.
export function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

// A number as the reader's language writes it.
export function number(value, places = 0) {
  return new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: places }).format(value);
}
