import { type CryptoKey, importPKCS8 } from 'jose'
import { invalidCredentials } from '#core/failure'

/** Reads a private key in PEM (PKCS #8). Its type decides the algorithm: RS256 for RSA, ES256 for P-256. */
export async function signingKey(pem: string): Promise<{ alg: 'RS256' | 'ES256'; key: CryptoKey }> {
  for (const alg of ['ES256', 'RS256'] as const) {
    const key = await importPKCS8(pem.trim(), alg).catch(() => undefined)
    if (key !== undefined) return { alg, key }
  }
  throw invalidCredentials('The private key of this client can not be read: expected RSA or P-256, as PKCS #8 in PEM')
}
