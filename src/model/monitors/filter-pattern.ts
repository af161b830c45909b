/**
 * Whether the filter pattern of a log group of CloudTrail takes the events of an operation: it names the operation, and not
 * to leave it out (CloudWatch Logs User Guide, "Filter and pattern syntax").
 */
export function takesOperation(pattern: string, operation: string): boolean {
  return [...pattern.matchAll(/[\w$.*]+/g)].some(([word], at, words) => {
    if (word !== operation) return false;
    const before = pattern.slice(endOf(words[at - 1]), words[at]?.index ?? 0);
    return !/!=|-\s*["']?$/.test(before);
  });
}

function endOf(word: RegExpExecArray | undefined): number {
  return word === undefined ? 0 : word.index + word[0].length;
}
