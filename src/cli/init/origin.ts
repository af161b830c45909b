// Where CI gets kmslint from: what a release has published, and before the first one a commit of the repository.

const repository = 'https://github.com/kmslint/kmslint';

/** How other people's files name this kmslint. */
export interface Origin {
  /** Of the repository: the tag of a release, or a commit. */
  readonly ref: string;
  /** What `npm install` installs: a packed tarball, or a commit, which is built first. */
  readonly package: string;
  /** Where pre-commit finds the hook: that of a release installs the tarball. */
  readonly hooks: string;
}

/** @param commit what the build was made from; null where that is not known */
export function originOf(version: string, commit: string | null): Origin {
  if (version.includes('-')) {
    const ref = commit ?? 'main';
    return { ref, package: `git+${repository}.git#${ref}`, hooks: repository };
  }
  return {
    ref: `v${version}`,
    package: tarballOf(version),
    hooks: `${repository}-pre-commit`,
  };
}

/** The tarball of a release. */
export function tarballOf(version: string): string {
  return `${repository}/releases/download/v${version}/kmslint-${version}.tgz`;
}
