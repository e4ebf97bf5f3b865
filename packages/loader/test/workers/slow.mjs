// Takes its time.
export default async function slow(batch) {
  await new Promise((resolve) => setTimeout(resolve, 10));
  return batch;
}
