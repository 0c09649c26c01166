import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** A program that is installed, or was unpacked by eng/setup.sh --tests. */
export function findProgram(name: string): string {
  const found = [join(root, '.tools/monitoring/usr/bin'), '/usr/bin', '/usr/local/bin'].map((folder) => join(folder, name)).find(existsSync);
  if (found === undefined) throw new Error(`There is no ${name}: run eng/setup.sh --tests.`);
  return found;
}

/** An application with the OpenTelemetry SDK as it is published; it knows nothing but the variables it is given. */
export const openTelemetryApp = join(root, 'tests/EndToEnd.Tests/Senders/opentelemetry-js/send.mjs');

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

/** Runs a program to its end. */
export async function runProgram(file: string, args: string[], environment: Record<string, string> = {}): Promise<void> {
  const child = spawn(file, args, { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  const log = logOf(child);
  const code = await new Promise<number | null>((ended) => child.on('close', ended));
  if (code !== 0) throw new Error(`${file} ended with ${String(code)}: ${log.text}`);
}

/** Starts a program that stays; it has started when its address answers. */
export async function startProgram(file: string, args: string[], ready: string): Promise<{ stop: () => Promise<void> }> {
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const log = logOf(child);
  const ended = new Promise<void>((resolveEnd) => child.on('close', () => resolveEnd()));
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${file} ended with ${String(child.exitCode)}: ${log.text}`);
    if (await fetch(ready).then(({ ok }) => ok, () => false)) break;
    await new Promise((later) => setTimeout(later, 100));
  }
  return {
    stop: async () => {
      child.kill();
      await ended;
    },
  };
}

function logOf(child: ChildProcess): { text: string } {
  const log = { text: '' };
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part: Buffer) => (log.text += part.toString()));
  return log;
}
