import { partition } from '@aws-sdk/core/client';
import {
  booleanSelector,
  CONFIG_PREFIX_SEPARATOR,
  loadConfig,
  nodeDualstackConfigSelectors,
  nodeFipsConfigSelectors,
  SelectorType,
} from '@smithy/core/config';
import { UserError } from '../../errors.ts';
import { services } from './keys/operations.ts';
import type { ServiceName } from './keys/operations.ts';

/**
 * Where a service is asked: the given address, else what AWS_ENDPOINT_URL_<service>, AWS_ENDPOINT_URL or the profile
 * say, else AWS's own host, with FIPS and dual stack as configured.
 * @throws UserError where the address is none
 */
export async function resolveEndpoint(
  name: ServiceName,
  region: string,
  given: string | null,
): Promise<URL> {
  const address = given ?? (await configuredEndpoint(name)) ?? (await hostOf(name, region));
  try {
    const url = new URL(address);
    if (/^https?:$/.test(url.protocol)) return url;
  } catch {
    // Told below, as any other address that is none.
  }
  throw new UserError(`endpoint ${address} is not an http or https address`);
}

async function configuredEndpoint(name: ServiceName): Promise<string | null> {
  const words = services[name].id.split(' ');
  const ignored = await loadConfig<boolean | undefined>({
    environmentVariableSelector: (variables) =>
      booleanSelector(variables, 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS', SelectorType.ENV),
    configFileSelector: (profile) =>
      booleanSelector(profile, 'ignore_configured_endpoint_urls', SelectorType.CONFIG),
    default: false,
  })();
  if (ignored === true) return null;
  const address = await loadConfig({
    environmentVariableSelector: (variables) =>
      filled(variables[['AWS_ENDPOINT_URL', ...words].join('_').toUpperCase()]) ??
      filled(variables['AWS_ENDPOINT_URL']),
    configFileSelector: (profile, file) => {
      const section = file?.[['services', profile['services']].join(CONFIG_PREFIX_SEPARATOR)];
      const key = [words.join('_').toLowerCase(), 'endpoint_url'].join(CONFIG_PREFIX_SEPARATOR);
      return filled(section?.[key]) ?? filled(profile['endpoint_url']);
    },
    default: '',
  })();
  return filled(address) ?? null;
}

function filled(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

async function hostOf(name: ServiceName, region: string): Promise<string> {
  if (!/^[a-z0-9-]+$/.test(region)) throw new UserError(`${region} is not the name of a Region`);
  const { dnsSuffix, dualStackDnsSuffix } = partition(region);
  const fips = (await loadConfig(nodeFipsConfigSelectors)()) === true ? '-fips' : '';
  const dual = (await loadConfig(nodeDualstackConfigSelectors)()) === true;
  return `https://${services[name].host}${fips}.${region}.${dual ? dualStackDnsSuffix : dnsSuffix}`;
}

/** Endpoints of one target, each resolved once, when it is first needed. */
export function endpointsOf(
  region: string,
  given: string | null,
): (service: ServiceName) => Promise<URL> {
  const found = new Map<ServiceName, Promise<URL>>();
  return (service) => {
    const endpoint = found.get(service) ?? resolveEndpoint(service, region, given);
    found.set(service, endpoint);
    return endpoint;
  };
}
