// Signs with @digitalbazaar/vc and jose, with keys made for this run.
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as vc from '@digitalbazaar/vc';
import * as jose from 'jose';
import {didDocument} from './documents.mjs';

const DID_WEB = 'did:web:elsewhere.example.org:people:7';

// Gives a function that signs, and the did:web document which the checking side must be able to fetch.
export async function makeSigner(load, now) {
  const [ed, rsa] = [await makeEd25519(), await makeRsa()];
  const sign = ({form, document}) => form === 'json' ? embed(document, ed, load, now) :
    tokenise(document, form === 'EdDSA' ? ed : rsa);
  return {sign, dids: {[DID_WEB]: rsa.published}};
}

async function makeEd25519() {
  const {privateKey: key} = await jose.generateKeyPair('EdDSA', {extractable: true});
  const pair = await Ed25519Multikey.fromJwk({jwk: await jose.exportJWK(key), secretKey: true});
  pair.controller = `did:key:${pair.publicKeyMultibase}`;
  pair.id = `${pair.controller}#${pair.publicKeyMultibase}`;
  return {alg: 'EdDSA', did: pair.controller, kid: pair.id, pair, key};
}

async function makeRsa() {
  const {publicKey, privateKey} = await jose.generateKeyPair('RS256');
  const publicKeyJwk = await jose.exportJWK(publicKey);
  const kid = `${DID_WEB}#${await jose.calculateJwkThumbprint(publicKeyJwk)}`;
  const published = didDocument(
    DID_WEB, [{id: kid, type: 'JsonWebKey', controller: DID_WEB, publicKeyJwk}]);
  return {alg: 'RS256', did: DID_WEB, kid, key: privateKey, published};
}

async function embed(document, {did, pair}, load, now) {
  const suite = new DataIntegrityProof({signer: pair.signer(), date: now, cryptosuite});
  const credential = issuedBy(document, did);
  return JSON.stringify(await vc.issue({credential, suite, documentLoader: load, now}));
}

async function tokenise(document, {alg, did, kid, key}) {
  const credential = issuedBy(document, did);
  const token = new jose.SignJWT(credential)
    .setProtectedHeader({alg, kid, typ: 'JWT'})
    .setIssuer(did)
    .setJti(credential.id)
    .setSubject(credential.credentialSubject.id)
    .setNotBefore(new Date(credential.validFrom));
  if(credential.validUntil) {
    token.setExpirationTime(new Date(credential.validUntil));
  }
  return token.sign(key);
}

function issuedBy(document, did) {
  return {...document, issuer: {...document.issuer, id: did}};
}
