import type { Fact } from '../../model/facts.ts';
import { operations, type Operation } from './keys/operations.ts';

/** The request that answers each fact. */
const operationOf: Readonly<Record<Fact, Operation>> = {
  rotation: 'GetKeyRotationStatus',
  rotations: 'ListKeyRotations',
  policy: 'GetKeyPolicy',
  tags: 'ListResourceTags',
  aliases: 'ListAliases',
  keyStores: 'DescribeCustomKeyStores',
  clusters: 'DescribeClusters',
  materials: 'ListKeyRotations',
  grants: 'ListGrants',
};

/** Requests that finding the accounts and Regions makes. GetCallerIdentity is left out: it needs no permission. */
const finding = {
  regions: ['ec2:DescribeRegions'],
  organization: ['organizations:ListAccounts'],
  units: ['organizations:ListAccountsForParent', 'organizations:ListOrganizationalUnitsForParent'],
  role: ['sts:AssumeRole'],
} as const;

/** A part of an IAM policy: IAM actions, and the resources that they are allowed on. */
export interface Permission {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

export interface Needs {
  readonly facts: ReadonlySet<Fact>;
  readonly history: boolean;
  readonly allRegions: boolean;
  /** The organisation's accounts, or those of some units; null where they are named otherwise. */
  readonly organization: 'all' | 'units' | null;
  /** ARNs, with `{account}` for any account. */
  readonly roles: readonly string[];
  /** Whether the identity reads keys itself, or only assumes roles that do. */
  readonly reads: boolean;
}

/** Everything that a scan asks of AWS with one identity, as IAM names it. */
export function permissionsFor(needs: Needs): readonly Permission[] {
  const { facts, history, allRegions, organization, roles, reads } = needs;
  const asked = [
    'ListKeys' as const,
    'DescribeKey' as const,
    ...[...facts].map((fact) => operationOf[fact]),
    ...(history ? (['ListKeyRotations'] as const) : []),
  ];
  const reading = asked.map((operation) => `${operations[operation].service}:${operation}`);
  const everything = ['*'];
  const list = [
    { sid: 'ReadKeys', actions: reads ? reading : [], resources: everything },
    {
      sid: 'ReadRegions',
      actions: allRegions && reads ? finding.regions : [],
      resources: everything,
    },
    { sid: 'ReadOrganization', actions: organizationActions(organization), resources: everything },
    {
      sid: 'AssumeRoles',
      actions: roles.length > 0 ? finding.role : [],
      resources: roles.map((arn) => arn.replaceAll('{account}', '*')),
    },
  ];
  return list
    .map((entry) => ({ ...entry, actions: [...new Set(entry.actions)].toSorted() }))
    .filter(({ actions }) => actions.length > 0);
}

function organizationActions(organization: Needs['organization']): readonly string[] {
  if (organization === null) return [];
  return organization === 'all' ? finding.organization : finding.units;
}
