import type { AnswerError } from '../../../read/snapshot/format.ts';

/** An error of the SDK or of the network, as a snapshot records it. */
export function describeError(error: unknown): AnswerError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), status: null };
  return { name: error.name, message: firstLine(error.message), status: statusOf(error) };
}

/** Errors by which AWS, or the chain that finds credentials, says that the caller's own are of no use any more. */
export function isExpiry({ name }: { readonly name: string }): boolean {
  return [
    'ExpiredToken',
    'ExpiredTokenException',
    'CredentialsProviderError',
    'TokenProviderError',
  ].includes(name);
}

function firstLine(message: string): string {
  const line = message.split('\n', 1)[0] ?? '';
  return line === '' ? 'no reason given' : line.slice(0, 500);
}

function statusOf(error: Error): number | null {
  if (!('$metadata' in error)) return null;
  const metadata = error.$metadata;
  if (typeof metadata !== 'object' || metadata === null) return null;
  const status = 'httpStatusCode' in metadata ? metadata.httpStatusCode : null;
  return typeof status === 'number' ? status : null;
}
