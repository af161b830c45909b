import { rules } from '../../../rules/index.ts';
import { UserError } from '../../errors.ts';
import { escapeJson } from '../../text/escape.ts';
import { permissionsFor } from '../../record/aws/permissions.ts';
import { factsOf } from '../options/facts.ts';
import type { Io } from '../streams/io.ts';
import { selectRules } from '../options/select.ts';
import { readRole } from '../targets/selection.ts';

/** What decides which permissions a scan needs. */
export interface IamPolicyArguments {
  readonly allRegions: boolean;
  readonly assumeRole: readonly string[];
  readonly org: boolean;
  readonly ou: readonly string[];
  readonly history: boolean;
  readonly grants: boolean;
  readonly rule: readonly string[];
  readonly skipRule: readonly string[];
}

/**
 * `kmslint iam-policy`: the policy of the identity that runs `kmslint scan` with the same options. With roles it is the
 * caller's; without, it is that of whoever reads keys: a caller that reads its own account, or a role that is assumed.
 */
export function iamPolicyCommand(args: IamPolicyArguments, io: Io): 0 {
  const roles = args.assumeRole.map(readRole);
  const hasTemplate = roles.some(({ account }) => account === null);
  if (args.ou.length > 0 && !args.org) throw new UserError('--ou needs --org; add it');
  if (args.org && !hasTemplate) {
    throw new UserError(
      "--org needs the role that reads its accounts; add --assume-role 'arn:aws:iam::{account}:role/NAME'",
    );
  }
  const statements = permissionsFor({
    facts: factsOf(selectRules(rules, args.rule, args.skipRule), {
      config: null,
      grants: args.grants,
    }),
    history: args.history,
    allRegions: args.allRegions,
    organization: args.org ? (args.ou.length > 0 ? 'units' : 'all') : null,
    roles: roles.map(({ arn }) => arn),
    // With a template the caller's own account may be among those that are read, and is read without a role.
    reads: roles.length === 0 || hasTemplate,
  }).map(({ sid, actions, resources }) => ({
    Sid: sid,
    Effect: 'Allow',
    Action: actions,
    Resource: resources.length === 1 ? resources[0] : resources,
  }));
  const policy = { Version: '2012-10-17', Statement: statements };
  io.stdout.write(`${escapeJson(JSON.stringify(policy, null, 2))}\n`);
  return 0;
}
