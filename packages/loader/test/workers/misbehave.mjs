// Does what the third batch's first number asks for.
export default async function misbehave(batch) {
  const [first] = batch.data;
  if (first !== 20) return { first };
  if (process.env.MISBEHAVE === 'throw') throw new RangeError('cannot collate this');
  if (process.env.MISBEHAVE === 'exit') process.exit(3);
  if (process.env.MISBEHAVE === 'hang') return new Promise(() => {});
  if (process.env.MISBEHAVE === 'spin') for (;;);
  if (process.env.MISBEHAVE === 'clone') return { data: () => {} };
  return { first };
}
