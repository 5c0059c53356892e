// side.mjs FOLDER: a side in Node.js of what TeaVM has made in a folder, JavaScript or Wasm GC. The protocol is that of
// all sides (bench/peers/README.md): `ROW N` is answered by `ROW N WALL_NANOS CPU_NANOS -1`.
import { createInterface } from "node:readline";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const folder = resolve(process.argv[2]);
const wasm = join(folder, "poll-loop.wasm");

async function program() {
  if (!existsSync(wasm)) {
    return (await import(join(folder, "poll-loop.mjs"))).main;
  }
  createRequire(import.meta.url)(join(folder, "classes.wasm-runtime.js"));
  return (await TeaVM.wasmGC.load(wasm)).exports.main;
}

const main = await program();
for await (const line of createInterface({ input: process.stdin })) {
  const [row, n] = line.split(" ");
  if (line === "quit") {
    break;
  }
  if (!/^(woven|by-hand)-(poll|turn)$/.test(row)) {
    console.log(`${row} unsupported`);
    continue;
  }
  const wall = process.hrtime.bigint();
  const cpu = process.cpuUsage();
  main([row, n]);
  const { user, system } = process.cpuUsage(cpu);
  console.log(`${row} ${n} ${process.hrtime.bigint() - wall} ${(user + system) * 1000} -1`);
}
