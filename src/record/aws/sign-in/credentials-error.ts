import { UserError } from '../../../errors.ts';

/** There are no credentials, or the chain that should give them failed. */
export class CredentialsError extends UserError {
  override readonly name: string = 'CredentialsError';
}
