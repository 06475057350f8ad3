// Offsets count Unicode code points; JavaScript's strings count UTF-16 units.
export class Points {
  constructor(text) {
    this.text = text;
    this.points = /[\ud800-\udfff]/.test(text) ? Array.from(text) : null;
  }

  slice(start, end) {
    return this.points ? this.points.slice(start, end).join("") : this.text.slice(start, end);
  }

  // Where words begin and end inside a range, as offsets of the whole text.
  words(start, end) {
    const found = [];
    const words = this.slice(start, end);
    for (const match of words.matchAll(/\S+/gu)) {
      const at = start + count(words.slice(0, match.index));
      found.push([at, at + count(match[0])]);
    }
    return found;
  }
}

export function count(text) {
  let points = 0;
  for (const _ of text) points += 1;
  return points;
}

// Code points of the text before a place in the page, inside an element.
export function offsetIn(element, node, offset) {
  const range = document.createRange();
  range.selectNodeContents(element);
  range.setEnd(node, offset);
  return count(range.toString());
}
