import { resolve } from 'node:path'
import { z } from 'zod'
import { defaultIssuer } from '#records/user-pools/issuer'

const port = z.coerce.number().int().min(0).max(65_535)
const origin = z
  .string()
  .transform((text) => text.replace(/\/+$/, ''))
  .refine((text) => isOrigin(text), 'must be an origin such as https://sign-in.example.com, without a path')

/** One function that a pool's LambdaConfig names by its ARN. */
const triggerFunction = z.strictObject({
  /** The handler module; relative to the configuration file. */
  file: z.string(),
  /** What the handler finds in process.env, and nothing else. */
  environment: z.record(z.string(), z.string()).default({}),
  /** Milliseconds until an invocation is given up; Cognito's own limit is 5 s. */
  timeout: z.number().int().positive().max(60_000).default(5_000),
})

/** poolhouse.yaml, whole. Unknown keys are refused, so that a misspelt one is noticed. */
export const configSchema = z.strictObject({
  /** `production` refuses what only a laptop may do. */
  mode: z.enum(['production', 'development']).default('production'),
  /** The address to listen on. */
  host: z.string().default('127.0.0.1'),
  /** The port to listen on. */
  port: port.default(9229),
  /** Where browsers and applications reach the server; every link and the issuer come from it. */
  publicUrl: origin.optional(),
  /** Addresses or networks (10.0.0.0/8) of the proxies in front, whose X-Forwarded-For is believed; nobody else's is. */
  trustedProxies: z.array(z.string()).default([]),
  /** The data folder: database, unless another is named, and what the first run writes. */
  data: z.string().default('./data'),
  /** `postgres://...`, or the path of an SQLite file; default `<data>/poolhouse.sqlite`. */
  database: z.string().optional(),
  /** The first part of every user pool id, and what requests are signed for. */
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must look like us-east-1')
    .default('us-east-1'),
  /** The account in every ARN. */
  accountId: z
    .string()
    .regex(/^\d{12}$/, 'must be twelve digits')
    .default('000000000000'),
  /** Template of the `iss` claim, with {publicUrl}, {region} and {userPoolId}. */
  issuer: z
    .string()
    .refine((text) => text.includes('{userPoolId}'), 'must hold {userPoolId}')
    .default(defaultIssuer),
  /** The host suffix below which domain prefixes resolve, once DNS says so. */
  domainSuffix: z.string().optional(),
  masterKey: z
    .strictObject({
      /** File of mode 0600 with 32 bytes in base64; default `<data>/master.key`. */
      file: z.string().optional(),
      /** Older keys' files, that still open what they sealed. */
      olderFiles: z.array(z.string()).default([]),
      /** Lets production keep the key in the folder whose database it protects. */
      allowBesideData: z.boolean().default(false),
    })
    .prefault({}),
  email: z
    .strictObject({
      /** The sender of every message. */
      from: z.string().default('no-reply@localhost'),
      smtp: z
        .strictObject({
          /** The SMTP server's name or address. */
          host: z.string(),
          /** The SMTP server's port. */
          port: port.default(587),
          /** TLS from the first byte (port 465); otherwise STARTTLS where the server offers it. */
          secure: z.boolean().default(false),
          /** Refuse to send without TLS. */
          requireTls: z.boolean().default(false),
          /** The name to sign in to the SMTP server with. */
          user: z.string().optional(),
          /** Its password; better given by the environment. */
          password: z.string().optional(),
        })
        .optional(),
    })
    .prefault({}),
  triggers: z
    .strictObject({
      /** ARN as in LambdaConfig to the module that stands for it. */
      functions: z.record(z.string().startsWith('arn:'), triggerFunction).default({}),
    })
    .prefault({}),
  log: z
    .strictObject({
      /** The least that is logged. */
      level: z.enum(['info', 'warn', 'error']).default('info'),
    })
    .prefault({}),
})

/** The configuration as it is in force. */
export type Config = z.output<typeof configSchema> & {
  readonly publicUrl: string
  readonly database: string
  readonly masterKeyFile: string
}

/** Something about the configuration that only a person can mend; its text says what. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** Validates the merged settings and fills in what follows from others. @throws ConfigError that names each key at fault. */
export function resolveConfig(settings: unknown, { source }: { source: string }): Config {
  const parsed = configSchema.safeParse(settings)
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `  ${issue.path.join('.') || 'the file'}: ${issue.message}`)
    throw new ConfigError(`The configuration (${source}) is not valid:\n${faults.join('\n')}`)
  }
  const config = parsed.data
  const publicUrl = config.publicUrl ?? `http://localhost:${config.port}`
  if (config.mode === 'production' && !isHttps(publicUrl) && !isLoopback(publicUrl)) {
    throw new ConfigError(
      `publicUrl is ${publicUrl}, but in production it must be https: put a TLS proxy in front and set publicUrl, or POOLHOUSE_PUBLIC_URL, to its address.`,
    )
  }
  const data = resolve(config.data)
  return {
    ...config,
    data,
    publicUrl,
    database: config.database ?? resolve(data, 'poolhouse.sqlite'),
    masterKeyFile: resolve(config.masterKey.file ?? resolve(data, 'master.key')),
  }
}

function isOrigin(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && /^https?:$/.test(url.protocol) && url.origin === text
}

const isHttps = (url: string): boolean => new URL(url).protocol === 'https:'

/** Loopback literals and localhost, where plain http stays on the machine. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url)
  return hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^127\./.test(hostname)
}
