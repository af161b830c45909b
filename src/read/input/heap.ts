import { setFlagsFromString } from 'node:v8';

/** The last Node.js whose V8 is known to have the option; an unknown one would print a complaint. */
const lastKnownNode = 24;

/**
 * Left alone, V8 lets the heap grow to several times what lives in it before it collects. Where a hundred thousand keys pass
 * through, it is to collect when the heap has grown by so many per cent: less memory for a little more time.
 */
export function growHeapBy(percent: number): void {
  const [major] = process.versions.node.split('.');
  if (Number(major) <= lastKnownNode) setFlagsFromString(`--heap-growing-percent=${percent}`);
}
