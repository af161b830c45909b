import { hclString } from '../../text/hcl-string.ts';
import { aliasName, recordOf, type Replaced } from '../replaced.ts';
import { say } from '../sentence.ts';
import { regionOf } from '../steps/words.ts';
import { imports, resource, startsWell, type Line } from '../../rule/remedy/blocks.ts';
import { add, type Code, type CodeChange } from './change.ts';
import { firstAlias } from './first-alias.ts';
import { nameIn } from '../../rule/remedy/names.ts';
import { freshLabel, type Pairing } from './names.ts';

type Aliases = Pick<Code, 'record' | 'move' | 'untold'>;

/** The dated alias of each moving one, and the moving ones led to the successor. */
export function aliasBlocks(replaced: Replaced, { type, old, label, isLive }: Pairing): Aliases {
  const { moving, day, key, states } = replaced;
  const isControl = type.startsWith('awscc_');
  const kind = isControl ? 'awscc_kms_alias' : 'aws_kms_alias';
  const argument = isControl ? 'alias_name' : 'name';
  const id = type === 'aws_kms_external_key' ? 'id' : 'key_id';
  const parts = moving.map((alias): Aliases => {
    const name = aliasName(alias);
    const address = nameIn(alias.subject);
    if (name === null || (!isLive && (address === null || address.index !== '')))
      return {
        record: [],
        move: [],
        untold: [
          say`The alias ${alias.subject}: lead it to ${`${type}.${label}`}, and give ${`${type}.${old}`} a dated alias of the same stem.`,
        ],
      };
    const local = address?.label ?? labelOf(name);
    const dated = recordOf(name, replaced);
    const target = (of: string): Line => ['target_key_id', `${type}.${of}.${id}`];
    const kept = dated.isThere
      ? labelOf(dated.name)
      : freshLabel(startsWell(local.replace(/[-_]current$/, '')), key, day, states.present);
    const record = add(resource(kind, kept, [[argument, hclString(dated.name)], target(old)]));
    const imported = add(imports(`${kind}.${kept}`, dated.name, regionOf(key)));
    const recorded = (isLeading: boolean): readonly CodeChange[] => {
      if (!isLeading) return [];
      if (!dated.isThere) return [record];
      return isLive ? [imported, record] : [];
    };
    const moved = resource(
      kind,
      startsWell(local),
      isLive ? [[argument, hclString(name)], target(label)] : [target(label)],
    );
    return {
      record: recorded(replaced.leading.includes(alias)),
      move: isLive
        ? [add(imports(`${kind}.${startsWell(local)}`, name, regionOf(key))), add(moved)]
        : [{ kind: 'change', place: alias.subject, lines: moved }],
      untold: dated.isTaken
        ? [say`The name ${dated.name} is on another key: choose another one of the same stem.`]
        : [],
    };
  });
  if (parts.length === 0) {
    const first = firstAlias({ type, old, successor: label, day, meta: [] });
    return { record: first.record.map(add), move: [add(first.move)], untold: [] };
  }
  return {
    record: parts.flatMap(({ record }) => record),
    move: parts.flatMap(({ move }) => move),
    untold: parts.flatMap(({ untold }) => untold),
  };
}

/** A label that says the name of an alias. */
function labelOf(name: string): string {
  return startsWell(name.replace(/^alias\//, '').replaceAll(/[^\w-]/g, '_'));
}
