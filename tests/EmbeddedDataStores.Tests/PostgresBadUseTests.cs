namespace SreCopilot.EmbeddedDataStores.Tests;

/// <summary>What cannot work is said in words, with exit code 1.</summary>
public sealed class PostgresBadUseTests
{
    [Fact]
    public async Task All_wrong_settings_are_named_at_once()
    {
        await using var program = new EmbeddedProgram("EmbeddedPostgres", new()
        {
            ["HEALTH_PORT"] = "",
            ["POSTGRES_PORT"] = "many",
            ["POSTGRES_USER"] = "postgres",
            ["POSTGRES_DB"] = "template1",
            ["POSTGRES_PASSWORD"] = "",
        });

        Assert.Equal(1, await program.ExitCodeAsync());
        Assert.All(
            ["HEALTH_PORT is not set", "POSTGRES_PORT is 'many'", "POSTGRES_USER is 'postgres'", "POSTGRES_DB is 'template1'", "POSTGRES_PASSWORD is not set"],
            error => Assert.Contains(error, program.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_folder_with_other_files_is_left_alone()
    {
        var folder = TestFolder.New();
        await File.WriteAllTextAsync(Path.Combine(folder, "thesis.txt"), "precious", TestContext.Current.CancellationToken);

        await RefusedAsync(folder, "neither empty nor a PostgreSQL data directory");

        Assert.True(File.Exists(Path.Combine(folder, "thesis.txt")));
    }

    [Fact]
    public async Task Data_of_another_major_version_are_left_alone()
    {
        var folder = TestFolder.New();
        await File.WriteAllTextAsync(Path.Combine(folder, "PG_VERSION"), "12\n", TestContext.Current.CancellationToken);

        await RefusedAsync(folder, "was written by PostgreSQL 12, but this is PostgreSQL ");
    }

    [Fact]
    public Task A_folder_that_cannot_be_written_is_named() => RefusedAsync("/proc/postgres", "/proc/postgres cannot be used");

    [Fact]
    public Task A_folder_without_binaries_is_named() => RefusedAsync(
        null, "there is no bin/postgres in it", new() { ["POSTGRES_BINARIES"] = TestFolder.New() });

    private static async Task RefusedAsync(string? dataDirectory, string reason, Dictionary<string, string>? more = null)
    {
        await using var server = PostgresProgram.Launch(dataDirectory, more: more);

        Assert.Equal(1, await server.Program.ExitCodeAsync());
        Assert.Contains(reason, server.Program.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", server.Program.Output, StringComparison.Ordinal);
    }
}
