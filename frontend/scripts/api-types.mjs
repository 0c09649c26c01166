// Writes src/api/schema/*.ts (git-ignored) from the services' OpenAPI documents, so that the types are never older than those.
import { readdir, readFile, writeFile, mkdir } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';

const documents = new URL('../../docs/api/', import.meta.url);
const target = new URL('../src/api/schema/', import.meta.url);

// {"type":["null","integer","string"],"pattern":"^-?(?:0|[1-9]\\d*)$"}: services also read numbers from strings, but write numbers only.
function asWritten(node) {
  if (Array.isArray(node)) return node.map(asWritten);
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, asWritten(value)]));
  if (Array.isArray(copy.type) && copy.type.includes('string') && copy.type.some((type) => type === 'integer' || type === 'number')) {
    copy.type = copy.type.filter((type) => type !== 'string');
    delete copy.pattern;
  }
  return copy;
}

async function typesOf(file) {
  const document = JSON.parse(await readFile(new URL(file, documents), 'utf8'));
  const types = await openapiTS(asWritten(document), { rootTypes: true, rootTypesNoSchemaPrefix: true, silent: true });
  return `// Generated from docs/api/${file}. Do not edit.\n\n${astToString(types)}`;
}

await mkdir(target, { recursive: true });
const files = (await readdir(documents)).filter((name) => name.endsWith('.json'));
await Promise.all(files.map(async (file) => writeFile(new URL(file.replace(/\.json$/, '.ts'), target), await typesOf(file))));
