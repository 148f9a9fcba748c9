import { type CryptoKey, importPKCS8 } from 'jose'
import { invalidCredentials } from '#core/failure'

/** A private key in PEM (PKCS #8), and the algorithm that its kind means: RSA signs RS256, P-256 ES256. */
export async function signingKey(pem: string): Promise<{ alg: 'RS256' | 'ES256'; key: CryptoKey }> {
  for (const alg of ['ES256', 'RS256'] as const) {
    const key = await importPKCS8(pem.trim(), alg).catch(() => undefined)
    if (key !== undefined) return { alg, key }
  }
  throw invalidCredentials('The private key of this client cannot be read: expected RSA or P-256, as PKCS #8 in PEM')
}
