// node scripts/workflow-step.js WORKFLOW JOB NAME: prints the script of a step, for the dry run of a release. What a script is
// given by an expression would not be there: a script that has one is refused.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

const [workflow = '', job = '', name = ''] = process.argv.slice(2);
const steps = parse(readFileSync(workflow, 'utf8')).jobs?.[job]?.steps ?? [];
const script = steps.find((step) => step.name === name)?.run;
if (typeof script !== 'string') throw new Error(`${workflow}: ${job} has no step "${name}"`);
if (script.includes('${{')) throw new Error(`${workflow}: "${name}" has an expression in it`);
console.log(script);
