// What a scan needs of AWS, in one piece, to be loaded with `import()` when there is something to scan.
export { openConnection, type Connection } from './aws/index.ts';
export { checkProfile } from './aws/sign-in/profile.ts';
export { signIn } from './aws/sign-in/sign-in.ts';
export { expand } from './targets/expand.ts';
export { recordTargets, type Recorded } from './record-targets.ts';
export { allSockets } from './sockets.ts';
export { openStop } from './stop.ts';
