// What a scan needs of AWS, in one piece, to be loaded with `import()` when there is something to scan.
export { connectTo } from './connect.ts';
export { expand } from './targets/expand.ts';
export { recordTargets } from './record.ts';
export { openStop } from './stop.ts';
