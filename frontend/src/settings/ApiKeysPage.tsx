import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ApiKey, Project } from '../api/contract';
import { manages, useProject } from '../session/useProject';
import { Ago } from '../ui/Ago';
import { Button } from '../ui/Button';
import { Confirm } from '../ui/Confirm';
import { Empty } from '../ui/Empty';
import { Failure } from '../ui/Failure';
import { Icon } from '../ui/Icon';
import list from '../ui/List.module.css';
import { Loaded } from '../ui/Loaded';
import { Modal } from '../ui/Modal';
import { Page } from '../ui/Page';
import { KeySetup } from './KeySetup';
import { NewApiKeyDialog } from './NewApiKeyDialog';
import { apiKeysQuery, projectKeys, revokeApiKey } from './queries';

export function ApiKeysPage() {
  const context = useProject();
  const [isCreating, setIsCreating] = useState(false);
  const mayManage = context !== null && manages(context.project.role);
  const keys = useQuery({ ...apiKeysQuery(context?.project.id ?? ''), enabled: mayManage });
  if (context === null) return null;
  const { project } = context;
  const create = <Button variant="primary" onClick={() => setIsCreating(true)}><Icon name="plus" size={16} />New API key</Button>;
  return (
    <Page title="API keys" intro={`Programs send data to ${project.name} with these.`} actions={mayManage && create}>
      {!mayManage ? (
        <Empty icon="shield" title="Only admins and owners of the project see its keys"><p>You are {project.role}. Ask one of them for a key, or for the role.</p></Empty>
      ) : (
        <Loaded query={keys} what="The API keys">
          {(data) => data.length === 0 ? <Empty icon="shield" title="No API keys yet"><p>Create one for each program that sends data, so that each can be revoked alone.</p></Empty> : (
            <ul className={list.list} aria-label="API keys">{data.map((key) => <KeyRow key={key.id} apiKey={key} project={project} />)}</ul>
          )}
        </Loaded>
      )}
      {mayManage && <NewApiKeyDialog project={project} open={isCreating} onOpenChange={setIsCreating} />}
    </Page>
  );
}

function KeyRow({ apiKey, project }: { apiKey: ApiKey; project: Project }) {
  const client = useQueryClient();
  const revoking = useMutation({
    mutationFn: () => revokeApiKey(project.id, apiKey.id),
    onSettled: () => client.invalidateQueries({ queryKey: projectKeys.keys(project.id) }),
  });
  return (
    <li className={list.row}>
      <div className={list.what}>
        <h2 className={list.name}>{apiKey.name}{!apiKey.is_active && ' (switched off)'}</h2>
        <p className={list.facts}><code>{apiKey.key_prefix}…</code> · {apiKey.scopes.map((scope) => scope.replace('ingest:', '')).join(', ')}</p>
        <p className={list.facts}>
          {apiKey.last_used_at === null ? 'Never used' : <>Used <Ago at={apiKey.last_used_at} /></>}
          {' · '}{apiKey.expires_at === null ? 'does not expire' : `expires ${new Date(apiKey.expires_at).toLocaleDateString()}`}
        </p>
        <Failure title="The key was not revoked" error={revoking.error} />
      </div>
      <div className={list.actions}>
        {apiKey.is_active && <KeySetupButton apiKey={apiKey} project={project} />}
        <Confirm action="Revoke" subject={apiKey.name} question={`Revoke ${apiKey.name}?`} onConfirm={revoking.mutate}>
          <p>Programs that use it are refused within seconds. This cannot be undone.</p>
        </Confirm>
      </div>
    </li>
  );
}

function KeySetupButton({ apiKey, project }: { apiKey: ApiKey; project: Project }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Set up<span className="visually-hidden"> {apiKey.name}</span></Button>
      <Modal title={`Send with ${apiKey.name}`} open={open} onOpenChange={setOpen}><KeySetup project={project} apiKey={apiKey} onDone={() => setOpen(false)} /></Modal>
    </>
  );
}
