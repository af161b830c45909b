import packageJson from '../package.json' with { type: 'json' };

/** Set by the build, where the version is none of a release: the commit that is built. */
declare const KMSLINT_COMMIT: string | undefined;

/** The version of this package; what is no release yet has one with a hyphen, `1.2.0-dev`. */
export const version: string = packageJson.version;

/** The commit that a build between two releases was made from; null where that is not known. */
export const commit: string | null = typeof KMSLINT_COMMIT === 'undefined' ? null : KMSLINT_COMMIT;
