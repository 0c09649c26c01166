// Writes file.br and file.gz beside every compressible file of the build. The entry point serves
// those as they are, which costs it a third of sending the plain file and a tenth of compressing it.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const dist = join(import.meta.dirname, '..', 'dist');
const compressible = new Set(['.css', '.html', '.js', '.json', '.svg', '.txt', '.webmanifest']);
const encoders = {
  '.br': (data) => promisify(brotliCompress)(data, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: data.length,
    },
  }),
  '.gz': (data) => promisify(gzip)(data, { level: constants.Z_BEST_COMPRESSION }),
};

const total = { files: 0, plain: 0, '.br': 0, '.gz': 0 };
for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !compressible.has(extname(entry.name))) continue;
  const path = join(entry.parentPath, entry.name);
  const data = await readFile(path);
  total.files += 1;
  total.plain += data.length;
  for (const [suffix, encode] of Object.entries(encoders)) {
    const encoded = await encode(data);
    total[suffix] += Math.min(encoded.length, data.length);
    // A file that does not shrink is served as it is.
    if (encoded.length < data.length) await writeFile(path + suffix, encoded);
  }
}

const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
console.log(`precompressed ${total.files} files: ${kB(total.plain)} plain, ${kB(total['.gz'])} gzip, ${kB(total['.br'])} brotli`);
