import type { SourceSetHandle } from '@dareblopy/native';

/** Some records that follow each other in one native block. */
export interface Run {
  readonly set: SourceSetHandle;
  readonly begin: number;
  readonly end: number;
  /** Records of the native block. */
  readonly count: number;
}
