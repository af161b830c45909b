import { join } from 'node:path';
import type { SourceLocation } from '../../model/location.ts';
import type { Environment } from '../../hcl/language/environment.ts';
import { evaluate } from '../../hcl/language/evaluate.ts';
import { expand, type Instance } from '../../hcl/language/expand.ts';
import { bareEnvironment, variableValue } from '../../hcl/language/inputs.ts';
import type { Block } from '../../hcl/language/source.ts';
import { fileCalls } from '../../hcl/functions/files.ts';
import { lazyMap } from '../../hcl/value/lazy.ts';
import { fail, nullVal, object, unknownVal, type Val } from '../../hcl/value/value.ts';
import { resolveInStack } from './resolve.ts';
import { attemptOr } from '../unit/attempt.ts';
import type { Reader } from '../unit/reader.ts';

/** A component of a Terraform stack, as one deployment runs it. */
export interface Component {
  /** `prod: component.keys["eu-west-1"]`, without a deployment where none is written. */
  readonly name: string;
  readonly source: string;
  readonly at: SourceLocation;
  /** What it gives a variable of its module; null where it gives nothing. */
  readonly given: (name: string) => Val | null;
}

/** A deployment's inputs; null where the stack has no deployment file beside it. */
type Deployment = Block | null;

/**
 * The components of a stack under each of its deployments (Terraform, "Stacks": `*.tfcomponent.hcl` declares components,
 * `*.tfdeploy.hcl` the deployments and their inputs).
 */
export function readStack(
  directory: string,
  names: readonly string[],
  reader: Reader,
): readonly Component[] {
  const blocks = names.flatMap((name) => {
    const file = reader.file(join(directory, name));
    if ('reason' in file) reader.note(file);
    return 'reason' in file ? [] : file.body.blocks;
  });
  const ofType = (type: string): readonly Block[] => blocks.filter((block) => block.type === type);
  const deployments = ofType('deployment');
  return (deployments.length === 0 ? [null] : deployments).flatMap((deployment) =>
    ofType('component').flatMap((component) =>
      attemptOr(
        [],
        () => componentsOf(component, deployment, { directory, ofType, reader }),
        (why) =>
          reader.note({
            reason: 'unreadable-input',
            what: `${component.at.path}: component "${component.labels[0] ?? ''}": ${why}`,
            at: component.at,
          }),
      ),
    ),
  );
}

interface Stack {
  readonly directory: string;
  readonly ofType: (type: string) => readonly Block[];
  readonly reader: Reader;
}

function componentsOf(block: Block, deployment: Deployment, stack: Stack): readonly Component[] {
  const [label = ''] = block.labels;
  const source = block.body.args.get('source') ?? fail('it has no source');
  const environment = environmentOf(deployment, stack);
  const { instances } = expand(block, (argument) =>
    evaluate(argument.expression(), environment(null)),
  );
  return instances.map((instance): Component => {
    const place = deployment === null ? '' : `${deployment.labels[0] ?? ''}: `;
    const written = evaluate(source.expression(), environment(instance));
    if (written.t !== 'string') return fail('its source cannot be told');
    const inputs = block.body.args.get('inputs');
    const given =
      inputs === undefined
        ? object(new Map())
        : evaluate(inputs.expression(), environment(instance));
    return {
      name: `${place}component.${label}${instance.key}`,
      source: written.v,
      at: source.at,
      given: (name) => member(given, name, `component.${label}: ${name}`),
    };
  });
}

function member(inputs: Val, name: string, what: string): Val | null {
  if (inputs.t === 'object') return inputs.v.get(name) ?? null;
  return inputs.t === 'null' ? null : unknownVal('unresolved-reference', what, what);
}

/** What references in a component mean under a deployment. */
function environmentOf(
  deployment: Deployment,
  { directory, ofType, reader }: Stack,
): (instance: Instance | null) => Environment {
  const { sandbox, work, meaning } = reader;
  const call = fileCalls({ sandbox, work, meaning, directory }, directory);
  const bare = bareEnvironment({ work, call });
  const outer: Environment = {
    ...bare,
    resolve: (name, path) => ({ value: unresolved(name, path), rest: [] }),
  };
  const declared = new Map(ofType('variable').map((block) => [block.labels[0] ?? '', block]));
  const argument = deployment?.body.args.get('inputs');
  const passed = argument === undefined ? nullVal : evaluate(argument.expression(), outer);
  const variables = lazyMap((name): Val => {
    const given = (): Val | null => member(passed, name, `deployment input ${name}`);
    const block = declared.get(name);
    if (block === undefined) return given() ?? unresolved('var', [name]);
    return variableValue(name, block, given, {
      prefix: '',
      isEntry: deployment === null,
      environment: bare,
    });
  });
  const locals = new Map(ofType('locals').flatMap(({ body }) => [...body.args]));
  const local = lazyMap((name): Val => {
    const found = locals.get(name) ?? fail(`there is no local.${name}`);
    return evaluate(found.expression(), environment(null));
  });
  const environment = (instance: Instance | null): Environment => ({
    work,
    call,
    names: new Map(),
    resolve: (name, path) => resolveInStack(name, path, { variables, local, instance }),
  });
  return environment;
}

function unresolved(name: string, path: readonly (string | number)[]): Val {
  const what = [name, ...path].join('.');
  return unknownVal('unresolved-reference', what, what);
}
