export { type Random, streamOf } from '../../sandbox/random.ts';
