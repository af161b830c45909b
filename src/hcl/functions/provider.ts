import { concatenate } from '../value/convert.ts';
import { fail, object, text, type Val } from '../value/value.ts';
import { pure, raw, textArg, type Builtins } from './builtin.ts';

const sections = ['partition', 'service', 'region', 'account_id', 'resource'] as const;

/** The sections of an ARN; the last may hold colons. */
function readArn(source: string): readonly string[] {
  const [head, ...all] = source.split(':');
  if (head !== 'arn' || all.length < sections.length) return fail('the text is no ARN');
  return [...all.slice(0, sections.length - 1), all.slice(sections.length - 1).join(':')];
}

function buildArn(args: readonly Val[]): Val {
  if (args.length !== sections.length) return fail('an ARN has five sections');
  const all = args.flatMap((section) => [text(':'), section]);
  return concatenate([text('arn'), ...all]);
}

function parseArn(args: readonly Val[]): Val {
  const all = readArn(textArg(args, 0));
  return object(new Map(sections.map((name, i) => [name, text(all[i] ?? '')])));
}

/** `role/path/name` without its path. */
function trimRolePath(args: readonly Val[]): Val {
  const [partition, service, region, account, resource = ''] = readArn(textArg(args, 0));
  const path = resource.split('/');
  if (service !== 'iam' || region !== '' || path[0] !== 'role' || path.length < 2)
    return fail('the ARN is no role');
  return text(['arn', partition, service, region, account, `role/${path.at(-1)}`].join(':'));
}

/** What the provider hashicorp/aws defines. */
export const providerFunctions: Builtins = {
  'provider::aws::arn_build': raw(buildArn),
  'provider::aws::arn_parse': pure(parseArn),
  'provider::aws::trim_iam_role_path': pure(trimRolePath),
};
