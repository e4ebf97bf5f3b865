/** ONNX Runtime failed on a batch: which, and of which samples. `cause` is its own error. */
export class RunError extends Error {
  /** The batch's number in this iteration, from 0. */
  readonly batch: number;
  /** The names of its samples, where the batch has them. */
  readonly samples: readonly string[];

  constructor(batch: number, samples: readonly string[], cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`ONNX Runtime failed on batch ${batch}${listed(samples)}: ${reason.trim()}`, { cause });
    this.name = 'RunError';
    this.batch = batch;
    this.samples = samples;
  }
}

const SHOWN = 8;

function listed(samples: readonly string[]): string {
  if (samples.length === 0) return '';
  const more = samples.length > SHOWN ? ` and ${samples.length - SHOWN} more` : '';
  return ` (${samples.slice(0, SHOWN).join(', ')}${more})`;
}

/** The names in a batch's column, of strings or an NDArray of them; none where there is no such column. */
export function namesIn(batch: unknown, column: string): readonly string[] {
  if (typeof batch !== 'object' || batch === null) return [];
  const value = (batch as Record<string, unknown>)[column];
  const names = Array.isArray(value) ? value : (value as { data?: unknown } | undefined)?.data;
  return Array.isArray(names) && names.every((name) => typeof name === 'string') ? names : [];
}
