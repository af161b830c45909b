import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { loadConfig } from '@smithy/core/config';
import { UserError } from '../../../errors.ts';
import { explain } from '../../../read/input/load.ts';

/**
 * The certificates that AWS_CA_BUNDLE or the profile's `ca_bundle` name, in place of Node's own and NODE_EXTRA_CA_CERTS, as
 * with the AWS CLI; null where neither is set. The SDK for JavaScript knows neither.
 * @throws UserError where the file cannot be read, or holds no certificates
 */
export async function readCertificates(): Promise<string | null> {
  const path = await loadConfig({
    environmentVariableSelector: (variables) => filled(variables['AWS_CA_BUNDLE']),
    configFileSelector: (profile) => filled(profile['ca_bundle']),
    default: '',
  })();
  if (path === '') return null;
  try {
    const text = readFileSync(path, 'utf8');
    if (!text.includes('-----BEGIN ')) throw new Error('it holds no certificate in PEM');
    createSecureContext({ ca: text });
    return text;
  } catch (error) {
    throw new UserError(
      `${path}: ${explain(error)}; AWS_CA_BUNDLE or the profile's ca_bundle name it for the certificates to trust`,
    );
  }
}

function filled(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
