export type Family = 'cicd' | 'cloud';

export interface ProviderField {
  name: string;
  label: string;
  /** In which part of the request it is sent. */
  place: 'credentials' | 'config';
  hint?: string;
  placeholder?: string;
  /** Never shown again; left blank it stays as it is. */
  isSecret?: boolean;
  isOptional?: boolean;
  /** Several values with commas between them. */
  isList?: boolean;
}

export interface Provider {
  id: string;
  family: Family;
  label: string;
  /** What the credentials must allow. */
  needs: string;
  fields: readonly ProviderField[];
  /** The credentials are one JSON document. */
  isKeyFile?: boolean;
}

const token = (label: string): ProviderField => ({ name: 'pat', label, place: 'credentials', isSecret: true });

export const providers: readonly Provider[] = [
  { id: 'github', family: 'cicd', label: 'GitHub', needs: 'Actions, Deployments and Metadata: read', fields: [token('Access token'), { name: 'organization', label: 'Organisation', place: 'config', isOptional: true, hint: 'Without it, all repositories of the token’s owner.' }] },
  {
    id: 'gitlab', family: 'cicd', label: 'GitLab', needs: 'the scope read_api and the role Reporter',
    fields: [token('Access token'), { name: 'gitlab_url', label: 'Address', place: 'config', isOptional: true, placeholder: 'https://gitlab.com' }, { name: 'group', label: 'Group', place: 'config', isOptional: true }],
  },
  {
    id: 'azure_devops', family: 'cicd', label: 'Azure DevOps', needs: 'Build and Project and Team: read',
    fields: [token('Personal access token'), { name: 'organization_url', label: 'Organisation', place: 'config', placeholder: 'https://dev.azure.com/acme' }, { name: 'project', label: 'Project', place: 'config' }],
  },
  {
    id: 'jenkins', family: 'cicd', label: 'Jenkins', needs: 'Overall/Read and Job/Read',
    fields: [{ name: 'jenkins_url', label: 'Address', place: 'config', placeholder: 'https://jenkins.example.com' }, { name: 'username', label: 'User', place: 'credentials' }, { name: 'token', label: 'API token', place: 'credentials', isSecret: true }],
  },
  { id: 'bitbucket', family: 'cicd', label: 'Bitbucket', needs: 'Repositories and Pipelines: read', fields: [{ name: 'token', label: 'Access token', place: 'credentials', isSecret: true }, { name: 'workspace', label: 'Workspace', place: 'config' }] },
  {
    id: 'aws', family: 'cloud', label: 'Amazon Web Services', needs: 'to describe EC2 instances, RDS databases and load balancers, and cloudwatch:GetMetricData',
    fields: [
      { name: 'access_key_id', label: 'Access key ID', place: 'credentials', isSecret: true }, { name: 'secret_access_key', label: 'Secret access key', place: 'credentials', isSecret: true },
      { name: 'regions', label: 'Regions', place: 'config', isList: true, placeholder: 'eu-central-1, eu-west-1' }, { name: 'assume_role_arn', label: 'Role to assume', place: 'config', isOptional: true },
    ],
  },
  {
    id: 'azure', family: 'cloud', label: 'Microsoft Azure', needs: 'the role Reader on the subscription',
    fields: [
      { name: 'tenant_id', label: 'Tenant ID', place: 'credentials', isSecret: true }, { name: 'client_id', label: 'Client ID', place: 'credentials', isSecret: true },
      { name: 'client_secret', label: 'Client secret', place: 'credentials', isSecret: true }, { name: 'subscription_id', label: 'Subscription ID', place: 'credentials', isSecret: true },
    ],
  },
  {
    id: 'gcp', family: 'cloud', label: 'Google Cloud', needs: 'Compute Viewer, Cloud SQL Viewer and Monitoring Viewer', isKeyFile: true,
    fields: [{ name: 'key', label: 'Key of a service account', place: 'credentials', isSecret: true, hint: 'The whole JSON document.' }, { name: 'project_id', label: 'Project, if it is another one', place: 'config', isOptional: true }],
  },
];

export const families: Record<Family, { root: string; title: string; one: string; intro: string }> = {
  cicd: { root: '/api/v1/cicd/connections', title: 'CI/CD systems', one: 'CI/CD system', intro: 'Their deployments are marked on charts and told in incidents.' },
  cloud: { root: '/api/v1/connections', title: 'Clouds', one: 'cloud', intro: 'What runs there, how it changes, and how busy it is.' },
};

export const usualProvider: Record<Family, string> = { cicd: 'github', cloud: 'aws' };

/** One that this app does not know has a name only. */
export function providerOf(id: string): Provider {
  return providers.find((provider) => provider.id === id) ?? { id, family: 'cicd', label: id, needs: 'reading', fields: [] };
}

export type Texts = Record<string, string>;

/** What a stored connection shows in the form: its settings, never its credentials. */
export function textsOf(provider: Provider, config: Record<string, unknown>): Texts {
  return Object.fromEntries(provider.fields.flatMap(({ name, place }) => {
    const value = config[name];
    if (place !== 'config' || value === undefined || value === null) return [];
    return [[name, Array.isArray(value) ? value.join(', ') : `${value as string | number}`] as const];
  }));
}

/** Whether all that must be there is; a stored connection has its credentials. */
export function isComplete(provider: Provider, texts: Texts, isStored: boolean): boolean {
  return provider.fields.every(({ name, place, isOptional }) => isOptional === true || (isStored && place === 'credentials') || (texts[name]?.trim() ?? '') !== '');
}

export interface ConnectionBody {
  credentials?: Record<string, unknown>;
  config: Record<string, unknown>;
}

/** What to send. Settings that the form does not show stay; credentials that were left blank are not sent. */
export function bodyOf(provider: Provider, texts: Texts, stored: Record<string, unknown> = {}): ConnectionBody {
  const own = provider.fields.filter(({ place }) => place === 'config').map(({ name }) => name);
  const config: Record<string, unknown> = Object.fromEntries(Object.entries(stored).filter(([name]) => !own.includes(name)));
  let credentials: Record<string, unknown> = {};
  for (const { name, place, isList } of provider.fields) {
    const text = texts[name]?.trim() ?? '';
    if (place === 'credentials') {
      if (text !== '') credentials = provider.isKeyFile === true ? readKeyFile(text) ?? {} : { ...credentials, [name]: text };
    } else if (text !== '') config[name] = isList === true ? text.split(/[,\s]+/).filter((one) => one !== '') : text;
  }
  return { config, ...(Object.keys(credentials).length > 0 && { credentials }) };
}

/** Null: this is no JSON object. */
export function readKeyFile(text: string): Record<string, unknown> | null {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? read as Record<string, unknown> : null;
  } catch {
    return null;
  }
}
