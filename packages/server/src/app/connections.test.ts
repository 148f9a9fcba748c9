import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { watchConnections } from './connections.ts'

afterEach(() => {
  vi.useRealTimers()
})

const get = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'

async function listen(answer: RequestListener): Promise<{ server: Server; end(): void; dial(): Promise<Socket> }> {
  const server = createServer(answer)
  const { end } = watchConnections(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close().closeAllConnections())
  const { port } = server.address() as AddressInfo
  return {
    server,
    end,
    async dial() {
      const accepted = once(server, 'connection')
      const socket = connect(port, '127.0.0.1')
      await accepted
      return socket
    },
  }
}

test('a connection without a request does not delay the stop of a server', async () => {
  const { server, end, dial } = await listen((_request, response) => response.end('answer'))
  const silent = await dial()
  const closed = once(server, 'close')
  server.close()
  end()
  await Promise.all([closed, once(silent, 'close')])
})

test('a connection that is idle between two requests does not delay it either', async () => {
  const { server, end, dial } = await listen((_request, response) => response.end('answer'))
  const socket = await dial()
  socket.write(get)
  await once(socket, 'data')
  const closed = once(server, 'close')
  server.close()
  end()
  await closed
})

test('a running request gets its response, then its connection is closed', async () => {
  let answer = (_words: string): void => {}
  const { server, end, dial } = await listen((_request, response) => {
    answer = (words) => response.end(words)
  })
  const socket = await dial()
  socket.write(get)
  await once(server, 'request')
  const closed = once(server, 'close')
  server.close()
  end()
  answer('the whole answer')
  expect(await text(socket)).toMatch(/the whole answer/)
  await closed
})

test('a request without a response is closed after the grace period', async () => {
  const { server, end, dial } = await listen(() => {})
  const socket = await dial()
  socket.write(get)
  await once(server, 'request')
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const closed = once(server, 'close')
  server.close()
  end()
  vi.advanceTimersByTime(10_000)
  await closed
})

test('a new connection is closed while the server stops', async () => {
  const { end, dial } = await listen((_request, response) => response.end('answer'))
  end()
  const late = await dial()
  await once(late, 'close')
})
