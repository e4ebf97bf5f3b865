// A place outside the workspace, as users have one: nothing of ours above it, no compiler on PATH.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quiet, which } from '../lib/exec.mjs';

export class Sandbox {
  constructor(registryUrl) {
    this.folder = mkdtempSync(join(tmpdir(), 'dareblopy-consumer-'));
    this.registryUrl = registryUrl;
    const bin = join(this.folder, 'bin');
    mkdirSync(bin);
    for (const name of ['node', 'npm', 'npx', 'sh']) symlinkSync(which(name), join(bin, name));
    const home = join(this.folder, 'home');
    mkdirSync(home);
    // Nothing that installers keep from one run to the next, and nothing that compiles.
    this.env = {
      ...Object.fromEntries(
        Object.entries(process.env).filter(
          ([key]) => !/^(npm_|DAREBLOPY_|CC$|CXX$|VITEST|NODE_ENV|INIT_CWD)/.test(key),
        ),
      ),
      PATH: bin,
      HOME: home,
      CI: 'true',
      npm_config_registry: `${registryUrl}/`,
      npm_config_cache: join(home, 'npm'),
      npm_config_audit: 'false',
      npm_config_fund: 'false',
      npm_config_update_notifier: 'false',
      BUN_INSTALL_CACHE_DIR: join(home, 'bun'),
      YARN_CACHE_FOLDER: join(home, 'yarn'),
      YARN_GLOBAL_FOLDER: join(home, 'yarn-berry'),
      YARN_NPM_REGISTRY_SERVER: registryUrl,
      YARN_UNSAFE_HTTP_WHITELIST: '127.0.0.1',
      YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
      YARN_ENABLE_TELEMETRY: '0',
      COREPACK_ENABLE_STRICT: '0',
    };
    const ca = output_ca();
    if (ca) Object.assign(this.env, { YARN_HTTPS_CA_FILE_PATH: ca, npm_config_cafile: ca });
  }

  /** A new application that depends on `dependencies`, not installed. */
  app(name, dependencies = {}) {
    const folder = join(this.folder, name);
    mkdirSync(folder, { recursive: true });
    const manifest = { name: 'app', version: '1.0.0', private: true, type: 'module', dependencies };
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
    writeFileSync(join(folder, '.npmrc'), `registry=${this.registryUrl}/\n`);
    return folder;
  }

  run(program, args, cwd, env = {}) {
    return quiet(program, args, { cwd, env: { ...this.env, ...env } });
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Certificates that this machine's npm was told to trust. */
function output_ca() {
  return (
    process.env.NODE_EXTRA_CA_CERTS || process.env.npm_config_cafile || process.env.SSL_CERT_FILE
  );
}
