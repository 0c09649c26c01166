#!/bin/sh
# Runs once, when the container creates its data volume: an application role that row-level security binds.
set -eu
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" -v role="$APPLICATION_ROLE" <<'SQL'
\getenv password APPLICATION_PASSWORD
CREATE ROLE :"role" LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'password';
CREATE DATABASE :"role" OWNER :"role";
SQL
