import { defaultProvider } from '@aws-sdk/credential-provider-node';
import type { Connection } from '../sdk/connection.ts';
import { quietLogger } from '../sdk/quiet.ts';
import type { MfaCode } from './mfa.ts';
import type { Credentials } from '../../target.ts';

/** The SDK's own chain, with somebody to ask for a code, and by way of the same connections. */
export function callersCredentials(
  config: object,
  { endpoint }: Connection['settings'],
  mfaCodeProvider: MfaCode,
): Credentials {
  const clientConfig = endpoint === undefined ? {} : { clientConfig: { endpoint } };
  return defaultProvider({ ...config, logger: quietLogger, mfaCodeProvider, ...clientConfig });
}
