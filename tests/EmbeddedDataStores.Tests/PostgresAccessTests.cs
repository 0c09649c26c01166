using Npgsql;

namespace SreCopilot.EmbeddedDataStores.Tests;

public sealed class RunningPostgres : IAsyncLifetime
{
    internal PostgresProgram Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await PostgresProgram.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

/// <summary>Who may do what on a freshly created server.</summary>
public sealed class PostgresAccessTests(RunningPostgres running) : IClassFixture<RunningPostgres>
{
    [Fact]
    public async Task The_role_owns_its_database_and_is_nothing_more()
    {
        Assert.Equal("srecopilot", await running.Server.ScalarAsync(
            "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"));
        Assert.Equal(false, await running.Server.ScalarAsync(
            "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication FROM pg_roles WHERE rolname = current_user"));
    }

    [Fact]
    public async Task The_role_cannot_bypass_row_level_security()
    {
        await using var connection = await running.Server.ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = """
            CREATE TABLE secrets (tenant int);
            INSERT INTO secrets VALUES (1), (2);
            ALTER TABLE secrets ENABLE ROW LEVEL SECURITY;
            ALTER TABLE secrets FORCE ROW LEVEL SECURITY;
            CREATE POLICY one_tenant ON secrets USING (tenant = 1);
            """;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1L, await running.Server.ScalarAsync("SELECT count(*) FROM secrets"));
    }

    [Fact]
    public async Task The_database_has_checksums_utf8_and_durable_writes()
    {
        Assert.Equal("on|on|UTF8|b|C.UTF-8", await running.Server.ScalarAsync("""
            SELECT concat_ws('|', current_setting('data_checksums'), current_setting('fsync'),
                             pg_encoding_to_char(encoding), datlocprovider, datlocale)
            FROM pg_database WHERE datname = current_database()
            """));
    }

    [Fact]
    public async Task A_wrong_password_is_refused()
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => running.Server.ConnectAsync("wrong"));
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
    }

    [Fact]
    public async Task The_superuser_cannot_log_in_over_the_network()
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => running.Server.ConnectAsync(user: "postgres"));
        Assert.Equal(PostgresErrorCodes.InvalidAuthorizationSpecification, refused.SqlState);
    }

    [Fact]
    public void The_socket_of_the_superuser_is_private_and_the_server_is_not_root()
    {
        Assert.True(File.Exists(Path.Combine(running.Server.DataDirectory, $".s.PGSQL.{running.Server.Port}")));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(running.Server.DataDirectory));

        var server = ProcessTree.Descendants(running.Server.Program.ProcessId)[0];
        Assert.DoesNotContain("Uid:\t0\t", File.ReadAllText($"/proc/{server}/status"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_password_is_on_no_command_line_in_no_log_and_not_in_the_environment_of_the_server()
    {
        var server = ProcessTree.Descendants(running.Server.Program.ProcessId);

        Assert.All(server, id => Assert.DoesNotContain(PostgresProgram.Password, ProcessTree.CommandLine(id), StringComparison.Ordinal));
        Assert.DoesNotContain("POSTGRES_PASSWORD", File.ReadAllText($"/proc/{server[0]}/environ"), StringComparison.Ordinal);
        Assert.DoesNotContain("ecret", running.Server.Program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_server_on_the_same_port_says_which_port_and_what_to_do()
    {
        await using var second = PostgresProgram.Launch(port: running.Server.Port);

        Assert.Equal(1, await second.Program.ExitCodeAsync());
        Assert.Contains($"Port {running.Server.Port} on 127.0.0.1 is already in use", second.Program.Output, StringComparison.Ordinal);
        Assert.Contains("POSTGRES_PORT", second.Program.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(second.DataDirectory));
    }
}
