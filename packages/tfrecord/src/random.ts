/**
 * The generator of native/core/batch/random.h, for the few numbers that are drawn here: mix is
 * SplitMix64's finaliser, draw k of a stream is mix(base + (k + 1) * gamma).
 */
const gamma = 0x9e3779b97f4a7c15n;
const wrap = (x: bigint) => BigInt.asUintN(64, x);

function mix(x: bigint): bigint {
  let y = wrap((x ^ (x >> 30n)) * 0xbf58476d1ce4e5b9n);
  y = wrap((y ^ (y >> 27n)) * 0x94d049bb133111ebn);
  return y ^ (y >> 31n);
}

/** The seed of an epoch: the seed itself for the first, so that one epoch needs no epochs. */
export function epochSeed(seed: bigint, epoch: number): bigint {
  return epoch === 0 ? wrap(seed) : mix(wrap(seed) + BigInt(epoch) * gamma);
}

/** 0 to count - 1 in an order that the seed decides: Fisher and Yates, from the end, on stream 3 of the seed. */
export function permutation(count: number, seed: bigint): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  const base = mix(wrap(seed + 4n * gamma));
  for (let last = count - 1, k = 0n; last > 0; last--, k++) {
    const bits = mix(wrap(base + (k + 1n) * gamma));
    const pick = Number((bits * BigInt(last + 1)) >> 64n);
    [order[last], order[pick]] = [order[pick] as number, order[last] as number];
  }
  return order;
}
