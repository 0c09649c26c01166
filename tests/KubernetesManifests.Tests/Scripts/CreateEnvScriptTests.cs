using System.Runtime.Versioning;

namespace SreCopilot.KubernetesManifests.Tests;

/// <summary><c>create-env.sh</c>.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CreateEnvScriptTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("create-env-");

    private string Env => Path.Combine(_folder.FullName, ".env");

    [Fact]
    public async Task It_writes_every_name_of_the_example_with_new_keys_for_its_owner_only()
    {
        var first = await CreateAsync(Env, "hush");
        var second = await CreateAsync(Env + "2", "hush");

        Assert.True(first.ExitCode == 0, first.Error);
        var values = Read(Env);
        Assert.Equal(Read(Repository.PathOf("infra/kubernetes/overlays/local/.env.example")).Keys, values.Keys);
        Assert.Equal("hush", values["POSTGRES_PASSWORD"]);
        string[] keys = ["JWT_SECRET_KEY", "INTERNAL_SERVICE_KEY", "ENCRYPTION_KEY"];
        Assert.All(keys, key => Assert.Matches("^[0-9a-f]{64}$", values[key]));
        Assert.Equal(6, keys.SelectMany(key => new[] { values[key], Read(Env + "2")[key] }).Distinct().Count());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Env));
        Assert.DoesNotContain("hush", first.Output + first.Error + second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_leaves_an_existing_file_alone()
    {
        await CreateAsync(Env, "hush");
        var before = await File.ReadAllTextAsync(Env, TestContext.Current.CancellationToken);

        var again = await CreateAsync(Env, "other");

        Assert.Equal(1, again.ExitCode);
        Assert.Contains("left alone", again.Error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(Env, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Without_a_password_and_a_terminal_it_says_what_to_set()
    {
        var script = await CreateAsync(Env, "");

        Assert.Equal(1, script.ExitCode);
        Assert.Contains("set POSTGRES_PASSWORD", script.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Env));
    }

    [Theory]
    [InlineData("local")]
    [InlineData("production")]
    public async Task The_example_holds_no_value_that_works(string overlay)
    {
        var example = Read(Repository.PathOf($"infra/kubernetes/overlays/{overlay}/.env.example"));

        Assert.All(example.Where(entry => entry.Key != "POSTGRES_USER"), entry => Assert.Equal("change-me", entry.Value));
        var ignored = await File.ReadAllLinesAsync(Repository.PathOf(".gitignore"), TestContext.Current.CancellationToken);
        Assert.Contains(".env", ignored);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static Task<Script> CreateAsync(string output, string password) =>
        Script.RunWithAsync("create-env.sh", start => start.Environment["POSTGRES_PASSWORD"] = password, "--output", output);

    private static Dictionary<string, string> Read(string path) => EnvFile.Read(path);
}
