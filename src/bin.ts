#!/usr/bin/env node
// A Node.js of any age must be able to parse this file: nothing is imported before its version is known.
const found = process.versions.node.split('.').map(Number);
const isRecent = Number(found[0]) > 20 || (found[0] === 20 && Number(found[1]) >= 19);

if (isRecent) {
  const modules = process.getBuiltinModule('node:module');
  // Node.js 22.8 and later keep what they compiled for the next run.
  if ('enableCompileCache' in modules && typeof modules.enableCompileCache === 'function') {
    modules.enableCompileCache();
  }
  void import('./cli/process.ts').then(({ run }) => run());
} else {
  process.stderr.write(
    `kmslint: needs Node.js 20.19 or later, and this is ${process.versions.node}\n`,
  );
  process.exitCode = 2;
}
