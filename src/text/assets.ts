// What lies beside the code in the sources and in dist/, and inside of the executable that is one file.

/** Set by the build of the executable. */
declare const KMSLINT_ONE_FILE: boolean | undefined;

/** Whether nothing lies beside the code: threads are started, and files are read, from what the executable holds. */
export const isOneFile: boolean = typeof KMSLINT_ONE_FILE !== 'undefined';

/** A file that the executable holds, as text. */
export function assetText(name: string): string {
  return process.getBuiltinModule('node:sea').getAsset(name, 'utf8');
}

/** A file that the executable holds. */
export function assetBytes(name: string): Uint8Array {
  return new Uint8Array(process.getBuiltinModule('node:sea').getAsset(name));
}

/** What `require` gives. */
type Exports = ReturnType<NodeJS.Require>;

const modules = new Map<string, Exports>();

/** What a CommonJS module that the executable holds exports; it requires nothing but what Node.js has. */
export function assetModule(name: string): Exports {
  if (!modules.has(name)) modules.set(name, run(name));
  return modules.get(name);
}

function run(name: string): Exports {
  const { createRequire } = process.getBuiltinModule('node:module');
  const { compileFunction } = process.getBuiltinModule('node:vm');
  const module: { readonly exports: Exports } = { exports: {} };
  const names = ['module', 'exports', 'require'];
  const start = compileFunction(assetText(name), names, { filename: name });
  start(module, module.exports, createRequire(process.execPath));
  return module.exports;
}
