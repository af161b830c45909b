import type { Found } from './environments.ts';
import type { Origin } from './origin.ts';

/** A public action at the commit of one release: a tag can be moved, a commit cannot. */
export const checkoutAction = 'actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2';

/** The baseline that the written configuration names. */
export const baselinePath = 'kmslint-baseline.json';

/** `kmslint.config.json`: the defaults, spelt out where they are most often changed, and a baseline. */
export function configText({ ref }: Origin, environments: Found): string {
  const config = {
    $schema: `https://raw.githubusercontent.com/kmslint/kmslint/${ref}/schema/config.schema.json`,
    failOn: 'medium',
    baseline: baselinePath,
    rules: {},
    suppressions: [],
    ...(Object.keys(environments).length === 0 ? {} : { environments }),
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

/** The entry under `repos:` of `.pre-commit-config.yaml`. */
export function hookEntry({ hooks, ref }: Origin): string {
  return `  - repo: ${hooks}
    rev: ${ref}
    hooks:
      - id: kmslint
`;
}

/** `.pre-commit-config.yaml`. */
export function hookText(origin: Origin): string {
  return `repos:\n${hookEntry(origin)}`;
}

/** `.github/workflows/kmslint.yml`. */
export function workflowText({ ref }: Origin, branch: string): string {
  return `name: kmslint

on:
  pull_request:
  push:
    branches: [${branch}]

permissions:
  contents: read

jobs:
  kmslint:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
      - uses: ${checkoutAction}
        with:
          persist-credentials: false
      # Modules from a registry or another repository are judged where they were fetched, and fail the job (exit code 3)
      # where they were not. To fetch them, take in hashicorp/setup-terraform or opentofu/setup-opentofu, pinned to a commit,
      # and then, for each root module that calls some, without a backend or credentials for it:
      # - run: terraform -chdir=infra init -backend=false
      # A tag can be moved: a commit pins it for good.
      - uses: kmslint/kmslint@${ref}
        with:
          # For code scanning, permit the job \`security-events: write\` and set this to true.
          upload-sarif: 'false'
`;
}

/** The GitLab job: \`templates/kmslint.gitlab-ci.yml\`, and what \`kmslint init\` writes. */
export function gitlabText({ package: from }: Origin): string {
  return `# Judges the rotation of AWS KMS keys: code quality and test reports in the merge request.
kmslint:
  stage: test
  image: node:22
  variables:
    # What to judge: directories, or a plan that an earlier job left as \`terraform show -json\` printed it.
    KMSLINT_INPUTS: .
    # Further arguments.
    KMSLINT_ARGUMENTS: ''
    # What npm installs: a packed tarball, by its URL or path, or a commit, which takes a minute to build.
    KMSLINT_PACKAGE: ${from}
  # Modules from a registry or another repository are judged where they were fetched, and fail the job (exit code 3) where
  # they were not. An earlier job fetches them, without a backend or credentials for it; name it in \`needs\`:
  # fetch:
  #   stage: .pre
  #   image: { name: 'hashicorp/terraform:1.9', entrypoint: [''] }
  #   script: terraform -chdir=infra init -backend=false
  #   artifacts: { paths: ['infra/.terraform/modules/'] }
  script:
    - npm install --global --no-audit --no-fund "$KMSLINT_PACKAGE"
    - >-
      kmslint -f text -f gitlab=gl-code-quality-report.json -f junit=kmslint-junit.xml
      $KMSLINT_ARGUMENTS -- $KMSLINT_INPUTS
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
      junit: kmslint-junit.xml
`;
}

/** Where the GitLab job is written. */
export const gitlabJobPath = '.gitlab/kmslint.gitlab-ci.yml';

/** What \`.gitlab-ci.yml\` says to take the job in. */
export const gitlabInclude = `include:\n  - local: ${gitlabJobPath}\n`;
