/** One e-mail, ready to send. Subject and addresses are single lines. User values in `html` are escaped. */
export interface Email {
  /** `name <address>` or only an address. */
  readonly from: string
  readonly replyTo?: string | undefined
  /** One address. It was checked when it was stored. */
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** An e-mail in the outbox. */
export interface QueuedEmail extends Omit<Email, 'from'> {
  /** The pool's sender. Undefined: the server's sender. */
  readonly from?: string | undefined
}

/** What the channel sends with. */
export interface EmailSending {
  readonly transport: EmailTransport
  /** The sender for pools that do not set one. */
  readonly from: string
}

/**
 * Sends e-mail to a mail server. `send` resolves when the mail server has accepted the e-mail, and always ends in bounded time.
 * After a failure it may be called again with the same e-mail, so a recipient may get an e-mail twice, but does not miss one.
 * Calls may run in parallel.
 */
export interface EmailTransport {
  send(email: Email): Promise<void>
  close(): Promise<void>
}

/** The transport when no SMTP server is configured: every message waits in the outbox, and the log says what to do. */
export const unconfiguredEmail: EmailTransport = {
  async send() {
    throw Object.assign(new Error('No SMTP server is configured. Set email.smtp in poolhouse.yaml.'), {
      code: 'EMAIL_NOT_CONFIGURED',
    })
  },
  async close() {},
}
