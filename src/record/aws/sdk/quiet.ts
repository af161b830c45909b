import { state } from '@aws-sdk/core/client';

/**
 * Spares users the SDK's notice about the version of Node.js, which it gives in each thread and which is none of their
 * business. To be called before a client or credential provider is made.
 */
export function quietSdk(): void {
  state.warningEmitted = true;
}

/** For what the SDK would say besides, to the console: that sockets are in use, that a profile goes before credentials. */
export const quietLogger = {
  trace: () => {},
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
};
