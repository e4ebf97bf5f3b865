import { unexpected } from './expect.ts';

/** How far a factor strays: x is from 1 - x to 1 + x, as torchvision's ColorJitter; or from and to. */
export type JitterRange = number | readonly [from: number, to: number];

/** Random changes of colour, in this order, each clamped to what a byte can hold. */
export interface Jitter {
  /** Every value is multiplied by the factor. */
  readonly brightness?: JitterRange;
  /** Values move from (above 1) or to (below 1) the row's mean luma. */
  readonly contrast?: JitterRange;
  /** Values move from or to their pixel's luma; 0 is grey. */
  readonly saturation?: JitterRange;
}

/** From and to, of each factor. */
export interface ResolvedJitter {
  readonly brightness: readonly [number, number];
  readonly contrast: readonly [number, number];
  readonly saturation: readonly [number, number];
}

function intervalOf(name: string, range: JitterRange = 0): readonly [number, number] {
  const [from, to] = typeof range === 'number' ? [Math.max(0, 1 - range), 1 + range] : range;
  if (from >= 0 && from <= to && Number.isFinite(to) && (typeof range !== 'number' || range >= 0)) {
    return [from, to];
  }
  const shown = typeof range === 'number' ? range : `[${range.join(', ')}]`;
  throw unexpected(name, 'a number from 0 on, or two rising ones,', shown);
}

/** @throws TypeError for what is no range. */
export function resolveJitter(jitter: Jitter): ResolvedJitter {
  return {
    brightness: intervalOf('jitter.brightness', jitter.brightness),
    contrast: intervalOf('jitter.contrast', jitter.contrast),
    saturation: intervalOf('jitter.saturation', jitter.saturation),
  };
}
