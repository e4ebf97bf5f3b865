import { expect, it } from 'vitest';
import { findBoxes } from '../read-text/boxes.mjs';
import { runExample } from './run-example.mjs';

it('read-text finds and reads the words of every page, a short batch too', async () => {
  const output = await runExample('read-text', ['--pages', '5', '--batch', '4']);
  expect(output).toContain('page 0: anchor hammer orchard valley\n');
  expect(output).toContain('20 words, all read right');
}, 60_000);

it('boxes are of pixels that hang together, from top to bottom, and stay inside', () => {
  const [height, width] = [20, 30];
  const map = new Float32Array(height * width);
  const fill = (x, y, w, h) => {
    for (let line = y; line < y + h; line++) {
      map.fill(0.9, line * width + x, line * width + x + w);
    }
  };
  fill(20, 12, 10, 5);
  fill(0, 0, 10, 4);
  fill(15, 0, 2, 2); // too small
  expect(findBoxes(map, height, width)).toEqual([
    { x: 0, y: 0, width: 12, height: 6 },
    { x: 17, y: 9, width: 13, height: 11 },
  ]);
});
