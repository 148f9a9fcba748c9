import { readFileSync } from 'node:fs'
import { openConnection } from './connection.mjs'

/**
 * Runs `task(connection, index)` on all `clients` for a while, and measures it.
 * @returns tasks per second, latencies in milliseconds, and the server's processor time for each task.
 */
export async function measure({ port, pid, clients, warmUpMs, durationMs, task }) {
  const connections = await Promise.all(Array.from({ length: clients }, () => openConnection(port)))
  let measuring = false
  let over = false
  const latencies = []
  const work = connections.map(async (connection, client) => {
    for (let turn = 0; !over; turn++) {
      const started = performance.now()
      await task(connection, client + turn * clients)
      if (measuring && !over) latencies.push(performance.now() - started)
    }
  })
  const failed = Promise.all(work)
  await Promise.race([wait(warmUpMs), failed])
  const before = processorMs(pid)
  const started = performance.now()
  measuring = true
  await Promise.race([wait(durationMs), failed])
  over = true
  const elapsed = performance.now() - started
  const used = processorMs(pid) - before
  await failed
  for (const connection of connections) connection.close()
  latencies.sort((one, other) => one - other)
  return {
    perSecond: rounded((latencies.length / elapsed) * 1_000),
    p50Ms: rounded(quantile(latencies, 0.5)),
    p99Ms: rounded(quantile(latencies, 0.99)),
    serverCpuMs: rounded(used / latencies.length, 3),
    clients,
  }
}

/** Processor time of a process so far, all threads, in milliseconds. Linux counts in ticks of 10 ms. */
export function processorMs(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

export const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]

export const median = (numbers) =>
  quantile(
    [...numbers].sort((one, other) => one - other),
    0.5,
  )

export const rounded = (number, digits = 2) => Number(number.toFixed(digits))

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
