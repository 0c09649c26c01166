// What could stop the platform from starting is said before anything is built: an unknown launch profile, a port in use, an external
// data store out of reach. Prints the environment of the profile, each NAME=value ended by NUL, for ./run.
// Usage: node eng/preflight.mjs PROFILE
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const appHost = path.join(root, 'SreCopilot.AppHost');
const problems = [];

const { profiles } = JSON.parse(readFileSync(path.join(appHost, 'Properties', 'launchSettings.json'), 'utf8'));
const name = process.argv[2];
const profile = profiles[name];
if (!profile) {
  end([`There is no launch profile «${name}». The profiles are: ${Object.keys(profiles).join(', ')}.`]);
}

const environment = {
  ...profile.environmentVariables,
  ASPNETCORE_URLS: profile.applicationUrl,
  DOTNET_LAUNCH_PROFILE: name,
};
await Promise.all([...ports().map(([port, user]) => checkPort(port, user)), checkPostgres(), checkRedis()]);
end(problems);

function end(messages) {
  if (messages.length > 0) {
    console.error(messages.map((message) => `run: ${message}`).join('\n'));
    process.exit(1);
  }
  process.stdout.write(Object.entries(environment).map(([key, value]) => `${key}=${value}\0`).join(''));
}

/** Fixed ports, each with who needs it: the dashboard's from the profile, all others from the AppHost. */
function ports() {
  const found = new Map();
  for (const [key, value] of Object.entries(environment)) {
    for (const [, port] of String(value).matchAll(/https?:\/\/[^/;]+:(\d+)/g)) {
      found.set(Number(port), key === 'ASPNETCORE_URLS' ? 'the Aspire dashboard' : `the Aspire dashboard (${key})`);
    }
  }
  const topology = readFileSync(path.join(appHost, 'AppHost.cs'), 'utf8');
  for (const [, service, port] of topology.matchAll(/AddService<[^>]+>\("([^"]+)", (\d+)\)/g)) {
    found.set(Number(port), service);
  }
  for (const [, port] of topology.matchAll(/WithHttpEndpoint\(port: publishing \? null : (\d+)/g)) {
    found.set(Number(port), 'the platform');
  }
  return [...found];
}

function checkPort(port, user) {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', (error) => {
      problems.push(
        error.code === 'EADDRINUSE'
          ? `Port ${port}, which ${user} needs, is in use${holder(port)}. Stop that program (or another ./run) and try again.`
          : `Port ${port}, which ${user} needs, cannot be opened: ${error.message}.`,
      );
      resolve();
    });
    server.listen(port, '127.0.0.1', () => server.close(resolve));
  });
}

/** « by name, process id» when the machine can tell. */
function holder(port) {
  try {
    const line = execFileSync('ss', ['-Hltnp', `sport = :${port}`], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const [, program, pid] = /\("([^"]+)",pid=(\d+)/.exec(line) ?? [];
    return program ? ` by ${program}, process ${pid}` : '';
  } catch {
    return '';
  }
}

async function checkPostgres() {
  const text = process.env.ConnectionStrings__srecopilot;
  if (!text?.trim()) return;
  const settings = new Map(
    text.split(';').map((pair) => [pair.split('=')[0].trim().toLowerCase(), pair.slice(pair.indexOf('=') + 1).trim()]),
  );
  const host = settings.get('host') ?? settings.get('server');
  if (!host) {
    problems.push('ConnectionStrings__srecopilot names no host: it must look like Host=...;Port=...;Database=...;Username=...;Password=...');
  } else if (!host.startsWith('/') && !host.includes(',')) {
    await checkServer('The external PostgreSQL', 'ConnectionStrings__srecopilot', host, Number(settings.get('port') ?? 5432));
  }
}

async function checkRedis() {
  const text = process.env.ConnectionStrings__redis;
  if (!text?.trim()) return;
  const [host, port = '6379'] = text.split(',')[0].split(':');
  await checkServer('The external Redis', 'ConnectionStrings__redis', host, Number(port));
}

/** Never shows the connection string: it holds the password. */
function checkServer(what, setting, host, port) {
  return new Promise((resolve) => {
    const fail = (reason) => {
      problems.push(`${what} at ${host}:${port} (from ${setting}) cannot be reached: ${reason}. Start it, correct ${setting}, or unset it to use the embedded one.`);
      socket.destroy();
      resolve();
    };
    const socket = net.connect({ host, port, timeout: 5000 });
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('timeout', () => fail('no answer within 5 seconds'));
    socket.once('error', (error) => fail(error.code ?? error.message));
  });
}
