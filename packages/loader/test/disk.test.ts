import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createTFRecords } from '@dareblopy/tfrecord';
import { expect, it } from 'vitest';

const program = fileURLToPath(new URL('./disk/load.mjs', import.meta.url));

// A limit on the size of files (`ulimit -f`, in blocks of 512 bytes or a KiB) fails writes as a full disk does, without being root.
it.each([
  ['', ['data.tfrecord', 'data.tfrecord.dbidx']],
  ['ulimit -f 1; ', ['data.tfrecord']],
])('loads where the index cannot be kept, and leaves no half of one (%j)', async (limit, files) => {
  const folder = mkdtempSync(join(tmpdir(), 'dareblopy-disk-'));
  try {
    const path = join(folder, 'data.tfrecord');
    const writer = await createTFRecords(path);
    for (let i = 0; i < 3000; i++) await writer.write(new Uint8Array(1 + (i % 50)));
    await writer.close();
    const command = `${limit}exec "$0" "$1" "$2"`;
    const { stdout } = await promisify(execFile)('sh', [
      ...['-c', command, process.execPath],
      ...[program, path],
    ]);
    expect(JSON.parse(stdout)).toEqual({ samples: 3000, files });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
