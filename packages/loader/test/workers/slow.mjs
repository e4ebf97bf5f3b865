// Takes its time.
export default async function slow(batch) {
  await new Promise((resolve) => setTimeout(resolve, 40));
  return batch;
}
