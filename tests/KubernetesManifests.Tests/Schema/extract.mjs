// Writes kubernetes-1.34.schema.json: JSON schemas of the kinds below and of all they refer to, strict (unknown fields fail).
// Source: the models of the npm package @kubernetes/client-node 1.4.0, generated from the OpenAPI document of Kubernetes 1.34.
//   npm pack @kubernetes/client-node@1.4.0 && tar xzf kubernetes-client-node-1.4.0.tgz && node extract.mjs package
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const kinds = {
  'v1/Namespace': 'V1Namespace',
  'v1/ConfigMap': 'V1ConfigMap',
  'v1/Secret': 'V1Secret',
  'v1/Service': 'V1Service',
  'v1/Endpoints': 'V1Endpoints',
  'v1/PersistentVolumeClaim': 'V1PersistentVolumeClaim',
  'v1/ServiceAccount': 'V1ServiceAccount',
  'apps/v1/Deployment': 'V1Deployment',
  'apps/v1/StatefulSet': 'V1StatefulSet',
  'autoscaling/v2/HorizontalPodAutoscaler': 'V2HorizontalPodAutoscaler',
  'policy/v1/PodDisruptionBudget': 'V1PodDisruptionBudget',
  'networking.k8s.io/v1/NetworkPolicy': 'V1NetworkPolicy',
  'networking.k8s.io/v1/Ingress': 'V1Ingress',
};

const folder = process.argv[2];
if (!folder) {
  console.error('Usage: node extract.mjs FOLDER   (the unpacked package @kubernetes/client-node)');
  process.exit(2);
}

const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const definitions = {};

// For us "date" is only what a server writes; byte is base64 text.
function schemaOf(type, format) {
  const list = /^Array<(.*)>$/.exec(type);
  const map = /^{ \[key: string\]: (.*); }$/.exec(type);
  if (list) return { type: 'array', items: schemaOf(list[1], format) };
  if (map) return { type: 'object', additionalProperties: schemaOf(map[1], format) };
  switch (type) {
    case 'any': return {};
    case 'string': return { type: 'string' };
    case 'boolean': return { type: 'boolean' };
    case 'number': return { type: format === 'double' ? 'number' : 'integer' };
    case 'Date': case 'V1MicroTime': return { type: 'string' };
    case 'IntOrString': return { type: ['integer', 'string'] };
    default: define(type); return { $ref: `#/definitions/${type}` };
  }
}

function define(name) {
  if (definitions[name]) return;
  const definition = definitions[name] = { type: 'object', additionalProperties: false, properties: {} };
  const path = join(folder, 'dist/gen/models', name);
  const code = readFileSync(`${path}.js`, 'utf8');
  const [specification] = /OpenAPI spec version: \S+/.exec(code);
  if (specification !== 'OpenAPI spec version: v1.34.0') throw new Error(`${name} is of another version: ${specification}`);
  const attributes = JSON.parse(/attributeTypeMap = (\[[\s\S]*?\n?\]);/.exec(code)[1]);
  const declared = readFileSync(`${path}.d.ts`, 'utf8');
  const required = [...declared.matchAll(/^ {4}'([^']+)':/gm)].map(match => match[1]);
  for (const { name: property, baseName, type, format } of attributes) {
    definition.properties[baseName] = schemaOf(type, format);
    if (required.includes(property)) (definition.required ??= []).push(baseName);
  }
}

Object.values(kinds).forEach(define);

// One definition a line: a new version shows what it changes.
const lines = Object.keys(definitions).sort().map(name => `  ${JSON.stringify(name)}: ${JSON.stringify(definitions[name])}`);
const kindLines = Object.entries(kinds).map(([kind, model]) => `  ${JSON.stringify(kind)}: ${JSON.stringify(model)}`);
writeFileSync(new URL('kubernetes-1.34.schema.json', import.meta.url), `{
"$schema": "http://json-schema.org/draft-04/schema#",
"description": ${JSON.stringify(`Kubernetes 1.34, strict. Written by extract.mjs from @kubernetes/client-node ${version} (${license}).`)},
"kinds": {
${kindLines.join(',\n')}
},
"definitions": {
${lines.join(',\n')}
}
}
`);
console.log(`${lines.length} definitions`);
