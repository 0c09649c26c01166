import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../ui/Button';
import { CopyBox } from '../ui/CopyBox';
import { Failure } from '../ui/Failure';
import form from '../ui/Form.module.css';
import { Modal } from '../ui/Modal';
import { rotateWebhookSecret, type Connection } from './queries';

/** A new secret for the webhook; the one before is accepted for another day, so that no delivery is refused in between. */
export function RotateWebhook({ connection }: { connection: Connection }) {
  const [open, setOpen] = useState(false);
  const rotating = useMutation({ mutationFn: () => rotateWebhookSecret(connection.id) });
  const show = (next: boolean) => {
    setOpen(next);
    // The secret does not stay in memory.
    if (!next) rotating.reset();
  };
  return (
    <>
      <Button onClick={() => show(true)}>New secret<span className="visually-hidden"> for {connection.name}</span></Button>
      <Modal title={`New webhook secret for ${connection.name}`} open={open} onOpenChange={show}>
        <div className={form.form}>
          {rotating.data === undefined ? <p>The present secret goes on working for 24 hours.</p> : (
            <>
              <p>It is shown this once.</p>
              <CopyBox label="Webhook address" text={new URL(rotating.data.webhook_url, window.location.origin).href} />
              <CopyBox label="Webhook secret" text={rotating.data.webhook_secret} />
            </>
          )}
          <Failure title="There is no new secret" error={rotating.error} />
          <div className={form.actions}>
            {rotating.data === undefined
              ? <Button variant="primary" busy={rotating.isPending} onClick={() => rotating.mutate()}>Make a new secret</Button>
              : <Button variant="primary" onClick={() => show(false)}>Done</Button>}
          </div>
        </div>
      </Modal>
    </>
  );
}
