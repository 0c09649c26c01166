import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { ApiKey, Project } from '../api/contract';
import { Ago } from '../ui/Ago';
import { Arrival } from '../ui/Arrival';
import { Button } from '../ui/Button';
import { CopyBox } from '../ui/CopyBox';
import form from '../ui/Form.module.css';
import { Select } from '../ui/Select';
import { programsFor } from './programs';
import { apiKeysQuery } from './queries';

const pollMs = 3000;

interface Props {
  project: Project;
  apiKey: ApiKey;
  /** The key itself, on the one occasion when it is known. */
  rawKey?: string;
  onDone: () => void;
}

/** What to tell a program that sends with a key, and whether it has. */
export function KeySetup({ project, apiKey, rawKey, onDone }: Props) {
  const programs = programsFor(apiKey.scopes);
  const [type, setType] = useState(programs[0]?.type ?? '');
  const program = programs.find((one) => one.type === type);
  return (
    <div className={form.form}>
      {rawKey !== undefined && (
        <>
          <p>This is the only time that the key is shown. Store it where the program finds it.</p>
          <CopyBox label="API key" text={rawKey} />
        </>
      )}
      {program !== undefined && (
        <>
          <Select label="What sends with it?" value={type} options={programs.map((one) => [one.type, one.label] as const)} onChange={setType} />
          <p>This belongs into {program.where}.</p>
          <CopyBox label="Configuration" text={program.configuration(window.location.origin, rawKey ?? 'THE_API_KEY', apiKey.scopes)} />
        </>
      )}
      <FirstUse project={project} keyId={apiKey.id} />
      <div className={form.actions}><Button variant="primary" onClick={onDone}>{rawKey === undefined ? 'Done' : 'I have stored it'}</Button></div>
    </div>
  );
}

function FirstUse({ project, keyId }: { project: Project; keyId: string }) {
  const { data } = useQuery({
    ...apiKeysQuery(project.id),
    refetchInterval: (query) => isUsed(query.state.data, keyId) ? false : pollMs,
  });
  const at = data?.find(({ id }) => id === keyId)?.last_used_at;
  if (at == null) return <Arrival tone="waiting">Waiting for its first request…</Arrival>;
  return <Arrival tone="good">It sent something <Ago at={at} />. See <Link to="/services">Services</Link>, <Link to="/logs">Logs</Link>, <Link to="/traces">Traces</Link></Arrival>;
}

const isUsed = (keys: readonly ApiKey[] | undefined, keyId: string) => keys?.find(({ id }) => id === keyId)?.last_used_at != null;
