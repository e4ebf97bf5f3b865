import type { ByteSource } from '@dareblopy/core';
import { UsageError } from '../terminal/exit.ts';
import { globToRegExp } from './glob.ts';

export function isRemote(path: string): boolean {
  return /^(https?|s3):\/\//i.test(path);
}

/** The package that reads remote addresses, if it is installed. */
async function remotePackage() {
  try {
    return await import('@dareblopy/remote');
  } catch {
    throw new UsageError(
      'Remote addresses are read by @dareblopy/remote, which is not installed: npm install @dareblopy/remote',
    );
  }
}

/** An object, or, of `s3://bucket/prefix/` and `s3://bucket/*.zip`, the objects that it stands for. */
export async function openRemote(path: string, signal: AbortSignal): Promise<ByteSource[]> {
  const { listS3, openHttp, openS3 } = await remotePackage();
  const options = { signal, lifetime: signal }; // Ctrl-C does not wait for a stalled server
  if (!path.toLowerCase().startsWith('s3:')) return [await openHttp(path, options)];
  const wildcard = path.search(/[*?[{]/);
  if (wildcard < 0 && !path.endsWith('/')) return [await openS3(path, options)];
  const prefix = wildcard < 0 ? path : path.slice(0, wildcard);
  const listing = await listS3(prefix, options);
  if (wildcard < 0) return [...listing];
  const pattern = new RegExp(`^${globToRegExp(path.slice(path.indexOf('/', 5) + 1))}$`);
  return [...listing].filter((object) => pattern.test(keyOf(object.name)));
}

function keyOf(name: string): string {
  return name.startsWith('s3://') ? name.slice(name.indexOf('/', 5) + 1) : name;
}
