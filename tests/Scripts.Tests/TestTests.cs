namespace SreCopilot.Scripts.Tests;

/// <summary><c>./test</c>: what it runs and how it counts.</summary>
public sealed class TestTests : IDisposable
{
    private readonly Repository _repository = new();

    [Fact]
    public async Task The_last_line_sums_up_all_projects_and_the_web_app()
    {
        Project("One.Tests", Summary(passed: 3, failed: 0, skipped: 1));
        Project("Two.Tests", Summary(passed: 4, failed: 0, skipped: 0));
        WebApp("echo 'unit: 5 passed, 0 failed, 0 skipped'", "echo 'browser: 6 passed, 0 failed, 1 skipped'");

        Assert.Equal((0, "18 passed, 0 failed, 2 skipped"), await LastLineAsync());
    }

    [Fact]
    public async Task Failures_are_summed_and_shown()
    {
        Project("One.Tests", $"echo 'expected 1 but was 2'; {Summary(passed: 3, failed: 2, skipped: 0)}; exit 2");
        Project("Two.Tests", Summary(passed: 4, failed: 0, skipped: 0));

        var (exitCode, output) = await Script.RunAsync(_repository, "test", []);

        Assert.Equal(1, exitCode);
        Assert.EndsWith("7 passed, 2 failed", output.Trim(), StringComparison.Ordinal);
        Assert.Contains("expected 1 but was 2", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 139")]
    [InlineData("exit 0")]
    [InlineData("echo 'Test run summary: Zero tests ran'; echo '  failed: 0'; echo '  succeeded: 0'; exit 8")]
    public async Task A_project_that_crashes_or_runs_nothing_counts_as_a_failure(string program)
    {
        Project("One.Tests", program);
        Project("Two.Tests", Summary(passed: 4, failed: 0, skipped: 0));

        Assert.Equal((1, "4 passed, 1 failed"), await LastLineAsync());
    }

    [Fact]
    public async Task A_project_that_crashes_after_its_tests_passed_counts_as_a_failure()
    {
        Project("One.Tests", $"{Summary(passed: 3, failed: 0, skipped: 0)}; exit 134");

        Assert.Equal((1, "3 passed, 1 failed"), await LastLineAsync());
    }

    [Fact]
    public async Task Lint_that_fails_counts_as_a_failure()
    {
        Project("One.Tests", Summary(passed: 3, failed: 0, skipped: 0));
        WebApp("echo 'unit: 5 passed, 0 failed, 0 skipped'; exit 1", "echo 'browser: 6 passed, 0 failed, 0 skipped'");

        Assert.Equal((1, "14 passed, 1 failed"), await LastLineAsync());
    }

    [Fact]
    public async Task Filter_and_unit_choose()
    {
        Project("One.Tests", Summary(passed: 3, failed: 0, skipped: 0));
        Project("Platform.Tests", Summary(passed: 10, failed: 0, skipped: 0), "<NeedsPlatform>true</NeedsPlatform>");
        WebApp("echo 'unit: 100 passed, 0 failed, 0 skipped'", "echo 'browser: 1000 passed, 0 failed, 0 skipped'");

        Assert.Equal((0, "1113 passed, 0 failed"), await LastLineAsync());
        Assert.Equal((0, "103 passed, 0 failed"), await LastLineAsync("--unit"));
        Assert.Equal((0, "3 passed, 0 failed"), await LastLineAsync("--filter", "one"));
        Assert.Equal((0, "1100 passed, 0 failed"), await LastLineAsync("--filter", "frontend"));
    }

    [Fact]
    public async Task Libraries_for_tests_are_not_run()
    {
        Project("One.Tests", Summary(passed: 3, failed: 0, skipped: 0));
        Project("Fixture", "exit 1", "<IsTestProject>false</IsTestProject>");

        Assert.Equal((0, "3 passed, 0 failed"), await LastLineAsync());
    }

    public void Dispose() => _repository.Dispose();

    private async Task<(int ExitCode, string LastLine)> LastLineAsync(params string[] arguments)
    {
        var (exitCode, output) = await Script.RunAsync(_repository, "test", arguments);
        return (exitCode, output.Trim().Split('\n')[^1]);
    }

    private static string Summary(int passed, int failed, int skipped) =>
        $"printf 'Test run summary: %s\\n  total: %s\\n  failed: %s\\n  succeeded: %s\\n  skipped: %s\\n' Done {passed + failed + skipped} {failed} {passed} {skipped}";

    private void Project(string name, string program, string properties = "")
    {
        _repository.Write($"tests/{name}/{name}.csproj", $"<Project><PropertyGroup>{properties}</PropertyGroup></Project>");
        _repository.Program($"tests/{name}/bin/Debug/net10.0/{name}", program);
    }

    private void WebApp(string test, string browser)
    {
        _repository.Program("frontend/test.sh", test);
        _repository.Program("frontend/browser.sh", browser);
        _repository.Write("frontend/package.json", """{ "scripts": { "test": "./test.sh", "test:e2e": "./browser.sh" } }""");
    }
}
