using System.Globalization;

namespace SreCopilot.Scripts.Tests;

/// <summary><c>eng/with-platform.sh</c>: what the command learns of the platform, and that nothing is left behind.</summary>
public sealed class WithPlatformTests : IDisposable
{
    private const string Healthy = "echo 'All resources are healthy. SRE Copilot: http://localhost:4711'";
    private const string Open = "echo 'The demo shop is open. Sign in at http://localhost:4711 as demo@example.com with the password Ab3-x!'";
    private const string Wait = "trap 'exit 0' TERM; sleep 1000 & wait";

    private static readonly string[] Print = ["bash", "-c", "echo \"told: $E2E_BASE_URL ${E2E_DEMO_EMAIL:-.} ${E2E_DEMO_PASSWORD:-.}\""];

    private readonly Repository _repository = new();

    public WithPlatformTests() => _repository.UseOriginal("eng/with-platform.sh");

    [Fact]
    public async Task The_command_gets_the_address_as_soon_as_the_platform_is_healthy()
    {
        _repository.AppHost($"{Healthy}; {Wait}");

        var (exitCode, output) = await Script.RunAsync(_repository, "eng/with-platform.sh", Print);

        Assert.Equal((0, "told: http://localhost:4711 . ."), (exitCode, output.Trim()));
    }

    [Fact]
    public async Task With_the_demo_shop_it_waits_for_that_and_gets_the_account()
    {
        // It opens only after somebody has seen that the platform is healthy.
        _repository.AppHost($"[[ $Demo == true ]] || exit 3; {Healthy}; sleep 2; {Open}; {Wait}");

        var (exitCode, output) = await Script.RunAsync(_repository, "eng/with-platform.sh", ["--demo", .. Print]);

        Assert.Equal((0, "told: http://localhost:4711 demo@example.com Ab3-x!"), (exitCode, output.Trim()));
    }

    [Fact]
    public async Task A_platform_that_ends_is_reported_and_the_exit_code_of_the_command_is_passed_on()
    {
        _repository.AppHost("echo 'the reason'; exit 7");
        var (failed, reason) = await Script.RunAsync(_repository, "eng/with-platform.sh", ["true"]);
        _repository.AppHost($"echo \"process: $$\"; {Healthy}; {Wait}");
        var (passedOn, _) = await Script.RunAsync(_repository, "eng/with-platform.sh", ["bash", "-c", "exit 5"]);

        Assert.Equal((1, 5), (failed, passedOn));
        Assert.Contains("the reason", reason, StringComparison.Ordinal);
        var log = await File.ReadAllLinesAsync(_repository.PathOf(".tools/logs/with-platform.log"), TestContext.Current.CancellationToken);
        Assert.False(Script.IsRunning(int.Parse(log[0]["process: ".Length..], CultureInfo.InvariantCulture)));
    }

    public void Dispose() => _repository.Dispose();
}
