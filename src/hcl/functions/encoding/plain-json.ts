import { nullVal, type Val } from '../../value/value.ts';

/** A plain value of JavaScript, its members in the order of their names; undefined where a text is refused. */
export function toPlain(value: Val, accepts: (text: string) => boolean): unknown {
  switch (value.t) {
    case 'null':
      return null;
    case 'bool':
    case 'number':
      return value.v;
    case 'string':
      return accepts(value.v) ? value.v : undefined;
    case 'list': {
      const all = value.v.map((inner) => toPlain(inner, accepts));
      return all.includes(undefined) ? undefined : all;
    }
    case 'object': {
      const names = [...value.v.keys()].toSorted();
      const members = new Map(
        names.map((name) => [name, toPlain(value.v.get(name) ?? nullVal, accepts)]),
      );
      const isRefused = [...members.values()].includes(undefined) || !names.every(accepts);
      return isRefused ? undefined : members;
    }
    case 'handle':
    case 'unknown':
      return undefined;
  }
}
