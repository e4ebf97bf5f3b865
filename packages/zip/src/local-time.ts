const week = 7 * 86_400;
/** The years that MS-DOS has end with 2107. */
const end = Date.UTC(2108, 0) / 1000;

let table: Float64Array | undefined;
let tableOf: string | undefined;

const secondsAhead = (time: number): number => new Date(time * 1000).getTimezoneOffset() * -60;

/**
 * What clocks show here, two numbers a change: from when (seconds since 1970), seconds ahead of UTC. Native
 * code has the times of files by it: as JavaScript has them, and where the system knows no time zones too.
 */
export function localTimeTable(): Float64Array {
  const zone = `${process.env.TZ} ${new Date(2024, 0).getTimezoneOffset()} ${new Date(2024, 6).getTimezoneOffset()}`;
  if (table === undefined || tableOf !== zone) {
    table = makeTable();
    tableOf = zone;
  }
  return table;
}

/** Some milliseconds. No zone changes twice within a week. */
function makeTable(): Float64Array {
  const changes = [0, secondsAhead(0)];
  for (let from = 0, ahead = changes[1] as number; from < end; from += week) {
    if (secondsAhead(from + week) === ahead) continue;
    let before = from;
    let after = from + week;
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (secondsAhead(middle) === ahead) before = middle;
      else after = middle;
    }
    ahead = secondsAhead(after);
    changes.push(after, ahead);
  }
  return Float64Array.from(changes);
}
