import type { PageData } from '../../../src/report/html/data/page-data.ts';

/** What a page carries for its script. */
export function dataOf(page: string): PageData {
  const [, json = ''] =
    /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(page) ?? [];
  return JSON.parse(json);
}
