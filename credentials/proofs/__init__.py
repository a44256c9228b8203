"""The two ways a credential is signed: embedded Data Integrity proofs and VC-JWT."""
