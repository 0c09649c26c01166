import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Integration, Project } from '../api/contract';
import { Button } from '../ui/Button';
import { Failure } from '../ui/Failure';
import form from '../ui/Form.module.css';
import { Modal } from '../ui/Modal';
import { rotateSecret } from './queries';
import { SenderSetup } from './SenderSetup';
import { senderOf } from './senders';

/** A new secret; the old one works for a day, so that no alert is lost while the sender is changed. */
export function RotateSecret({ project, integration }: { project: Project; integration: Integration }) {
  const [open, setOpen] = useState(false);
  const rotating = useMutation({ mutationFn: () => rotateSecret(project.id, integration.id) });
  const sender = senderOf(integration.integration_type);
  const show = (next: boolean) => {
    setOpen(next);
    // The secret does not stay in memory.
    if (!next) rotating.reset();
  };
  return (
    <>
      <Button onClick={() => show(true)}>New secret<span className="visually-hidden"> for {integration.name}</span></Button>
      <Modal title={`New secret for ${integration.name}`} open={open} onOpenChange={show}>
        {rotating.data !== undefined && sender !== undefined && integration.webhook_url !== null ? (
          <SenderSetup project={project} integrationId={integration.id} sender={sender} url={integration.webhook_url} secret={rotating.data.webhook_secret} onDone={() => show(false)} />
        ) : (
          <div className={form.form}>
            <p>The present secret goes on working for 24 hours.</p>
            <Failure title="There is no new secret" error={rotating.error} />
            <div className={form.actions}>
              <Button onClick={() => show(false)}>Cancel</Button>
              <Button variant="primary" busy={rotating.isPending} onClick={() => rotating.mutate()}>Make a new secret</Button>
            </div>
          </div>
        )}
      </Modal>
    </>
  );
}
