import { queryOptions } from '@tanstack/react-query';
import { api } from '../api/client';
import type { ApiKey, CreateApiKeyRequest, Member, ProjectDetails, TenantUser } from '../api/contract';
import { slugOf } from './slug';

const root = '/api/v1';

export const projectKeys = {
  all: ['projects'] as const,
  one: (id: string) => ['projects', id] as const,
  members: (id: string) => ['projects', id, 'members'] as const,
  keys: (id: string) => ['projects', id, 'api-keys'] as const,
  users: ['users'] as const,
};

export const projectsQuery = queryOptions({
  queryKey: projectKeys.all,
  queryFn: ({ signal }) => api.get<ProjectDetails[]>(`${root}/projects`, { signal }),
});

export const projectQuery = (id: string) => queryOptions({
  queryKey: projectKeys.one(id),
  queryFn: ({ signal }) => api.get<ProjectDetails>(`${root}/projects/${id}`, { signal }),
});

export const membersQuery = (id: string) => queryOptions({
  queryKey: projectKeys.members(id),
  queryFn: ({ signal }) => api.get<Member[]>(`${root}/projects/${id}/members`, { signal }),
  staleTime: 30_000,
});

export const usersQuery = queryOptions({
  queryKey: projectKeys.users,
  queryFn: ({ signal }) => api.get<TenantUser[]>(`${root}/users`, { signal }),
});

export const apiKeysQuery = (id: string) => queryOptions({
  queryKey: projectKeys.keys(id),
  queryFn: ({ signal }) => api.get<ApiKey[]>(`${root}/projects/${id}/api-keys`, { signal }),
});

export const createProject = (body: { name: string; timezone: string }) => api.post<ProjectDetails>(`${root}/projects`, { body: { ...body, slug: slugOf(body.name) } });
export const updateProject = (id: string, body: { name: string; description: string; timezone: string }) => api.patch<ProjectDetails>(`${root}/projects/${id}`, { body });

export const addMember = (id: string, body: { user_email: string; role: string }) => api.post<Member>(`${root}/projects/${id}/members`, { body });
export const changeRole = (id: string, userId: string, role: string) => api.patch(`${root}/projects/${id}/members/${userId}`, { body: { role } });
export const removeMember = (id: string, userId: string) => api.delete(`${root}/projects/${id}/members/${userId}`);
export const createUser = (body: { email: string; full_name: string; password: string }) => api.post<TenantUser>(`${root}/users`, { body });

export const createApiKey = (id: string, body: CreateApiKeyRequest) => api.post<ApiKey>(`${root}/projects/${id}/api-keys`, { body });
export const revokeApiKey = (id: string, keyId: string) => api.delete(`${root}/projects/${id}/api-keys/${keyId}`);

export const updateProfile = (full_name: string) => api.patch(`${root}/auth/profile`, { body: { full_name } });
export const changePassword = (body: { current_password: string; new_password: string }) => api.post(`${root}/auth/change-password`, { body });
