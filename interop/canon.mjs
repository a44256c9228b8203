// Canonicalises with jsonld.js and rdf-canonize: one JSON document per line in, one answer per line out.
import {createInterface} from 'node:readline';
import jsonld from 'jsonld';
import {documentLoader as makeLoader} from './documents.mjs';

const lines = createInterface({input: process.stdin, crlfDelay: Infinity})[Symbol.asyncIterator]();
const contexts = JSON.parse((await lines.next()).value);
const documentLoader = makeLoader({contexts, dids: {}});
const options = {
  algorithm: 'RDFC-1.0', format: 'application/n-quads', rdfDirection: 'i18n-datatype', base: null, safe: true,
  documentLoader
};

for await (const line of {[Symbol.asyncIterator]: () => lines}) {
  const answer = await jsonld.canonize(JSON.parse(line), options).then(
    canonical => ({canonical}), error => ({error: `${error.name}: ${error.message}`}));
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
