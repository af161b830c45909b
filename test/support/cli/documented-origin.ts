import { originOf } from '../../../src/cli/init/origin.ts';
import { version } from '../../../src/version.ts';

/** What the documents name: the release, and before the first one a word that stands for a commit. */
export const documentedOrigin = originOf(version, 'COMMIT');
