/** Lets holders of tickets through one at a time, in the order in which tickets were drawn. */
export class Turnstile {
  #last: Promise<void> = Promise.resolve();

  /** Draws a ticket: wait for `turn`, and call `leave` in any case, once. */
  draw(): { readonly turn: Promise<void>; readonly leave: () => void } {
    const turn = this.#last;
    let leave = (): void => {};
    const left = new Promise<void>((resolve) => {
      leave = resolve;
    });
    this.#last = turn.then(() => left);
    return { turn, leave };
  }
}
