import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiError, describe } from '../api/error';
import type { NewIncident } from '../api/contract';
import { Button } from '../ui/Button';
import { Field } from '../ui/Field';
import { Modal } from '../ui/Modal';
import { Notice } from '../ui/Notice';
import { Select } from '../ui/Select';
import { TextArea } from '../ui/TextArea';
import { severities, severityViews } from './labels';
import styles from './NewIncidentDialog.module.css';
import { createIncident, incidentKeys } from './queries';

const empty: NewIncident = { title: '', service_name: '', severity: 'medium', description: '' };

export function NewIncidentDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Modal title="New incident" open={open} onOpenChange={onOpenChange}>
      <NewIncidentForm onCancel={() => onOpenChange(false)} />
    </Modal>
  );
}

function NewIncidentForm({ onCancel }: { onCancel: () => void }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const [incident, setIncident] = useState(empty);
  const [wasSent, setWasSent] = useState(false);
  const creating = useMutation({
    mutationFn: createIncident,
    onSuccess: (created) => {
      client.setQueryData(incidentKeys.one(created.id), created);
      void navigate({ to: '/incidents/$incidentId', params: { incidentId: created.id } });
    },
  });
  const set = (part: Partial<NewIncident>) => setIncident({ ...incident, ...part });
  const missing = {
    title: incident.title.trim() === '' ? 'Say in a few words what is wrong.' : undefined,
    service_name: incident.service_name.trim() === '' ? 'Name what is affected.' : undefined,
  };
  const refused = creating.error instanceof ApiError ? creating.error.problem.fields : {};

  return (
    <form className={styles.form} noValidate onSubmit={(event) => {
      event.preventDefault();
      setWasSent(true);
      if (missing.title === undefined && missing.service_name === undefined && !creating.isPending) {
        creating.mutate({ ...incident, title: incident.title.trim(), service_name: incident.service_name.trim() });
      }
    }}>
      {creating.isError && Object.keys(refused).length === 0 && <Notice tone="bad" title="The incident was not created">{describe(creating.error)}</Notice>}
      <Field label="Title" name="title" value={incident.title} maxLength={200} onChange={(title) => set({ title })}
        error={refused.title ?? (wasSent ? missing.title : undefined)} />
      <Field label="Affected service" name="service_name" value={incident.service_name} maxLength={100} onChange={(service_name) => set({ service_name })}
        error={refused.service_name ?? (wasSent ? missing.service_name : undefined)} />
      <Select label="Severity" value={incident.severity} options={severities.map((severity) => [severity, severityViews[severity].label] as const)}
        onChange={(severity) => set({ severity })} />
      <TextArea label="What is known (optional)" value={incident.description} maxLength={5000} onChange={(description) => set({ description })} error={refused.description} />
      <div className={styles.actions}>
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" busy={creating.isPending}>Create incident</Button>
      </div>
    </form>
  );
}
