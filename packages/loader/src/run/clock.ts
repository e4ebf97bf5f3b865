import { runtimeInfo } from '@dareblopy/core';
import { ReadAhead, type Reads } from './read-ahead.ts';

/** Stages whose time is told apart, in the order in which a batch goes through them. */
export const STAGES = [
  'source', // get() and getMany() of the source, in JavaScript
  'read', // reading bytes, on the pool
  'inflate', // decompressing them, on the pool
  'decode', // decoders, on the pool
  'transform', // functions of the sample, and decoders in JavaScript
  'map', // map functions
  'workers', // mapWorkers' threads
  'deliver', // lending batches and taking them back
] as const;
export type Stage = (typeof STAGES)[number];

/** Reads of samples that the loader had to wait for. */
export interface IoCounters {
  /** Milliseconds, summed over the threads that waited. */
  busy: number;
  reads: number;
  bytes: number;
}

/** Counters of one loader, added to as batches go by; times in milliseconds. */
export class Clock {
  /** Time in which each stage was at work, summed over threads, or over batches that wait at once. */
  readonly busy: Record<Stage, number> = {
    source: 0,
    read: 0,
    inflate: 0,
    decode: 0,
    transform: 0,
    map: 0,
    workers: 0,
    deliver: 0,
  };
  /** Of that, time in which the JavaScript thread could do nothing else. */
  readonly blocking: Record<'source' | 'transform' | 'map', number> = {
    source: 0,
    transform: 0,
    map: 0,
  };
  /** All of `blocking`. */
  get blocked(): number {
    const { source, transform, map } = this.blocking;
    return source + transform + map;
  }
  /** Time that the loader cost its consumer: waiting for batches, or held up by its work. */
  get heldUp(): number {
    return this.starved + Math.max(0, this.blocked - this.blockedStarving);
  }
  /** What the storage took, beside `busy.read`, which is what it took threads that decode. */
  readonly io: IoCounters = { busy: 0, reads: 0, bytes: 0 };
  /** How far ahead of the batches under way samples are read. */
  readonly ahead: ReadAhead = new ReadAhead(runtimeInfo().threads);

  /** Samples were read by threads that wait. */
  noteReads(reads: Reads): void {
    this.io.busy += reads.nanos / 1e6;
    this.io.reads += reads.reads ?? reads.rows;
    this.io.bytes += reads.bytes;
    this.ahead.noteReads(reads);
  }

  /** Threads of mapWorkers. */
  workers = 0;
  batches = 0;
  samples = 0;
  /** Bytes of delivered batches in fixed columns. */
  bytes = 0;
  /** Time in which iterations were open. */
  open = 0;
  /** Time in which the consumer waited for a batch. */
  starved = 0;
  /** Of `blocking`, what fell into that time; the rest held the consumer up elsewhere. */
  blockedStarving = 0;
  /** Batches that were asked for, and how many were ready then, summed. */
  requests = 0;
  ready = 0;
}
