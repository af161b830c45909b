import picocolors from 'picocolors';

const { bold, cyan, dim, underline } = picocolors.createColors(true);

/** Markdown for a terminal: headings, code and links stand out, the text stays as written. */
export function styleMarkdown(page: string): string {
  let fenced = false;
  const lines = page.split('\n').map((line) => {
    if (line.startsWith('```')) {
      fenced = !fenced;
      return dim(line);
    }
    return fenced ? cyan(line) : styleLine(line);
  });
  return lines.join('\n');
}

function styleLine(line: string): string {
  if (line.startsWith('#')) return bold(line.replace(/^#+ /, ''));
  return line
    .replaceAll(/`([^`]+)`/g, (_, code: string) => cyan(code))
    .replaceAll(/<(https:[^>]+)>/g, (_, url: string) => underline(url));
}
