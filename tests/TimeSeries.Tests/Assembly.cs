using SreCopilot.PostgresFixture;

[assembly: AssemblyFixture(typeof(PostgresServer))]
