// What a client is told when it gets no answer.
import { isDareblopyError } from '@dareblopy/core';
import { BatcherError } from '@dareblopy/onnx-adapter';

/** An upload that is not answered, and the HTTP status that says so. */
export class UploadError extends Error {
  constructor(statusCode, code, message) {
    super(message);
    this.statusCode = statusCode;
    this.code = code;
  }
}

/** 4xx where another upload would do, 503 where another time would, else 500. */
export function statusOf(error) {
  if (error instanceof BatcherError || isDareblopyError(error, 'OUT_OF_MEMORY')) return 503;
  if (isDareblopyError(error, 'LIMIT_EXCEEDED')) return 413;
  if (isDareblopyError(error) && error.code.startsWith('JPEG_')) return 422;
  return error.statusCode ?? 500; // ours, and fastify's own: 413, 415, ...
}

/** The body that goes with it. What went wrong inside is for the log alone. */
export function refusal(error) {
  if (statusOf(error) === 500) return { error: 'INTERNAL', message: 'The model failed' };
  return { error: error.code ?? error.name, message: error.message };
}
