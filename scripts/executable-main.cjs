// The first script of the executable: runs the bundle, with the code that V8 had compiled when the build ran it. In the build
// (KMSLINT_MAKE_CACHE) nothing is an executable yet, and what is compiled by then goes into that file.
'use strict';
const { readFileSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { Script } = require('node:vm');

const { KMSLINT_MAKE_CACHE: made } = process.env;
const sea = require('node:sea');
const isMade = sea.isSea();
const script = new Script(
  isMade ? sea.getAsset('kmslint.cjs', 'utf8') : readFileSync('kmslint.cjs', 'utf8'),
  {
    filename: 'kmslint.cjs',
    ...(isMade ? { cachedData: new Uint8Array(sea.getRawAsset('kmslint.cache')) } : {}),
  },
);
script.runInThisContext()(createRequire(process.execPath));
if (!isMade) process.on('exit', () => writeFileSync(made, script.createCachedData()));
