import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// The development server answers the SPA; everything else is the running platform's.
const platform = process.env.PLATFORM_URL ?? 'http://localhost:30000';

export default defineConfig({
  plugins: [react()],
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': { target: platform },
      '/ws': { target: platform, ws: true },
    },
  },
  build: {
    target: 'es2023',
    // Small images stay files: one caching rule for everything under /assets.
    assetsInlineLimit: 0,
  },
  test: {
    environment: 'node',
    include: ['src/**/*.test.ts'],
    reporters: ['default', './test/vitest-summary.ts'],
  },
});
