"""ecdsa-sd-2023: the issuer signs every statement, the holder shows some (vc-di-ecdsa, section 3.5)."""
