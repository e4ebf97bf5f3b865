/**
 * For those who write a source or drive decoders themselves: how a source hears of epochs, and the keys
 * that rows draw their random choices from. Under semver, like the package's main door.
 *
 * @module
 */
export type { EpochAware } from './order/epoch-aware.ts';
export { RowKeys } from './order/row-keys.ts';
