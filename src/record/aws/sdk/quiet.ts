import { state } from '@aws-sdk/core/client';

/**
 * Spares users the SDK's notice about the version of Node.js, which it gives at each run and which is none of their
 * business. Nothing but this one notice is silenced. To be called before a client or credential provider is made.
 */
export function quietSdk(): void {
  state.warningEmitted = true;
}
