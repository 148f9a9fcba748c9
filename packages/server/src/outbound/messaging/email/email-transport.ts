/** One e-mail, ready to go. Subject and addresses are single lines; user values in `html` are escaped. */
export interface Email {
  /** `name <address>` or an address alone. */
  readonly from: string
  readonly replyTo?: string | undefined
  /** One address, checked when it was stored. */
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** An e-mail as it waits in the outbox. */
export interface QueuedEmail extends Omit<Email, 'from'> {
  /** The pool's own sender; the server's where the pool names none. */
  readonly from?: string | undefined
}

/** What the channel sends with. */
export interface EmailSending {
  readonly transport: EmailTransport
  /** The sender where a pool names none. */
  readonly from: string
}

/**
 * Hands e-mail to whoever carries it on. `send` resolves once the other side has taken responsibility, and may be called
 * again with the same e-mail after a failure, so a recipient may see one twice but never lose it. Several may be under way
 * at once. It ends by itself in bounded time.
 */
export interface EmailTransport {
  send(email: Email): Promise<void>
  close(): Promise<void>
}

/** Stands in where no SMTP server is configured: every message waits, and the log says what to do. */
export const unconfiguredEmail: EmailTransport = {
  async send() {
    throw Object.assign(new Error('No SMTP server is configured: set email.smtp in poolhouse.yaml.'), {
      code: 'EMAIL_NOT_CONFIGURED',
    })
  },
  async close() {},
}
