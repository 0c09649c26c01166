import type { Project } from '../api/contract';
import { Button } from '../ui/Button';
import { CopyBox } from '../ui/CopyBox';
import form from '../ui/Form.module.css';
import { LatestDelivery } from './LatestDelivery';
import type { Sender } from './senders';

interface Props {
  project: Project;
  integrationId: string;
  sender: Sender;
  url: string;
  secret: string;
  onDone: () => void;
}

/** What to paste where; the secret is shown this once. */
export function SenderSetup({ project, integrationId, sender, url, secret, onDone }: Props) {
  const address = new URL(url, window.location.origin).href;
  return (
    <div className={form.form}>
      <p>Paste this into {sender.where}. It holds the secret, which is not shown again.</p>
      <CopyBox label="Configuration" text={sender.configuration(address, secret)} />
      <LatestDelivery projectId={project.id} integrationId={integrationId} />
      <div className={form.actions}><Button variant="primary" onClick={onDone}>Done</Button></div>
    </div>
  );
}
