import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Project } from '../api/contract';
import { Button } from '../ui/Button';
import { Failure } from '../ui/Failure';
import { Field } from '../ui/Field';
import form from '../ui/Form.module.css';
import { Modal } from '../ui/Modal';
import { Select } from '../ui/Select';
import { KeySetup } from './KeySetup';
import { createApiKey, projectKeys } from './queries';

const scopes = [
  ['ingest:metrics', 'Metrics'], ['ingest:logs', 'Logs'], ['ingest:traces', 'Traces'], ['ingest:errors', 'Errors'], ['ingest:infrastructure', 'Hosts and containers'],
  ['ingest:browser', 'Browser data (for keys that stand in a web page, nothing else)'], ['ingest:vulnerabilities', 'Vulnerability scans'],
  ['mcp:read', 'Reading, for assistants (MCP)'],
] as const;

const usual = ['ingest:metrics', 'ingest:logs', 'ingest:traces', 'ingest:errors'];
const lifetimes = [['never', 'Never'], ['30', 'After 30 days'], ['90', 'After 90 days'], ['365', 'After a year']] as const;

interface Props {
  project: Project;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function NewApiKeyDialog({ project, open, onOpenChange }: Props) {
  return (
    <Modal title="New API key" open={open} onOpenChange={onOpenChange}>
      <NewApiKeyForm project={project} onDone={() => onOpenChange(false)} />
    </Modal>
  );
}

function NewApiKeyForm({ project, onDone }: { project: Project; onDone: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState(usual);
  const [lifetime, setLifetime] = useState<(typeof lifetimes)[number][0]>('never');
  const creating = useMutation({
    mutationFn: () => createApiKey(project.id, { name: name.trim(), scopes: chosen, expires_in_days: lifetime === 'never' ? null : Number(lifetime) }),
    onSuccess: () => client.invalidateQueries({ queryKey: projectKeys.keys(project.id) }),
  });

  if (creating.data?.raw_key != null) {
    return <KeySetup project={project} apiKey={creating.data} rawKey={creating.data.raw_key} onDone={onDone} />;
  }
  return (
    <form className={form.form} noValidate onSubmit={(event) => {
      event.preventDefault();
      if (name.trim() !== '' && chosen.length > 0 && !creating.isPending) creating.mutate();
    }}>
      <Field label="Name" name="name" hint="Which program uses it, for example «checkout, production»." maxLength={255} value={name} onChange={setName} />
      <fieldset className={form.choices}>
        <legend>It may send</legend>
        {scopes.map(([scope, label]) => (
          <label key={scope} className={form.choice}>
            <input type="checkbox" checked={chosen.includes(scope)}
              onChange={(event) => setChosen(event.target.checked ? [...chosen, scope] : chosen.filter((other) => other !== scope))} />
            {label}
          </label>
        ))}
      </fieldset>
      <Select label="Expires" value={lifetime} options={lifetimes} onChange={setLifetime} />
      <Failure title="The key was not created" error={creating.error} />
      <div className={form.actions}>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" busy={creating.isPending} disabled={name.trim() === '' || chosen.length === 0}>Create key</Button>
      </div>
    </form>
  );
}
