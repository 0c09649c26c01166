// Wire types of the endpoints the app calls, written by hand. This one file is to be replaced by
// types generated from the services' OpenAPI documents; nothing else describes the wire.

export interface Project {
  id: string;
  name: string;
  slug: string;
  role: string;
  is_active?: boolean;
}

export interface User {
  id: string;
  email: string;
  full_name: string;
  role: string;
  tenant_id: string;
  tenant_name: string;
  current_project_id: string | null;
  current_project_role?: string | null;
}

/** `GET /api/v1/auth/me` */
export interface Me extends User {
  projects: Project[];
}

/** `POST /api/v1/auth/login` and `/register`; the tokens travel in HttpOnly cookies. */
export interface SignedIn {
  user: User;
  projects: Project[];
}

export interface LoginRequest {
  email: string;
  password: string;
}

export interface RegisterRequest extends LoginRequest {
  full_name: string;
  tenant_name: string;
}

export type ServiceState = 'healthy' | 'unhealthy' | 'unreachable';

export interface ServiceHealth {
  name: string;
  status: ServiceState;
  /** How long the answer took, or until none was waited for any more. */
  response_time_ms: number;
  detail: string | null;
}

/** `GET /api/v1/status` */
export interface PlatformStatus {
  status: 'healthy' | 'degraded';
  checked_at: string;
  services: ServiceHealth[];
}
