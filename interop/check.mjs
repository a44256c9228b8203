// Checks a credential with @digitalbazaar/vc (embedded proof) or jose (token); throws when it is not good.
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as vc from '@digitalbazaar/vc';
import * as jose from 'jose';
import {suites as elliptic} from './elliptic.mjs';

const ALGORITHMS = {OKP: 'EdDSA', RSA: 'RS256'};

export async function check({form, bytes}, {load, now}) {
  const text = new TextDecoder('utf-8', {fatal: true}).decode(Buffer.from(bytes, 'base64'));
  return form === 'jwt' ? checkToken(text, load, now) : checkEmbedded(JSON.parse(text), load, now);
}

async function checkEmbedded(credential, load, now) {
  const result = await vc.verifyCredential({
    credential,
    suite: [new DataIntegrityProof({cryptosuite}), ...elliptic],
    documentLoader: load,
    // Proofs are in question here; status lists are credentials of their own among the cases.
    checkStatus: async () => ({verified: true}),
    now
  });
  if(!result.verified) {
    throw new Error(reasons(result.error));
  }
}

async function checkToken(token, load, now) {
  const {kid} = jose.decodeProtectedHeader(token);
  const [did] = kid.split('#');
  const {document} = await load(did);
  const method = document.verificationMethod.find(({id}) => id === kid);
  if(!method || !document.assertionMethod.includes(kid)) {
    throw new Error('not a key of the issuer');
  }
  const jwk = method.publicKeyJwk ??
    await Ed25519Multikey.toJwk({keyPair: await Ed25519Multikey.from(method)});
  const {payload} = await jose.jwtVerify(token, await jose.importJWK(jwk, ALGORITHMS[jwk.kty]), {
    algorithms: [ALGORITHMS[jwk.kty]], issuer: did, typ: 'JWT', currentDate: now, requiredClaims: ['jti', 'nbf']
  });
  if((payload.issuer.id ?? payload.issuer) !== did || payload.id !== payload.jti) {
    throw new Error('claims and credential differ');
  }
}

function reasons(error) {
  const inner = error?.errors ?? [];
  return inner.length ? inner.map(one => one.message).join('; ') : String(error?.message);
}
