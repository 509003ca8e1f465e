import { startInMiniflare } from '../runtime/start.ts';

/**
 * The least that makes a hook durable in an object: nothing is parsed, checked or looked up, the body is one new row, and
 * the answer leaves when the row is on disk (the platform holds it until then).
 */
const FLOOR = `
import { DurableObject } from 'cloudflare:workers';

export class FloorObject extends DurableObject {
  constructor(state, env) {
    super(state, env);
    this.sql = state.storage.sql;
    this.sql.exec('CREATE TABLE IF NOT EXISTS hooks (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, body TEXT NOT NULL)');
  }
  accept(body) {
    this.sql.exec('INSERT INTO hooks (at, body) VALUES (?, ?)', Date.now(), body);
  }
}

export default {
  async fetch(request, env) {
    const account = new URL(request.url).pathname;
    await env.FLOOR.get(env.FLOOR.idFromName(account)).accept(await request.text());
    return Response.json({});
  },
};
`;

export function startFloor() {
  return startInMiniflare({
    main: FLOOR,
    durableObjects: { FLOOR: { className: 'FloorObject', useSQLite: true } },
  });
}
