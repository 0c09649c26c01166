using SreCopilot.ApiGateway.Tests;
using SreCopilot.PostgresFixture;

[assembly: AssemblyFixture(typeof(RedisServer))]
[assembly: AssemblyFixture(typeof(PostgresServer))]
