using System.Runtime.Versioning;

namespace SreCopilot.KubernetesManifests.Tests;

/// <summary><c>rotate-key.sh</c>.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RotateKeyScriptTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rotate-key-");

    private string Env => Path.Combine(_folder.FullName, ".env");

    [Theory]
    [InlineData("JWT_SECRET_KEY", "JWT_PREVIOUS_SECRET_KEY")]
    [InlineData("INTERNAL_SERVICE_KEY", "INTERNAL_PREVIOUS_SERVICE_KEY")]
    [InlineData("ENCRYPTION_KEY", "ENCRYPTION_PREVIOUS_KEY")]
    public async Task A_new_key_is_accepted_before_it_is_used_and_the_old_one_until_it_is_retired(string key, string previous)
    {
        var before = await CreateAsync();

        var announced = await RotateAsync(key, "announce");
        var accepted = Read();
        Assert.Equal(before[key], accepted[key]);
        Assert.Matches("^[0-9a-f]{64}$", accepted[previous]);

        var switched = await RotateAsync(key, "switch");
        var used = Read();
        Assert.Equal((accepted[previous], before[key]), (used[key], used[previous]));

        var retired = await RotateAsync(key, "retire");
        before[key] = used[key];
        Assert.Equal(before.OrderBy(entry => entry.Key), Read().OrderBy(entry => entry.Key));
        Assert.All([announced, switched, retired], script =>
        {
            Assert.Equal(0, script.ExitCode);
            Assert.DoesNotContain(used[key], script.Output + script.Error, StringComparison.Ordinal);
            Assert.Contains("Now run deploy.sh", script.Output, StringComparison.Ordinal);
        });
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Env));
    }

    [Fact]
    public async Task Switching_twice_takes_it_back()
    {
        await CreateAsync();
        await RotateAsync("JWT_SECRET_KEY", "announce");
        var announced = Read();

        await RotateAsync("JWT_SECRET_KEY", "switch");
        await RotateAsync("JWT_SECRET_KEY", "switch");

        Assert.Equal(announced, Read());
    }

    [Theory]
    [InlineData(1, "announce a new key first", "JWT_SECRET_KEY", "switch")]
    [InlineData(1, "announce a new key first", "JWT_SECRET_KEY", "retire")]
    [InlineData(2, "there is no key 'POSTGRES_PASSWORD'. There are: JWT_SECRET_KEY ", "POSTGRES_PASSWORD", "announce")]
    [InlineData(2, "there is no step 'twist'. There are: announce switch retire", "JWT_SECRET_KEY", "twist")]
    [InlineData(2, "name a key and a step", "JWT_SECRET_KEY")]
    [InlineData(0, "", "JWT_SECRET_KEY", "announce", "--dry-run")]
    public async Task What_makes_no_sense_and_a_dry_run_change_nothing(int exitCode, string expected, params string[] arguments)
    {
        var before = await CreateAsync();

        var script = await RotateAsync(arguments);

        Assert.Equal(exitCode, script.ExitCode);
        Assert.Contains(expected, script.Error, StringComparison.Ordinal);
        Assert.Equal(before, Read());
    }

    [Fact]
    public async Task A_rotation_is_finished_before_the_next_begins()
    {
        await CreateAsync();
        await RotateAsync("ENCRYPTION_KEY", "announce");

        var again = await RotateAsync("ENCRYPTION_KEY", "announce");

        Assert.Equal(1, again.ExitCode);
        Assert.Contains("finish that rotation first", again.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<Dictionary<string, string>> CreateAsync()
    {
        await Script.RunWithAsync("create-env.sh", start => start.Environment["POSTGRES_PASSWORD"] = "hush", "--output", Env);
        return Read();
    }

    private Task<Script> RotateAsync(params string[] arguments) => Script.RunAsync("rotate-key.sh", ["--file", Env, .. arguments]);

    private Dictionary<string, string> Read() => EnvFile.Read(Env);
}
