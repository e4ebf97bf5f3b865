// Each peer at its best settings, doing the same: open the archive, read all entries as Uint8Arrays.
import { openAsBlob, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import { getLibzipSync, ZipFS } from '@yarnpkg/libzip';
import { configure, Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import AdmZip from 'adm-zip';
import { unzipSync } from 'fflate';
import JSZip from 'jszip';
import { unzip } from 'unzipit';
import * as yauzl from 'yauzl';

configure({ useWebWorkers: false });
const libzip = getLibzipSync();

/** name -> (path) => Map of name to bytes, or an object of them. */
export const readAll = {
  async fflate(path) {
    return unzipSync(readFileSync(path)); // CRC-32 is not checked
  },
  async 'yarn libzip'(path) {
    const zip = new ZipFS(path, { libzip, readOnly: true });
    const all = {};
    for (const name of zip.readdirSync('/')) all[name] = zip.readFileSync(`/${name}`);
    zip.discardAndClose();
    return all;
  },
  async yauzl(path) {
    const zip = await promisify(yauzl.open)(path, { lazyEntries: true, autoClose: false });
    const all = {};
    const openEntry = promisify(zip.openReadStream.bind(zip));
    await new Promise((resolve, reject) => {
      zip.on('error', reject);
      zip.on('end', resolve);
      zip.on('entry', async (entry) => {
        const parts = [];
        for await (const part of await openEntry(entry)) parts.push(part);
        all[entry.fileName] = Buffer.concat(parts);
        zip.readEntry();
      });
      zip.readEntry();
    });
    zip.close();
    return all;
  },
  async 'adm-zip'(path) {
    const all = {};
    for (const entry of new AdmZip(path).getEntries()) all[entry.entryName] = entry.getData();
    return all;
  },
  async jszip(path) {
    const zip = await JSZip.loadAsync(readFileSync(path));
    const names = Object.keys(zip.files);
    const bytes = await Promise.all(names.map((name) => zip.files[name].async('uint8array')));
    return Object.fromEntries(names.map((name, i) => [name, bytes[i]]));
  },
  async unzipit(path) {
    const { entries } = await unzip(await openAsBlob(path));
    const names = Object.keys(entries);
    const bytes = await Promise.all(names.map((name) => entries[name].arrayBuffer()));
    return Object.fromEntries(names.map((name, i) => [name, new Uint8Array(bytes[i])]));
  },
  async 'zip.js'(path) {
    const reader = new ZipReader(new Uint8ArrayReader(readFileSync(path)));
    const all = {};
    for (const entry of await reader.getEntries())
      all[entry.filename] = await entry.getData(new Uint8ArrayWriter());
    await reader.close();
    return all;
  },
};

// From Node 26.5 on; read on this thread, which is the faster of its two ways for small entries.
if (zlib.ZipFile) {
  readAll["node:zlib's ZipFile"] = async (path) => {
    const zip = zlib.ZipFile.openSync(path);
    const all = {};
    for (const [name, entry] of zip.entriesSync()) all[name] = entry.contentSync();
    zip.closeSync();
    return all;
  };
}

/** Opens an archive of 100,000 entries and finds what is in it. */
export const openOnly = {
  'yarn libzip': (path) => new ZipFS(path, { libzip, readOnly: true }),
  'adm-zip': (path) => new AdmZip(path).getEntries(),
  yauzl: async (path) => {
    const zip = await promisify(yauzl.open)(path, { lazyEntries: true, autoClose: false });
    const entries = new Map();
    await new Promise((resolve, reject) => {
      zip.on('error', reject);
      zip.on('end', resolve);
      zip.on('entry', (entry) => {
        entries.set(entry.fileName, entry);
        zip.readEntry();
      });
      zip.readEntry();
    });
    return { zip, entries };
  },
};
