import type { Shard, Uneven } from './shard.ts';

/** What `shardFromEnv` is told. */
export interface ShardFromEnvOptions {
  /** Number of ranks, where the environment tells only which one this is (Kubernetes). */
  count?: number;
  /** As in `shard.uneven`. */
  uneven?: Uneven;
  /** Default: `process.env`. */
  env?: Readonly<Record<string, string | undefined>>;
}

// Launchers, and the names they give to (rank, number of ranks).
const LAUNCHERS = [
  ['RANK', 'WORLD_SIZE'], // torchrun and what follows it
  ['SLURM_PROCID', 'SLURM_NTASKS'], // srun
  ['OMPI_COMM_WORLD_RANK', 'OMPI_COMM_WORLD_SIZE'], // mpirun
  ['JOB_COMPLETION_INDEX', undefined], // indexed Jobs of Kubernetes, which do not tell the number
] as const;

/**
 * The shard of this process as its launcher tells it: RANK and WORLD_SIZE, SLURM_PROCID and
 * SLURM_NTASKS, Open MPI's variables, or Kubernetes' JOB_COMPLETION_INDEX with `count`. Where there
 * are none of them: the only rank of one.
 *
 * @throws RangeError when they contradict themselves or the number of ranks is not known.
 */
export function shardFromEnv({
  count,
  uneven,
  env = process.env,
}: ShardFromEnvOptions = {}): Shard {
  const rest = uneven === undefined ? {} : { uneven };
  for (const [indexName, countName] of LAUNCHERS) {
    const index = integer(env, indexName);
    if (index === undefined) continue;
    const told = countName === undefined ? undefined : integer(env, countName);
    const total = count ?? told;
    if (total === undefined) {
      throw new RangeError(
        `Expected the number of ranks beside ${indexName}=${index}: ` +
          `pass { count }${countName === undefined ? '' : ` or set ${countName}`}`,
      );
    }
    if (index >= total) {
      throw new RangeError(`Expected ${indexName} below the ${total} ranks but received ${index}`);
    }
    return { index, count: total, ...rest };
  }
  if (count !== undefined && count !== 1) {
    throw new RangeError(`Expected a variable that tells this rank of ${count} but found none`);
  }
  return { index: 0, count: 1, ...rest };
}

function integer(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
): number | undefined {
  const text = env[name];
  if (text === undefined || text === '') return undefined;
  if (!/^\d{1,15}$/.test(text)) {
    throw new RangeError(`Expected a non-negative integer in ${name} but received '${text}'`);
  }
  return Number(text);
}
