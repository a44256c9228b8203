// The operations of the peers on the same credential as ours: every one issued is different.
import {readFileSync} from 'node:fs';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as vc from '@digitalbazaar/vc';
import * as jose from 'jose';
import jsonld from 'jsonld';

const MULTIKEY = 'https://w3id.org/security/multikey/v1';

export async function operations(job) {
  const load = loader(job);
  const embedded = await proofs(job, load);
  return {...embedded, ...await tokens(job)};
}

async function proofs({credential, signed, now}, documentLoader) {
  const pair = await Ed25519Multikey.generate();
  pair.controller = `did:key:${pair.publicKeyMultibase}`;
  pair.id = `${pair.controller}#${pair.publicKeyMultibase}`;
  const date = new Date(now);
  const fresh = numbered(credential);
  const texts = cycled(signed);
  const checkStatus = async () => ({verified: true});
  const issue = async () => JSON.stringify(await vc.issue({
    credential: fresh(),
    suite: new DataIntegrityProof({signer: pair.signer(), date, cryptosuite}),
    documentLoader,
    now: date
  }));
  const verify = async () => {
    const suite = new DataIntegrityProof({cryptosuite});
    const credential = JSON.parse(texts());
    const result = await vc.verifyCredential({credential, suite, documentLoader, checkStatus, now: date});
    if(!result.verified) {
      throw result.error;
    }
  };
  const canonicalise = () => jsonld.canonize(fresh(), {
    algorithm: 'RDFC-1.0', format: 'application/n-quads', documentLoader, safe: true, base: null,
    rdfDirection: 'i18n-datatype'
  });
  return {canonicalise, issue, verify};
}

async function tokens({credential, tokens, keys, now}) {
  const made = {};
  for(const [alg, texts] of Object.entries(tokens)) {
    const {privateKey} = await jose.generateKeyPair(alg);
    const key = await jose.importJWK(keys[alg], alg);
    const fresh = numbered(credential);
    const next = cycled(texts);
    const currentDate = new Date(now);
    made[`jwt-sign-${alg}`] = () => new jose.SignJWT(fresh())
      .setProtectedHeader({alg, kid: 'key', typ: 'JWT'}).sign(privateKey);
    made[`jwt-verify-${alg}`] = () => jose.jwtVerify(next(), key, {algorithms: [alg], typ: 'JWT', currentDate});
  }
  return made;
}

function numbered(credential) {
  let number = 0;
  return () => ({...credential, id: `urn:uuid:00000000-0000-4000-8000-${`${number++}`.padStart(12, '0')}`});
}

function cycled(texts) {
  let place = 0;
  return () => texts[place++ % texts.length];
}

// Contexts come from files and stay the same object, so that jsonld keeps what it made of them.
function loader({contexts, issuer, method}) {
  const documents = new Map(Object.entries(contexts).map(
    ([url, path]) => [url, JSON.parse(readFileSync(path, 'utf8'))]));
  const key = {id: method, type: 'Multikey', controller: issuer, publicKeyMultibase: method.split('#')[1]};
  documents.set(method, {'@context': MULTIKEY, ...key});
  documents.set(issuer, {
    '@context': ['https://www.w3.org/ns/did/v1', MULTIKEY], id: issuer,
    verificationMethod: [key], assertionMethod: [method]
  });
  return async url => {
    const document = documents.get(url);
    if(document === undefined) {
      throw new Error(`not served here: ${url}`);
    }
    return {contextUrl: null, documentUrl: url, document, tag: 'static'};
  };
}
