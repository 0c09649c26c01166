using Microsoft.Extensions.Options;
using Npgsql;
using SreCopilot.PostgresFixture;

namespace SreCopilot.Database.Tests;

public sealed class ConfigurationTests(PostgresServer postgres)
{
    [Theory]
    [InlineData("No database is configured")]
    [InlineData("POSTGRES_PASSWORD is not set", "POSTGRES_HOST=db")]
    [InlineData("POSTGRES_PASSWORD is not set or still a placeholder", "POSTGRES_HOST=db", "POSTGRES_PASSWORD=change-me")]
    [InlineData("POSTGRES_PORT must be a port number", "POSTGRES_HOST=db", "POSTGRES_PASSWORD=s3cretW0rd", "POSTGRES_PORT=fivefour")]
    [InlineData("names no Host", "ConnectionStrings:srecopilot=Username=x;Password=s3cretW0rd")]
    [InlineData("is not a PostgreSQL connection string", "ConnectionStrings:srecopilot=nonsense s3cretW0rd")]
    [InlineData("Database__MaximumPoolSize must be", "ConnectionStrings:srecopilot=Host=db", "Database:MaximumPoolSize=0")]
    public async Task A_mistake_stops_the_start_with_a_line_that_names_it(string message, params string[] settings)
    {
        var configuration = settings.Select(setting => setting.Split('=', 2)).ToDictionary(pair => pair[0], pair => (string?)pair[1]);

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => TestHost.StartAsync(configuration));

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cretW0rd", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_mistakes_are_told_at_once()
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => TestHost.StartAsync(
            new Dictionary<string, string?> { ["Database:CommandTimeoutSeconds"] = "soon", ["POSTGRES_HOST"] = "db", ["POSTGRES_PORT"] = "0" }));

        Assert.Equal(3, refused.Failures.Count());
    }

    [Fact]
    public async Task The_cluster_variables_reach_the_database()
    {
        var address = new NpgsqlConnectionStringBuilder((await postgres.CreateDatabaseAsync()).ConnectionString);

        await using var host = await TestHost.StartAsync(new Dictionary<string, string?>
        {
            ["POSTGRES_HOST"] = address.Host,
            ["POSTGRES_PORT"] = $"{address.Port}",
            ["POSTGRES_DB"] = address.Database,
            ["POSTGRES_USER"] = address.Username,
            ["POSTGRES_PASSWORD"] = address.Password,
        });

        await host.LoggedAsync("is up to date");
    }

    [Fact]
    public async Task A_wrong_password_is_said_in_words_and_not_shown()
    {
        var address = new NpgsqlConnectionStringBuilder((await postgres.CreateDatabaseAsync()).ConnectionString) { Password = "s3cretW0rd" };

        await using var host = await TestHost.StartAsync(address.ConnectionString);

        var line = await host.LoggedAsync("refused the user name or password");
        Assert.DoesNotContain("s3cretW0rd", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connections_carry_the_services_name_and_the_configured_limits()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var host = await TestHost.StartReadyAsync(database.ConnectionString + ";Maximum Pool Size=2");

        await using var session = await host.Database.OpenAsSystemAsync(TestContext.Current.CancellationToken);

        var address = new NpgsqlConnectionStringBuilder(session.Connection.ConnectionString);
        Assert.Equal((2, TestHost.Service, TestHost.Schema, 3), (address.MaxPoolSize, address.ApplicationName, address.SearchPath, address.Timeout));
    }
}
