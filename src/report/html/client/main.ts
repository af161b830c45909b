// The page's own script, bundled by `npm run generate`. It reads the data of the page and nothing else.
import type { PageData } from '../data/page-data.ts';
import { find } from './dom.ts';
import { showFindings } from './findings.ts';
import { showKeys } from './keys.ts';
import { showLineages } from './lineages.ts';
import { expandForPrint } from './print.ts';

const data: PageData = JSON.parse(find('data', HTMLScriptElement).textContent);
const lists = [showFindings(data), showKeys(data), showLineages(data)];
expandForPrint(lists.filter((list) => list !== null));
