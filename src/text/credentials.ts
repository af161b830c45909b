import { findByShape } from './credential-patterns.ts';

/** What a credential looks like, by its kind. Every pattern is asked about one token alone, so that no text takes long. */
const tokens: Readonly<Record<string, RegExp>> = {
  'an AWS access key id': /^(?:AKIA|ASIA)[A-Z0-9]{16}$/,
  'a GitHub token': /^(?:gh[opusr]_[A-Za-z0-9]{36}|github_pat_\w{82})$/,
  'a GitLab token': /^glpat-[\w-]{20}$/,
  'a Slack token': /^xox[abeprs]-[\w-]{10,}$/,
  'a Stripe key': /^sk_live_[A-Za-z0-9]{24,}$/,
  'a Google API key': /^AIza[\w-]{35}$/,
};

const jwtPart = /^[\w-]{10,}$/;

/** A word for a secret, a sign, and the text after it. */
const assignment =
  /(?<![A-Za-z0-9])(?:password|passwd|pwd|secret|token|api[ _-]?key)["']?[ \t]{0,8}([=:])[ \t]{0,8}["']?([^\s"',;]{6,200})/gi;

/** Stands for a secret, says where it is, or is a word about it. */
const placeholder =
  /^(?:[<$%{[(*].*|x+|\.+|arn:.*|alias\/.*|https?:.*|(?:var|data|local|module|aws|ssm|vault)[.:/].*|change-?me|redacted|hidden|example.*|.*example|your-.*|enabled|disabled|required|optional|unknown|rotated|managed|placeholder)$/i;

/** The kind of credential that a text seems to hold; null where there is none. The words for secrets alone are none. */
export function findCredential(text: string): string | null {
  if (/-----BEGIN [A-Z ]{0,40}PRIVATE KEY/.test(text)) return 'a private key';
  for (const [token] of text.matchAll(/[\w.-]+/g)) {
    const bare = token.replace(/^[.-]+/, '').replace(/\.+$/, '');
    if (isJwt(bare)) return 'a JSON web token';
    for (const [kind, pattern] of Object.entries(tokens)) {
      if (pattern.test(bare) && !bare.endsWith('EXAMPLE')) return kind;
    }
  }
  for (const [, sign = '', value = ''] of text.matchAll(assignment)) {
    if (!placeholder.test(value) && (sign === '=' || !isWord(value))) return 'a password or token';
  }
  const shape = findByShape(text);
  return shape === null ? null : `a credential (${shape})`;
}

/** Header, payload and signature; the first two are JSON in Base64. */
function isJwt(token: string): boolean {
  const parts = token.split('.');
  return (
    parts.length === 3 &&
    parts.every((part) => jwtPart.test(part)) &&
    parts.slice(0, 2).every((part) => part.startsWith('eyJ'))
  );
}

/** `password: stored in the vault` tells of one and is none. */
function isWord(value: string): boolean {
  return /^[A-Za-z]?[a-z]+[.:)]?$/.test(value);
}
