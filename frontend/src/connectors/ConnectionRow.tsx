import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Ago } from '../ui/Ago';
import { Badge } from '../ui/Badge';
import { Button } from '../ui/Button';
import { Confirm } from '../ui/Confirm';
import { Failure } from '../ui/Failure';
import list from '../ui/List.module.css';
import { providerOf, type Family } from './providers';
import { connectorKeys, deleteConnection, syncConnection, updateConnection, type Connection } from './queries';
import { RotateWebhook } from './RotateWebhook';

interface Props {
  family: Family;
  connection: Connection;
  mayChange: boolean;
  onEdit: () => void;
}

export function ConnectionRow({ family, connection, mayChange, onEdit }: Props) {
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: connectorKeys.of(family) });
  const syncing = useMutation({ mutationFn: () => syncConnection(family, connection.id), onSettled });
  const switching = useMutation({ mutationFn: () => updateConnection(family, connection.id, { is_active: !connection.is_active }), onSettled });
  const removing = useMutation({ mutationFn: () => deleteConnection(family, connection.id), onSettled });
  const found = family === 'cloud' ? `${connection.resources_count ?? 0} resources` : `${connection.repos_count ?? 0} repositories, ${connection.pipelines_count ?? 0} pipelines`;
  return (
    <li className={list.row}>
      <State connection={connection} />
      <div className={list.what}>
        <h3 className={list.name}>{connection.name}</h3>
        <p className={list.facts}>
          {providerOf(connection.provider).label} · {connection.last_sync_at == null ? 'not read yet' : <>{found}, read <Ago at={connection.last_sync_at} /></>}
        </p>
        {connection.status_message !== '' && <p>{connection.status_message}</p>}
        <Failure title="It was not read" error={syncing.error} />
        <Failure title="The connection was not changed" error={switching.error ?? removing.error} />
      </div>
      {mayChange && (
        <>
          <Button busy={syncing.isPending} onClick={() => syncing.mutate()}>{syncing.isPending ? 'Reading…' : 'Sync now'}<span className="visually-hidden"> {connection.name}</span></Button>
          <Button onClick={onEdit}>Change<span className="visually-hidden"> {connection.name}</span></Button>
          {family === 'cicd' && <RotateWebhook connection={connection} />}
          <Button busy={switching.isPending} onClick={() => switching.mutate()}>{connection.is_active ? 'Pause' : 'Resume'}<span className="visually-hidden"> {connection.name}</span></Button>
          <Confirm action="Remove" subject={connection.name} question={`Remove ${connection.name}?`} onConfirm={() => removing.mutate()}>
            <p>It is not read any more, and its credentials are deleted. {family === 'cloud' ? 'What was found there is forgotten.' : 'Deployments that it reported stay.'}</p>
          </Confirm>
        </>
      )}
    </li>
  );
}

function State({ connection }: { connection: Connection }) {
  if (!connection.is_active) return <Badge tone="neutral" icon="pause">Paused</Badge>;
  switch (connection.status) {
    case 'connected': return <Badge tone={connection.status_message === '' ? 'good' : 'warn'} icon={connection.status_message === '' ? 'check' : 'alert'}>{connection.status_message === '' ? 'Connected' : 'In part'}</Badge>;
    case 'error': return <Badge tone="bad" icon="alert">Not connected</Badge>;
    case 'syncing': return <Badge tone="info" icon="refresh">Reading</Badge>;
    default: return <Badge tone="neutral" icon="circle">Not read yet</Badge>;
  }
}
