/**
 * The embedded DynamoDB: dynalite over a LevelDB folder, in its own process so that its work takes nothing from the
 * event loop of the run. Arguments: folder, port (0 = any). Tells its port to the parent; ends when the parent ends.
 */
import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';

const [folder, port] = process.argv.slice(2);
if (folder === undefined) throw new TypeError('usage: process.ts FOLDER [PORT]');

const server = dynalite({ path: folder, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
server.on('error', (error) => {
  throw error;
});
server.keepAliveTimeout = 60_000;
server.listen(Number(port ?? 0), '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
process.on('disconnect', () => process.exit(0));
// Ctrl-C reaches the whole process group; the parent decides when the database may stop.
process.on('SIGINT', () => undefined);
