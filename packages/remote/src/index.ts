/**
 * Objects over HTTP and in S3, as byte sources that read by ranges.
 *
 * @module
 */
export type { HttpOptions } from './open-http.ts';
export { openHttp } from './open-http.ts';
export type { CacheOptions, RemoteOptions, RetryOptions } from './options.ts';
export type { RemoteSource } from './remote-source.ts';
export type { S3Options } from './s3/account.ts';
export type { S3Credentials, S3CredentialsOption } from './s3/credentials.ts';
export type { ListS3Options, S3Listing } from './s3/list-s3.ts';
export { listS3 } from './s3/list-s3.ts';
export type { OpenS3Options } from './s3/open-s3.ts';
export { openS3 } from './s3/open-s3.ts';
export type { UploadedObject, UploadS3Options } from './s3/upload-s3.ts';
export { uploadS3 } from './s3/upload-s3.ts';
