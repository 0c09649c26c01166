import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { manages, useProject } from '../session/useProject';
import { Button } from '../ui/Button';
import { Icon } from '../ui/Icon';
import list from '../ui/List.module.css';
import { Loaded } from '../ui/Loaded';
import { Modal } from '../ui/Modal';
import { Page } from '../ui/Page';
import { Panel } from '../ui/Panel';
import { ConnectionForm } from './ConnectionForm';
import { ConnectionRow } from './ConnectionRow';
import { DeploymentHook } from './DeploymentHook';
import { families, type Family } from './providers';
import { connectionsQuery, type Connection } from './queries';

interface Edited {
  family: Family;
  connection: Connection | null;
}

/** Systems that the platform reads by itself: what was deployed, and what runs where. */
export function ConnectorsPage() {
  const context = useProject();
  const [edited, setEdited] = useState<Edited | null>(null);
  if (context === null) return null;
  const mayChange = manages(context.project.role);
  return (
    <Page title="Connectors" intro="Systems that the platform reads by itself, every few minutes.">
      {!mayChange && <p>An admin or owner of the project can connect systems.</p>}
      {(['cicd', 'cloud'] as const).map((family) => <FamilyPanel key={family} family={family} mayChange={mayChange} onEdit={(connection) => setEdited({ family, connection })} />)}
      <DeploymentHook mayChange={mayChange} />
      <Modal title={edited?.connection == null ? `Connect a ${edited === null ? 'system' : families[edited.family].one}` : `Change ${edited.connection.name}`} open={edited !== null} onOpenChange={(open) => !open && setEdited(null)}>
        {edited !== null && <ConnectionForm family={edited.family} connection={edited.connection} onDone={() => setEdited(null)} />}
      </Modal>
    </Page>
  );
}

function FamilyPanel({ family, mayChange, onEdit }: { family: Family; mayChange: boolean; onEdit: (connection: Connection | null) => void }) {
  const connections = useQuery(connectionsQuery(family));
  const { title, one, intro } = families[family];
  return (
    <Panel title={title} action={mayChange && <Button onClick={() => onEdit(null)}><Icon name="plus" size={16} />Connect a {one}</Button>}>
      <p className={list.facts}>{intro}</p>
      <Loaded query={connections} what={`The connected ${family === 'cicd' ? 'systems' : 'clouds'}`}>
        {(data) => data.length === 0 ? <p role="status">No {one} is connected yet.</p>
          : <ul aria-label={title}>{data.map((connection) => <ConnectionRow key={connection.id} family={family} connection={connection} mayChange={mayChange} onEdit={() => onEdit(connection)} />)}</ul>}
      </Loaded>
    </Panel>
  );
}
