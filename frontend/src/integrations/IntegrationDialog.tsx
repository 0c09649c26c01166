import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Project } from '../api/contract';
import { Button } from '../ui/Button';
import { Failure } from '../ui/Failure';
import { Field } from '../ui/Field';
import form from '../ui/Form.module.css';
import { Modal } from '../ui/Modal';
import { Select } from '../ui/Select';
import { createIntegration, integrationKeys } from './queries';
import { SenderSetup } from './SenderSetup';
import { senderOf, senders } from './senders';

interface Props {
  project: Project;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function IntegrationDialog({ project, open, onOpenChange }: Props) {
  return (
    <Modal title="Connect a monitoring system" open={open} onOpenChange={onOpenChange}>
      <IntegrationForm project={project} onDone={() => onOpenChange(false)} />
    </Modal>
  );
}

function IntegrationForm({ project, onDone }: { project: Project; onDone: () => void }) {
  const client = useQueryClient();
  const [values, setValues] = useState({ integration_type: 'alertmanager', name: '', url: '' });
  const creating = useMutation({
    mutationFn: () => createIntegration(project.id, { ...values, name: values.name.trim(), url: values.url.trim() }),
    onSuccess: () => client.invalidateQueries({ queryKey: integrationKeys.all(project.id) }),
  });
  const sender = senderOf(values.integration_type);

  if (creating.data?.webhook_secret != null && creating.data.webhook_url != null && sender !== undefined) {
    return <SenderSetup project={project} integrationId={creating.data.id ?? ''} sender={sender} url={creating.data.webhook_url} secret={creating.data.webhook_secret} onDone={onDone} />;
  }
  const isReady = values.name.trim() !== '' && (sender?.hasAddress !== true || values.url.trim() !== '');
  return (
    <form className={form.form} noValidate onSubmit={(event) => {
      event.preventDefault();
      if (isReady && !creating.isPending) creating.mutate();
    }}>
      <Select label="System" value={values.integration_type} options={senders.map(({ type, label }) => [type, label] as const)}
        onChange={(integration_type) => setValues({ ...values, integration_type })} />
      <Field label="Name" name="name" hint="As it should appear on its alerts, for example «Alertmanager, Frankfurt»." maxLength={255}
        value={values.name} onChange={(name) => setValues({ ...values, name })} />
      {sender?.hasAddress === true && (
        <Field label="Its address" name="url" type="url" hint="Where this platform finds it, for links and tests, for example http://alertmanager:9093." maxLength={500}
          value={values.url} onChange={(url) => setValues({ ...values, url })} />
      )}
      <Failure title="The system was not connected" error={creating.error} />
      <div className={form.actions}>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" busy={creating.isPending} disabled={!isReady}>Connect</Button>
      </div>
    </form>
  );
}
