// Reads one job on standard input and prints the answers: {checked: {id: null or a reason}, signed, derived, dids}.
import {readFileSync} from 'node:fs';
import {check} from './check.mjs';
import {documentLoader} from './documents.mjs';
import {makeElliptic} from './elliptic.mjs';
import {makeSigner} from './sign.mjs';

const ELLIPTIC = ['P-256', 'P-384', 'base'];

const job = JSON.parse(readFileSync(0, 'utf8'));
const now = new Date(job.now);
const load = documentLoader(job);
const answers = {checked: {}, signed: {}, derived: {}, dids: {}};

for(const [id, credential] of Object.entries(job.check)) {
  answers.checked[id] = await check(credential, {load, now}).then(() => null, error => `${error.message}`);
}
if(Object.keys(job.sign).length || Object.keys(job.derive).length) {
  const {sign, dids} = await makeSigner(load, now);
  const elliptic = await makeElliptic(load, now);
  answers.dids = dids;
  for(const [id, order] of Object.entries(job.sign)) {
    answers.signed[id] = await (ELLIPTIC.includes(order.form) ? elliptic.sign(order) : sign(order));
  }
  for(const [id, order] of Object.entries(job.derive)) {
    answers.derived[id] = await elliptic.derive(order);
  }
}
process.stdout.write(JSON.stringify(answers));
