// What a scan needs of AWS, in one piece, to be loaded with `import()` when there is something to scan.
export { connectTo } from './aws/sdk/sign-in.ts';
export { expand } from './targets/expand.ts';
export { recordTargets } from './record-targets.ts';
export { openStop } from './stop.ts';
