import { reset } from 'cloudflare:test';

// The files of one runner share its storage; each begins with none.
await reset();
