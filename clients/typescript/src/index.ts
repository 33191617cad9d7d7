export { type Answered, type ClientOptions, type Moment, type QueryOptions, RegisterClient } from './client.js';
export type { DocumentTypeDecoration, TypedDocument } from './document.js';
export { type GraphQLErrorEntry, RegisterError, type RegisterErrorCode } from './error.js';
export * from './generated/documents.js';
export type { Connection, PageOptions, PageVariables } from './pages.js';
export type { RetryOptions } from './retry.js';
