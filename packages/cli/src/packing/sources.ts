import type { Dataset } from '../formats/dataset.ts';
import { resolveInputs } from '../formats/inputs.ts';

/** Opens all sets that the paths stand for. */
export async function openSets(
  paths: readonly string[],
  glob: string | undefined,
  signal: AbortSignal,
): Promise<{ sets: Dataset[]; close: () => Promise<void> }> {
  const sets: Dataset[] = [];
  const close = async () => {
    for (const set of sets) await set.close();
  };
  try {
    for (const input of await resolveInputs(paths, signal)) {
      sets.push(await input.open({ glob, signal }));
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { sets, close };
}
