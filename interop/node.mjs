// Reads one job on standard input and prints the answers: {checked: {id: null or a reason}, signed, dids}.
import {readFileSync} from 'node:fs';
import {check} from './check.mjs';
import {documentLoader} from './documents.mjs';
import {makeSigner} from './sign.mjs';

const job = JSON.parse(readFileSync(0, 'utf8'));
const now = new Date(job.now);
const load = documentLoader(job);
const answers = {checked: {}, signed: {}, dids: {}};

for(const [id, credential] of Object.entries(job.check)) {
  answers.checked[id] = await check(credential, {load, now}).then(() => null, error => `${error.message}`);
}
if(Object.keys(job.sign).length) {
  const {sign, dids} = await makeSigner(load, now);
  answers.dids = dids;
  for(const [id, order] of Object.entries(job.sign)) {
    answers.signed[id] = await sign(order);
  }
}
process.stdout.write(JSON.stringify(answers));
