export { main } from './main.ts';
export type { Io, Output } from './terminal/io.ts';
