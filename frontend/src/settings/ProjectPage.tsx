import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { ProjectDetails } from '../api/contract';
import { meQuery } from '../session/session';
import { manages, useProject } from '../session/useProject';
import { Button } from '../ui/Button';
import { Failure } from '../ui/Failure';
import { Field } from '../ui/Field';
import form from '../ui/Form.module.css';
import { Icon } from '../ui/Icon';
import { Loaded } from '../ui/Loaded';
import { Modal } from '../ui/Modal';
import { Page } from '../ui/Page';
import { Panel } from '../ui/Panel';
import { TextArea } from '../ui/TextArea';
import { createProject, projectKeys, projectQuery, updateProject } from './queries';

export function ProjectPage() {
  const context = useProject();
  const [isCreating, setIsCreating] = useState(false);
  const project = useQuery({ ...projectQuery(context?.project.id ?? ''), enabled: context !== null });
  if (context === null) return null;
  return (
    <Page title="Project" intro="What is shown everywhere belongs to this project."
      actions={<Button onClick={() => setIsCreating(true)}><Icon name="plus" size={16} />New project</Button>}>
      <Loaded query={project} what="The project">
        {(data) => (
          <Panel title={data.name}>
            {/* Somebody else's change shows when the page is opened again, not under the user's hands. */}
            <ProjectForm key={data.id} project={data} mayChange={manages(context.project.role)} />
          </Panel>
        )}
      </Loaded>
      <Modal title="New project" open={isCreating} onOpenChange={setIsCreating}>
        <NewProjectForm onDone={() => setIsCreating(false)} />
      </Modal>
    </Page>
  );
}

function ProjectForm({ project, mayChange }: { project: ProjectDetails; mayChange: boolean }) {
  const client = useQueryClient();
  const [values, setValues] = useState({ name: project.name, description: project.description, timezone: project.timezone });
  const saving = useMutation({
    mutationFn: () => updateProject(project.id, { ...values, name: values.name.trim() }),
    onSuccess: () => Promise.all([projectKeys.all, meQuery.queryKey].map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
  return (
    <form className={form.form} noValidate onSubmit={(event) => {
      event.preventDefault();
      if (values.name.trim() !== '' && !saving.isPending) saving.mutate();
    }}>
      <Field label="Name" name="name" maxLength={255} readOnly={!mayChange} value={values.name} onChange={(name) => setValues({ ...values, name })}
        error={values.name.trim() === '' ? 'Give the project a name.' : undefined} />
      <TextArea label="Description" readOnly={!mayChange} maxLength={2000} value={values.description} onChange={(description) => setValues({ ...values, description })} />
      <TimezoneField readOnly={!mayChange} value={values.timezone} onChange={(timezone) => setValues({ ...values, timezone })} />
      <Failure title="The project was not saved" error={saving.error} />
      {mayChange ? (
        <div className={`${form.actions ?? ''} ${form.start ?? ''}`}>
          <Button type="submit" busy={saving.isPending}>Save project</Button>
          {saving.isSuccess && <p className={form.done} role="status">Saved.</p>}
        </div>
      ) : <p>An admin or owner of the project can change this.</p>}
    </form>
  );
}

function NewProjectForm({ onDone }: { onDone: () => void }) {
  const client = useQueryClient();
  const [values, setValues] = useState({ name: '', timezone: Intl.DateTimeFormat().resolvedOptions().timeZone });
  const creating = useMutation({
    mutationFn: () => createProject({ ...values, name: values.name.trim() }),
    onSuccess: async () => {
      await Promise.all([projectKeys.all, meQuery.queryKey].map((queryKey) => client.invalidateQueries({ queryKey })));
      onDone();
    },
  });
  return (
    <form className={form.form} noValidate onSubmit={(event) => {
      event.preventDefault();
      if (values.name.trim() !== '' && !creating.isPending) creating.mutate();
    }}>
      <Field label="Name" name="name" maxLength={255} value={values.name} onChange={(name) => setValues({ ...values, name })} />
      <TimezoneField value={values.timezone} onChange={(timezone) => setValues({ ...values, timezone })} />
      <Failure title="The project was not created" error={creating.error} />
      <p>Choose it at the top left when it is there.</p>
      <div className={form.actions}>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" busy={creating.isPending} disabled={values.name.trim() === ''}>Create project</Button>
      </div>
    </form>
  );
}

/** Days of statistics begin and end in this zone. */
function TimezoneField(props: { value: string; readOnly?: boolean; onChange: (value: string) => void }) {
  const listId = useId();
  return (
    <>
      <Field label="Time zone" name="timezone" list={listId} hint="Days begin and end in it, for example Europe/Paris." {...props} />
      <datalist id={listId}>{['UTC', ...Intl.supportedValuesOf('timeZone')].map((zone) => <option key={zone} value={zone} />)}</datalist>
    </>
  );
}
