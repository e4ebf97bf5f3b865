import type { RowDecoder } from './row-decoder.ts';
import type { Ticket } from './ticket.ts';

/** A batch that still takes samples. Each is decoded into its row as soon as it comes. */
export class Gathering<S, R> {
  readonly #decoder: RowDecoder<S>;
  readonly #buffers: readonly ArrayBuffer[];
  readonly #tickets: Ticket<S, R>[] = [];
  readonly #decoding: Promise<void>[] = [];

  constructor(decoder: RowDecoder<S>, buffers: readonly ArrayBuffer[]) {
    this.#decoder = decoder;
    this.#buffers = buffers;
  }

  /** Rows that are taken, also by samples that have failed since. */
  get rows(): number {
    return this.#tickets.length;
  }

  get buffers(): readonly ArrayBuffer[] {
    return this.#buffers;
  }

  add(ticket: Ticket<S, R>): void {
    const row = this.#tickets.push(ticket) - 1;
    const { sample, signal } = ticket;
    this.#decoding.push(
      this.#decoder.decode(sample, this.#buffers, row, signal).catch((error) => ticket.fail(error)),
    );
  }

  /** Waits until everything is decoded, and closes the gaps that failed and aborted samples left. */
  async seal(): Promise<{ batch: unknown; tickets: readonly Ticket<S, R>[] }> {
    await Promise.all(this.#decoding);
    const good: Ticket<S, R>[] = [];
    for (const [row, ticket] of this.#tickets.entries()) {
      if (ticket.settled) continue;
      if (row !== good.length) this.#decoder.moveRow(this.#buffers, row, good.length);
      good.push(ticket);
    }
    return { batch: this.#decoder.assemble(this.#buffers, good.length), tickets: good };
  }
}
