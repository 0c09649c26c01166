using System.Globalization;

namespace SreCopilot.Scripts.Tests;

/// <summary><c>./run</c> around the AppHost: its environment, its end, and what it must not leave behind.</summary>
public sealed class RunTests : IDisposable
{
    private const string AppHost = """
        trap 'echo cleaned up; kill $!; exit 0' TERM
        sleep 1000 &
        echo "processes: $$ $!"
        wait
        """;

    // Its helper has a session of its own: only the mark in its environment connects it to the run.
    private const string ForgetfulAppHost = """
        trap 'exit 0' TERM
        setsid sleep 1000 >/dev/null 2>&1 &
        echo "processes: $$ $!"
        wait
        """;

    private readonly Repository _repository = new();

    [Fact]
    public async Task The_app_host_gets_the_environment_of_the_launch_profile_and_its_own_folder()
    {
        _repository.AppHost("echo \"$FROM_PROFILE|$ASPNETCORE_URLS|$DOTNET_LAUNCH_PROFILE|${PWD##*/}\"");

        var (exitCode, output) = await Script.RunAsync(_repository, "run", []);

        Assert.Equal(0, exitCode);
        Assert.Contains($"a value with spaces|http://localhost:{_repository.DashboardPort}|http|SreCopilot.AppHost", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("demo: true", "--demo")]
    [InlineData("demo: .")]
    public async Task The_demo_shop_is_there_only_when_it_is_wanted(string expected, params string[] arguments)
    {
        _repository.AppHost("echo \"demo: ${Demo:-.}\"");

        var (exitCode, output) = await Script.RunAsync(_repository, "run", arguments);

        Assert.Equal(0, exitCode);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(Signal.Interrupt))]
    [InlineData(nameof(Signal.Terminate))]
    [InlineData(nameof(Signal.HangUp))]
    public async Task A_signal_stops_everything(string signal)
    {
        _repository.AppHost(AppHost);
        using var run = Script.Start(_repository, "run");
        var processes = await ProcessesAsync(run);

        Assert.Equal(0, await run.EndAsync(Enum.Parse<Signal>(signal)));

        Assert.Contains("cleaned up", run.Output, StringComparison.Ordinal);
        Assert.Contains("Stopped.", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(processes, Script.IsRunning);
    }

    [Fact]
    public async Task What_the_app_host_forgets_is_ended()
    {
        _repository.AppHost(ForgetfulAppHost);
        using var run = Script.Start(_repository, "run");
        var processes = await ProcessesAsync(run);

        Assert.Equal(0, await run.EndAsync(Signal.Terminate));

        Assert.DoesNotContain(processes, Script.IsRunning);
    }

    [Fact]
    public async Task When_the_script_is_killed_the_app_host_is_asked_to_stop()
    {
        _repository.AppHost(AppHost);
        using var run = Script.Start(_repository, "run");
        var processes = await ProcessesAsync(run);

        await run.EndAsync(Signal.Kill);

        await Wait.UntilAsync(() => !processes.Any(Script.IsRunning));
    }

    [Fact]
    public async Task An_app_host_that_fails_is_reported_with_its_exit_code()
    {
        _repository.AppHost("echo 'the reason' >&2; exit 7");

        var (exitCode, output) = await Script.RunAsync(_repository, "run", []);

        Assert.Equal(1, exitCode);
        Assert.Contains("the reason", output, StringComparison.Ordinal);
        Assert.Contains("ended by itself with exit code 7", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_starts_when_the_build_fails()
    {
        _repository.AppHost("echo STARTED");
        _repository.Program("eng/build.sh", "echo 'error CS0001'; exit 1");

        var (exitCode, output) = await Script.RunAsync(_repository, "run", []);

        Assert.Equal(1, exitCode);
        Assert.Contains("error CS0001", output, StringComparison.Ordinal);
        Assert.DoesNotContain("STARTED", output, StringComparison.Ordinal);
    }

    public void Dispose() => _repository.Dispose();

    private static async Task<int[]> ProcessesAsync(Script run)
    {
        await run.WaitForAsync("processes: ");
        var line = run.Output.Split('\n').First(line => line.StartsWith("processes: ", StringComparison.Ordinal));
        return [.. line.Trim().Split(' ')[1..].Select(id => int.Parse(id, CultureInfo.InvariantCulture))];
    }
}
