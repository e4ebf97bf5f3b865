// A collator: what the original's data_loader took as a function.
export default function double(batch) {
  for (let i = 0; i < batch.label.data.length; i++) batch.label.data[i] *= 2;
  return batch;
}
