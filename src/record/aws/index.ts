// Reading one account and Region of AWS. Load it with `import()`: it brings the AWS SDK.
export { recordTarget } from './read-target.ts';
export { CredentialsError } from './sign-in/credentials-error.ts';
export { openConnection, type Connection, type Way } from './sdk/connection.ts';
export { describeError, isExpiry, isFromBetween, tellError } from './sdk/error.ts';
