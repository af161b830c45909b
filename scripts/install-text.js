// What README and docs say of installing, for scripts/generate-pages.js.

/**
 * What the documents say of installing: what a release has published, or that there is none yet.
 * @param {import('../src/cli/init/origin.ts').Origin} origin
 * @param {string} version
 */
export function installText({ package: from, ref }, version) {
  if (!version.includes('-')) {
    return `\`\`\`sh
npm install --global ${from}
\`\`\``;
  }
  return `Nothing is published yet: \`${ref}\` stands for a commit of this repository, and npm builds it, which takes a minute.

\`\`\`sh
npm install --global ${from}
\`\`\`

In a clone, \`npm ci && npm pack\` makes \`kmslint-${version}.tgz\`, which \`npm install --global --ignore-scripts\`
takes in seconds on any machine.`;
}
