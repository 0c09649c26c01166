using SreCopilot.PostgresFixture;

[assembly: AssemblyFixture(typeof(PostgresServer))]
[assembly: AssemblyFixture(typeof(SreCopilot.Tests.RedisServer))]
