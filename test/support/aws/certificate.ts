import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Why no certificate can be made; null where it can. */
export function opensslMissing(): string | null {
  return spawnSync('openssl', ['version']).status === 0 ? null : 'there is no openssl';
}

export interface Certificate {
  readonly key: string;
  readonly cert: string;
  /** Where the certificate lies: it is its own authority. */
  readonly path: string;
}

/** Makes a certificate for the hosts, good for a day, in the directory. */
export function makeCertificate(directory: string, hosts: readonly string[]): Certificate {
  const [key, path] = [join(directory, 'key.pem'), join(directory, 'certificate.pem')];
  const names = hosts.map((host) => `DNS:${host}`).join(',');
  const options = [
    'req -x509 -nodes -days 1 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1'.split(' '),
    ['-subj', '/CN=kmslint test', '-addext', `subjectAltName=${names},IP:127.0.0.1`],
    ['-keyout', key, '-out', path],
  ];
  execFileSync('openssl', options.flat(), { stdio: 'ignore' });
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(path, 'utf8'), path };
}
