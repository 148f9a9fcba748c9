import type { Mail } from '@poolhouse/pages'
import { emailSender } from '#records/user-pools/policy'
import type { UserPool } from '#records/user-pools/user-pool'
import { type Filling, invitationMessage, passwordResetMessage, verificationMessage } from '../compose.ts'
import { maskedEmail } from '../masked-destination.ts'
import type { Channel, Message } from './channel.ts'

const compositions: Readonly<Record<Message['occasion'], (pool: UserPool, filling: Filling) => Mail>> = {
  verification: verificationMessage,
  'password-reset': passwordResetMessage,
  invitation: invitationMessage,
}

/** Messages by e-mail. */
export const email: Channel<'email'> = {
  attribute: 'email',
  medium: 'EMAIL',
  masked: maskedEmail,
  compose(pool, { to, message }) {
    return { ...compositions[message.occasion](pool, message), to, ...emailSender(pool) }
  },
  async send({ transport, from: defaultFrom }, { from = defaultFrom, ...queued }) {
    await transport.send({ ...queued, from })
  },
}
