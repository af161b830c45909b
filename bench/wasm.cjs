// Loaded into a process: tells on file descriptor 3 how many threads it started and how much WebAssembly it compiled.
const { writeSync } = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');
const threads = require('node:worker_threads');

let count = 0;
const counted = (call) =>
  new Proxy(call, {
    apply: (target, self, args) => (count++, Reflect.apply(target, self, args)),
    construct: (target, args) => (count++, Reflect.construct(target, args)),
  });
for (const name of ['compile', 'compileStreaming', 'instantiate', 'instantiateStreaming', 'Module'])
  if (name in WebAssembly) WebAssembly[name] = counted(WebAssembly[name]);
threads.Worker = counted(threads.Worker);
syncBuiltinESMExports();
process.on('exit', () => writeSync(3, String(count)));
