import { expect } from 'vitest';
import { Program } from './run.ts';

/** What a rank is told. */
export interface TestedServer {
  /** Of the samples. */
  readonly url: string;
  readonly env: Record<string, string>;
}

interface Step {
  readonly ids: readonly number[];
  readonly state: object;
}

/** Runs ranks in lock-step for so many steps (or to the end), then kills them all in the middle of one. */
export async function train(
  server: TestedServer,
  ranks: number,
  batchSize: number,
  steps: number,
  state?: object,
): Promise<{ seen: number[]; state: object | undefined }> {
  const arguments_ = [server.url, batchSize, ...(state ? [JSON.stringify(state)] : [])];
  const programs = Array.from({ length: ranks }, (_, rank) => {
    const env = { ...server.env, RANK: `${rank}`, WORLD_SIZE: `${ranks}` };
    return new Program('train-rank.mjs', arguments_, env);
  });
  const seen: number[] = [];
  let running = programs;
  let last = state;
  for (let step = 0; step < steps; step++) {
    const messages = await Promise.all(running.map((program) => program.message()));
    const delivered = messages.filter((message): message is Step => 'ids' in (message as object));
    running = running.filter((_, rank) => 'ids' in (messages[rank] as object));
    if (running.length === 0) break;
    seen.push(...delivered.flatMap(({ ids }) => ids));
    // The same on every rank: any of them may save it.
    for (const message of delivered) expect(message.state).toEqual(delivered[0]?.state);
    last = delivered[0]?.state;
    for (const { child } of running) child.send('go on');
  }
  if (running.length > 0) {
    await running[0]?.message(); // some are within the next step, which does not count
    for (const { child } of programs) child.kill('SIGKILL');
  }
  const ends = await Promise.all(programs.map(({ ended }) => ended));
  if (running.length === 0)
    for (const end of ends) expect(end).toMatchObject({ code: 0, output: '' });
  return { seen, state: last };
}
