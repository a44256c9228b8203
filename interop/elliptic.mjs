// ECDSA by @digitalbazaar: signs with P-256 and P-384, makes and derives selective disclosures.
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import {cryptosuite as whole} from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite';
import * as selective from '@digitalbazaar/ecdsa-sd-2023-cryptosuite';
import * as vc from '@digitalbazaar/vc';

// What a verifier of embedded proofs has to know of them.
export const suites = [whole, selective.createVerifyCryptosuite()].map(
  cryptosuite => new DataIntegrityProof({cryptosuite}));

// Gives {sign, derive}, with keys made for this run.
export async function makeElliptic(load, now) {
  const pairs = {'P-256': await makePair('P-256'), 'P-384': await makePair('P-384')};
  const sign = ({form, document, mandatory}) => form === 'base' ?
    embed(document, pairs['P-256'], selective.createSignCryptosuite({mandatoryPointers: mandatory}), load, now) :
    embed(document, pairs[form], whole, load, now);
  const derive = ({document, pointers}) => vc.derive({
    verifiableCredential: document,
    suite: new DataIntegrityProof(
      {cryptosuite: selective.createDiscloseCryptosuite({selectivePointers: pointers})}),
    documentLoader: load
  });
  return {sign, derive: async order => JSON.stringify(await derive(order))};
}

async function makePair(curve) {
  const pair = await EcdsaMultikey.generate({curve});
  pair.controller = `did:key:${pair.publicKeyMultibase}`;
  pair.id = `${pair.controller}#${pair.publicKeyMultibase}`;
  return pair;
}

async function embed(document, pair, cryptosuite, load, now) {
  const credential = {...document, issuer: {...document.issuer, id: pair.controller}};
  const suite = new DataIntegrityProof({signer: pair.signer(), date: now, cryptosuite});
  return JSON.stringify(await vc.issue({credential, suite, documentLoader: load, now}));
}
