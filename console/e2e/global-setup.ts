import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { hasChromium } from './chromium.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the console is served. */
    url: string;
    /** Where a console is served that has no flight yet and no model in use. */
    urlWithoutModel: string;
    /** The flight that was simulated for the tests. */
    flightId: string;
    /** A folder with photos of another flight, for the upload. */
    photosDir: string;
  }
}

const root = path.join(import.meta.dirname, '../..');
const command = path.join(root, 'bin/umbel.ts');
const flightSeed = '77';
/** Enough questions for every test: people of earlier ones still hold forty each. */
const photosOfFlight = '30';

/** Simulates a flight, runs it and serves it, all in a folder of its own that is removed at the end. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = mkdtempSync(path.join(tmpdir(), 'umbel-console-'));
  const servers: ChildProcess[] = [];
  const end = async () => {
    await Promise.all(servers.map(ended));
    rmSync(dir, { recursive: true, force: true });
  };
  project.provide('photosDir', path.join(dir, 'photos'));
  if (!hasChromium) {
    process.stderr.write('Chromium is not installed: the browser tests are skipped.\n');
    project.provide('url', '');
    project.provide('urlWithoutModel', '');
    project.provide('flightId', '');
    return end;
  }
  const running = process.env['UMBEL_CONSOLE_URL'];
  if (running !== undefined) {
    // A console that runs already, the flight in it, and photos to upload: for whoever works on one test.
    project.provide('url', running);
    project.provide('urlWithoutModel', process.env['UMBEL_CONSOLE_URL_WITHOUT_MODEL'] ?? '');
    project.provide('flightId', process.env['UMBEL_CONSOLE_FLIGHT'] ?? '');
    const photos = process.env['UMBEL_CONSOLE_PHOTOS'];
    if (photos !== undefined) cpSync(photos, path.join(dir, 'photos'), { recursive: true });
    return end;
  }
  const env = { ...process.env, UMBEL_HOME: path.join(dir, 'home') };
  const flightDir = path.join(dir, 'flight');
  await umbel(['simulate', flightDir, '--photos', photosOfFlight, '--seed', flightSeed], env);
  const { flightId } = JSON.parse(await umbel(['run', flightDir, '--json'], env)) as { flightId: string };
  await umbel(['simulate', path.join(dir, 'photos'), '--photos', '3', '--seed', '5'], env);
  await umbel(['models', 'register', secondModel(path.join(dir, 'model'))], env);
  const serve = (home: string) => {
    const server = spawn(process.execPath, [command, 'serve', '--port', '0', '--no-demo'], {
      env: { ...process.env, UMBEL_HOME: path.join(dir, home) },
      stdio: ['ignore', 'inherit', 'pipe'],
    });
    servers.push(server);
    return urlOf(server);
  };
  project.provide('flightId', flightId);
  project.provide('url', await serve('home'));
  // A home whose registry is empty would be given the model that comes with Umbel: here is one that nobody has chosen.
  await umbel(['models', 'register', path.join(dir, 'model')], {
    ...process.env,
    UMBEL_HOME: path.join(dir, 'home-without-model'),
  });
  project.provide('urlWithoutModel', await serve('home-without-model'));
  return end;
}

/** The demo model under another title, said to be made from the first: what another season's model would be. */
function secondModel(dir: string): string {
  cpSync(path.join(root, 'models/demo-hogweed'), dir, { recursive: true });
  const file = path.join(dir, 'model.json');
  const text = readFileSync(file, 'utf8');
  const parent = `demo-hogweed-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
  const manifest = JSON.parse(text) as object;
  const own = { title: 'Giant hogweed, second season', description: 'Made from the former one.', parent };
  writeFileSync(file, JSON.stringify({ ...manifest, ...own }));
  return dir;
}

function umbel(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [command, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.on('data', (data) => (out += String(data)));
    child.stderr.on('data', (data) => (err += String(data)));
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve(out);
      else reject(new Error(`umbel ${args.join(' ')} ended with ${code}:\n${err}`));
    });
  });
}

/** The address that the server says once it can be used. */
function urlOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    server.stderr?.on('data', (data) => {
      said += String(data);
      const url = /Console: (http:\S+)/.exec(said)?.[1];
      if (url !== undefined) resolve(url);
      if (process.env['UMBEL_E2E_LOG'] !== undefined) process.stderr.write(String(data));
    });
    server.on('exit', (code) => reject(new Error(`umbel serve ended with ${code}:\n${said}`)));
  });
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const exit = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  server.kill('SIGTERM');
  const timer = setTimeout(() => server.kill('SIGKILL'), 15_000);
  await exit;
  clearTimeout(timer);
}
