import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../api/error';
import type { Policy } from '../api/contract';
import { Button } from '../ui/Button';
import { Check, Checks } from '../ui/Checks';
import { Failure } from '../ui/Failure';
import { Field } from '../ui/Field';
import form from '../ui/Form.module.css';
import { Select } from '../ui/Select';
import { TextArea } from '../ui/TextArea';
import { channelsQuery, conditionsQuery, createPolicy, updatePolicy, type PolicyInput } from './queries';

const preferences = [['per_condition', 'One for each condition'], ['per_policy', 'One for all of the policy']] as const;

export function PolicyForm({ policy, onDone }: { policy: Policy | null; onDone: () => void }) {
  const client = useQueryClient();
  const { data: conditions } = useQuery(conditionsQuery);
  const { data: channels } = useQuery(channelsQuery);
  const [values, setValues] = useState<PolicyInput>(() => ({
    name: policy?.name ?? '', description: policy?.description ?? '', condition_ids: policy?.condition_ids ?? [], channel_ids: policy?.channel_ids ?? [],
    incident_preference: policy?.incident_preference ?? 'per_condition', opens_incidents: policy?.opens_incidents ?? true, includes_monitors: policy?.includes_monitors ?? false, enabled: policy?.enabled ?? true,
  }));
  const set = (part: Partial<PolicyInput>) => setValues({ ...values, ...part });
  const saving = useMutation({
    mutationFn: () => {
      const body = { ...values, name: values.name.trim() };
      return policy === null ? createPolicy(body) : updatePolicy(policy.policy_id, body);
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['alerts'] });
      onDone();
    },
  });
  const fields = saving.error instanceof ApiError ? saving.error.problem.fields : {};
  return (
    <form className={form.form} noValidate onSubmit={(event) => {
      event.preventDefault();
      if (values.name.trim() !== '' && !saving.isPending) saving.mutate();
    }}>
      <Field label="Name" name="name" value={values.name} maxLength={200} error={fields.name} onChange={(name) => set({ name })} />
      <TextArea label="Description (optional)" rows={2} value={values.description} maxLength={2000} error={fields.description} onChange={(description) => set({ description })} />
      <Checks legend="When these fire" none="There are no conditions yet." options={(conditions ?? []).map(({ condition_id, name }) => [condition_id, name] as const)} chosen={values.condition_ids} onChange={(condition_ids) => set({ condition_ids })} />
      <Check label="When a synthetic monitor fails" checked={values.includes_monitors} onChange={(includes_monitors) => set({ includes_monitors })} />
      <Checks legend="Tell these channels" none="There are no channels yet." options={(channels ?? []).map(({ channel_id, name }) => [channel_id, name] as const)} chosen={values.channel_ids} onChange={(channel_ids) => set({ channel_ids })} />
      <Check label="Open incidents" checked={values.opens_incidents} onChange={(opens_incidents) => set({ opens_incidents })} />
      {values.opens_incidents && <Select label="How many incidents" value={values.incident_preference} options={preferences} onChange={(incident_preference) => set({ incident_preference })} />}
      <Check label="Switched on" checked={values.enabled} onChange={(enabled) => set({ enabled })} />
      {Object.keys(fields).length === 0 && <Failure title="The policy was not saved" error={saving.error} />}
      <div className={form.actions}><Button type="submit" variant="primary" busy={saving.isPending} disabled={values.name.trim() === ''}>Save the policy</Button></div>
    </form>
  );
}
