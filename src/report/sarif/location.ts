import type { Location as SarifLocation, LogicalLocation, PhysicalLocation } from 'sarif';
import type { Location, SourceLocation } from '../../model/location.ts';

/** The base of relative uris: the directory that the run started in. */
export const root = '%SRCROOT%';

/** The places of a value: the first is where a reader should look, others tell where it was read. */
export function toLocations(at: Location, subject: string): readonly SarifLocation[] {
  const logicalLocations = toLogical(at, subject);
  switch (at.kind) {
    case 'source':
      return [{ physicalLocation: toRange(at), logicalLocations }];
    case 'plan': {
      const inPlan = { physicalLocation: toTop(uriOf(at.path)), logicalLocations };
      if (at.source === null) return [inPlan];
      return [{ physicalLocation: toRange(at.source), logicalLocations }, inPlan];
    }
    case 'live': {
      const uri = at.path === null ? uriOfArn(at.arn) : uriOf(at.path);
      return [{ physicalLocation: toTop(uri), logicalLocations }];
    }
  }
}

/** Whether the place is a line that a person wrote, not merely a file that holds it somewhere. */
export function hasLine(at: Location): boolean {
  return at.kind === 'source' || (at.kind === 'plan' && at.source !== null);
}

/** Lines of a file. */
export function toRange(at: SourceLocation): PhysicalLocation {
  const { line, column, endLine, endColumn } = at;
  return {
    artifactLocation: toArtifact(uriOf(at.path)),
    region: { startLine: line, startColumn: column, endLine, endColumn },
  };
}

/** Plans and snapshots are written by programs, often in one line: their pointer says where. */
function toTop(uri: string): PhysicalLocation {
  return { artifactLocation: toArtifact(uri), region: { startLine: 1 } };
}

function toArtifact(uri: string): PhysicalLocation['artifactLocation'] {
  return uri.startsWith('file:') ? { uri } : { uri, uriBaseId: root };
}

function toLogical(at: Location, subject: string): LogicalLocation[] {
  const resource: LogicalLocation = { fullyQualifiedName: subject, kind: 'resource' };
  switch (at.kind) {
    case 'source':
      return [resource];
    case 'plan':
      return [resource, { fullyQualifiedName: at.pointer, kind: 'value' }];
    case 'live':
      return at.arn === subject
        ? [resource]
        : [resource, { fullyQualifiedName: at.arn, kind: 'resource' }];
  }
}

/** A path as a uri: relative if it is, each segment encoded, so that a colon in it makes no scheme. */
function uriOf(path: string): string {
  const slashed = path.replaceAll('\\', '/');
  const [drive] = /^[A-Za-z]:(?=\/)/.exec(slashed) ?? [''];
  const encoded = encode(slashed.slice(drive.length));
  if (drive !== '') return `file:///${drive}${encoded}`;
  return slashed.startsWith('/') ? `file://${encoded.replace(/^\/+/, '/')}` : encoded;
}

/** An answer that was never recorded has no file; the same ARN always gets the same uri. */
function uriOfArn(arn: string): string {
  const segments = arn.split(/[:/]/).filter((segment) => !/^\.*$/.test(segment));
  return encode(['live', ...segments].join('/'));
}

function encode(path: string): string {
  return path
    .replaceAll(/\p{Cs}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
}
