using SreCopilot.EmbeddedPostgres;
using SreCopilot.EmbeddedShared;

// Real PostgreSQL as a supervised child of this process, for development (see README.md).
return await EmbeddedStoreHost.RunAsync(args, (settings, log) => new PostgresStore(PostgresOptions.Read(settings), log));
