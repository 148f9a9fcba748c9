import { connect } from 'node:net'

/**
 * One kept-alive HTTP/1.1 connection, one request at a time. It uses as little processor time as possible, because it shares the
 * cores with the measured server.
 */
export async function openConnection(port) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await new Promise((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('error', reject)
  })
  let received = Buffer.alloc(0)
  let waiting
  const fail = (error) => waiting?.reject(error ?? new Error('The server closed the connection.'))
  socket.on('error', fail)
  socket.on('close', () => fail())
  socket.on('data', (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
    const end = received.indexOf('\r\n\r\n')
    if (end < 0) return
    const head = received.toString('latin1', 0, end)
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0)
    if (received.length < end + 4 + length) return
    const answer = { status: Number(head.slice(9, 12)), body: received.subarray(end + 4, end + 4 + length) }
    received = received.subarray(end + 4 + length)
    const { resolve } = waiting
    waiting = undefined
    resolve(answer)
  })
  return {
    send(request) {
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject }
        socket.write(request)
      })
    },
    close: () => socket.destroy(),
  }
}

/** The bytes of a POST. */
export function post(path, { type, body, headers = {} }) {
  const lines = Object.entries({
    host: 'localhost',
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`)
}

export const postForm = (path, form) =>
  post(path, { type: 'application/x-www-form-urlencoded', body: new URLSearchParams(form).toString() })

export const callOperation = (name, input, headers = {}) =>
  post('/', {
    type: 'application/x-amz-json-1.1',
    headers: { 'x-amz-target': `AWSCognitoIdentityProviderService.${name}`, ...headers },
    body: JSON.stringify(input),
  })

/** The content of a successful answer. */
export function contentOf({ status, body }) {
  if (status !== 200) throw new Error(`Answered ${status}: ${body}`)
  return JSON.parse(body.toString())
}
