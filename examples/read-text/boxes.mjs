// From a map of how likely each pixel belongs to text to the boxes of words.

const LIKELY = 0.3;
/** The model is trained on shrunken words: boxes grow by area / perimeter times this. */
const GROWTH = 1.6;
const SMALLEST = 3; // pixels, of the shrunken word's shorter side

/** [{ x, y, width, height }] from top to bottom, of a map of height x width numbers from 0 to 1. */
export function findBoxes(map, height, width) {
  const seen = new Uint8Array(map.length);
  const boxes = [];
  for (let start = 0; start < map.length; start++) {
    if (seen[start] || map[start] < LIKELY) continue;
    const box = extent(map, height, width, start, seen);
    if (Math.min(box.width, box.height) >= SMALLEST) boxes.push(grown(box, height, width));
  }
  return boxes.sort((a, b) => a.y - b.y);
}

/** The box around all likely pixels that hang together with `start`. */
function extent(map, height, width, start, seen) {
  let [left, right, top, bottom] = [width, -1, height, -1];
  const open = [start];
  seen[start] = 1;
  while (open.length > 0) {
    const at = open.pop();
    const x = at % width;
    const y = (at - x) / width;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
    const neighbours = [x > 0 && at - 1, x + 1 < width && at + 1, at - width, at + width];
    for (const next of neighbours) {
      if (next === false || next < 0 || next >= map.length) continue;
      if (seen[next] || map[next] < LIKELY) continue;
      seen[next] = 1;
      open.push(next);
    }
  }
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

function grown(box, height, width) {
  const by = Math.round((GROWTH * box.width * box.height) / (2 * (box.width + box.height)));
  const x = Math.max(0, box.x - by);
  const y = Math.max(0, box.y - by);
  return {
    x,
    y,
    width: Math.min(width, box.x + box.width + by) - x,
    height: Math.min(height, box.y + box.height + by) - y,
  };
}
