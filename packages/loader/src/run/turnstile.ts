/** A lock that is given in the order in which tickets were drawn, to one holder at a time. */
export class Turnstile {
  #last: Promise<void> = Promise.resolve();

  /** Draws a ticket. Wait for `turn`, then call `leave` once, also after an error. */
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
