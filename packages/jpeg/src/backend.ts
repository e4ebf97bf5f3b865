import type { JpegBackendName } from '@dareblopy/core/internal';
import { unexpected } from '@dareblopy/core/internal';
import { native } from '@dareblopy/native';

export interface JpegBackend {
  readonly name: JpegBackendName;
  /** What the library calls itself. */
  readonly library: string;
  readonly version: string;
}

const backends = Object.freeze(native.jpegBackends()) as readonly JpegBackend[];
let defaultBackend: JpegBackendName = 'turbo';

/** The JPEG libraries in this build, turbo first. */
export function jpegBackends(): readonly JpegBackend[] {
  return backends;
}

/**
 * Sets the backend for calls, and decoders made, from now on that name none; in this thread.
 *
 * @throws TypeError for a name that {@link jpegBackends} does not list.
 */
export function setDefaultJpegBackend(name: JpegBackendName): void {
  if (!backends.some((backend) => backend.name === name)) {
    const names = backends.map((backend) => `'${backend.name}'`).join(' or ');
    throw unexpected('the default JPEG backend', names, name);
  }
  defaultBackend = name;
}

/** The backend to use when `name` was asked for. One that the build lacks is native code's to refuse. */
export function backendOr(name: JpegBackendName | undefined): JpegBackendName {
  if (name === undefined) return defaultBackend;
  if (name !== 'turbo' && name !== 'ijg') throw unexpected('backend', "'turbo' or 'ijg'", name);
  return name;
}
