// The only documents that the other side sees: contexts from files, did:key computed, did:web as handed in.
import {readFileSync} from 'node:fs';

const DID_CONTEXTS = ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'];

// Gives a loader for jsonld; it throws on every other address, so nothing is ever fetched.
export function documentLoader({contexts, dids}) {
  const files = new Map(Object.entries(contexts).map(
    ([url, path]) => [url, JSON.parse(readFileSync(path, 'utf8'))]));
  return async url => {
    const document = files.get(url) ?? fromDid(url, dids);
    if(document === undefined) {
      throw new Error(`not served here: ${url}`);
    }
    return {contextUrl: null, documentUrl: url, document: structuredClone(document)};
  };
}

function fromDid(url, dids) {
  const [did] = url.split('#');
  const document = did.startsWith('did:key:z') ? didKey(did) : dids[did];
  if(document === undefined || url === did) {
    return document;
  }
  const method = document.verificationMethod.find(({id}) => id === url);
  return method && {'@context': DID_CONTEXTS[1], ...method};
}

function didKey(did) {
  const publicKeyMultibase = did.slice('did:key:'.length);
  const id = `${did}#${publicKeyMultibase}`;
  return didDocument(did, [{id, type: 'Multikey', controller: did, publicKeyMultibase}]);
}

export function didDocument(did, methods) {
  return {
    '@context': DID_CONTEXTS,
    id: did,
    verificationMethod: methods,
    assertionMethod: methods.map(({id}) => id)
  };
}
