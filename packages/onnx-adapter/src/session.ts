import type { InferenceSession } from 'onnxruntime-common';

/**
 * What of a session is used: also a fake, or one in another thread, will do. Without metadata (ONNX Runtime
 * before 1.21) feeds are checked by their names alone.
 */
export interface Runner {
  readonly inputNames: readonly string[];
  readonly outputNames?: readonly string[];
  readonly inputMetadata?: readonly InferenceSession.ValueMetadata[];
  run: InferenceSession['run'];
}

/** What a model says of one of its inputs. */
export interface InputType {
  readonly type: string;
  /** Names where the model leaves an extent open. Empty: unknown, or a scalar. */
  readonly shape: readonly (number | string)[];
}

/** The tensor inputs of a model by name, as far as the runtime tells. */
export function inputTypes(session: Runner): ReadonlyMap<string, InputType> {
  const types = new Map<string, InputType>();
  for (const input of session.inputMetadata ?? []) {
    if (input.isTensor) types.set(input.name, input);
  }
  return types;
}

/** An extent that the model fixes; some runtimes answer -1 for one that it does not. */
export function isFixed(extent: number | string | undefined): extent is number {
  return typeof extent === 'number' && extent >= 0;
}
