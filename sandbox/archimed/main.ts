import { demoClinics } from '../demo/clinics.ts';
import { wallTime } from './clinic/wall-clock.ts';
import { startArchimedSandbox } from './server.ts';

const sandbox = await startArchimedSandbox({
  port: Number(process.env.PORT ?? 8789),
  peerUrl: process.env.PEER_URL ?? 'http://localhost:8788',
});
const clinics = demoClinics(wallTime(Date.now(), 'Europe/Moscow').date);
for (const clinic of clinics) {
  const reply = await fetch(`${sandbox.url}/_sandbox/sources`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(clinic),
  });
  if (!reply.ok) throw new Error(`the demo clinic was refused: ${await reply.text()}`);
}

console.log(`ArchiMed+ sandbox  ${sandbox.url}/api/v5/`);
console.log(`reception desk     ${sandbox.url}/reception/`);
console.log(`control page       ${sandbox.url}/_sandbox/`);
for (const { name, keys } of clinics) {
  for (const key of keys) console.log(`${name}: API ID ${key.apiId}   API Secret ${key.apiSecret}`);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void sandbox.close().then(() => process.exit(0)));
}
