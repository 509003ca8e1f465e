export const seedNames = ['demo', 'large', 'empty'] as const;
export type SeedName = (typeof seedNames)[number];
