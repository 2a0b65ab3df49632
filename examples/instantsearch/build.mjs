// Builds the two pages into dist (or OUT), and with --serve shows them at
// http://127.0.0.1:8090 (PORT), built anew whenever they are asked for.
import { cp, mkdir } from 'node:fs/promises';
import * as esbuild from 'esbuild';

const out = process.env.OUT ?? 'dist';
const options = {
  entryPoints: ['src/plain.js', 'src/react.jsx'],
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"' },
  outdir: out,
  logLevel: 'warning',
};

await mkdir(out, { recursive: true });
await cp('public', out, { recursive: true });
if (process.argv.includes('--serve')) {
  const context = await esbuild.context(options);
  const port = Number(process.env.PORT ?? 8090);
  await context.serve({ servedir: out, host: '127.0.0.1', port });
  console.log(`http://127.0.0.1:${port}/ and http://127.0.0.1:${port}/react.html`);
} else {
  await esbuild.build(options);
}
