using System.Runtime.Versioning;
using System.Text.RegularExpressions;

namespace SreCopilot.KubernetesManifests.Tests;

/// <summary><c>build-images.sh</c>.</summary>
[UnsupportedOSPlatform("windows")]
public sealed partial class BuildImagesScriptTests : IDisposable
{
    private readonly WorkingCopy _copy = new();

    public BuildImagesScriptTests() => _copy.Docker();

    [Fact]
    public async Task Every_image_of_the_model_is_built_with_its_name_and_port()
    {
        var script = await BuildAsync();

        Assert.True(script.ExitCode == 0, script.Error);
        var builds = Builds();
        Assert.Equal(15, builds.Count);
        Assert.Contains(builds, build => build.Contains("--build-arg SERVICE_NAME=auth-service --build-arg SERVICE_PORT=8501", StringComparison.Ordinal) && build.Contains("Dockerfile.service", StringComparison.Ordinal));
        Assert.Single(builds, build => build.Contains("Dockerfile.frontend", StringComparison.Ordinal));
        Assert.All(builds, build => Assert.Contains("--build-arg VERSION=1.2.3 --build-arg REVISION=", build, StringComparison.Ordinal));
        Assert.Matches(@"\[ 1/15\] ai-service +built +\d+ s +12\.3 MB  sre-copilot/ai-service:[0-9a-f]{12}", script.Output);
        Assert.Contains("15 images, 15 of them built", script.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_did_not_change_is_not_built_again()
    {
        await BuildAsync();
        var before = Builds().Count;

        var again = await BuildAsync();

        Assert.Equal(before, Builds().Count);
        Assert.Contains("15 images, 0 of them built", again.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("services/auth-service/Program.cs", "auth-service")]
    [InlineData("services/auth-service/Migrations/002.sql", "auth-service")]
    [InlineData("frontend/src/main.tsx", "frontend")]
    [InlineData("services/auth-service/bin/Debug/x.dll", "")]
    [InlineData("services/auth-service/obj/x.json", "")]
    [InlineData("services/auth-service/README.md", "")]
    [InlineData("frontend/node_modules/x/index.js", "")]
    [InlineData("frontend/dist/index.html", "")]
    [InlineData("shared/Library/Code.cs", "*")]
    [InlineData("Directory.Packages.props", "*")]
    [InlineData("infra/kubernetes/docker/Dockerfile.service", "*-")]
    public async Task A_change_builds_what_it_is_part_of(string file, string expected)
    {
        var before = await TagsAsync();
        _copy.Write(file, "changed");

        var after = await TagsAsync();

        var changed = before.Keys.Where(name => before[name] != after[name]).Order();
        Assert.Equal(
            before.Keys.Where(name => expected is "*" || (expected is "*-" ? name != "frontend" : name == expected)).Order(),
            changed);
    }

    [Fact]
    public async Task Another_base_image_is_another_image()
    {
        var before = await TagsAsync();

        Assert.NotEqual(before["auth-service"], (await TagsAsync("--build-arg", "RUNTIME_IMAGE=other"))["auth-service"]);
    }

    [Fact]
    public async Task Only_what_is_named_is_built_and_options_reach_docker()
    {
        var script = await BuildAsync("log-service", "--registry", "registry.example.com/team", "--", "--secret", "id=npmrc,src=x");

        Assert.True(script.ExitCode == 0, script.Error);
        var build = Assert.Single(Builds());
        Assert.Contains("--tag registry.example.com/team/sre-copilot/log-service:latest", build, StringComparison.Ordinal);
        Assert.Contains(" --secret id=npmrc,src=x ", build, StringComparison.Ordinal);
        Assert.Single(_copy.Calls, call => call.StartsWith("docker push --quiet registry.example.com/team/sre-copilot/log-service:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_build_that_fails_shows_why()
    {
        _copy.Tool("docker", "[[ $1 != image ]] || exit 1; [[ $2 != --help ]] || echo --secret; [[ $1 != build || $2 == --help ]] || { echo 'error CS1002: ; expected'; exit 1; }");

        var script = await BuildAsync("log-service");

        Assert.Equal(1, script.ExitCode);
        Assert.Contains("error CS1002: ; expected", script.Error, StringComparison.Ordinal);
        Assert.Contains("log-service could not be built", script.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_daemon_that_does_not_answer_and_a_name_that_does_not_exist_are_said_in_words()
    {
        _copy.Tool("docker", "exit 1");

        Assert.Contains("The Docker daemon does not answer", (await BuildAsync()).Error, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("there is no image 'nope'. There are: ai-service ", (await BuildAsync("nope")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_builds_nothing()
    {
        var script = await BuildAsync("--dry-run");

        Assert.Equal(15, script.Output.Split('\n').Count(line => line.StartsWith("+ docker build ", StringComparison.Ordinal)));
        Assert.Empty(Builds());
    }

    public void Dispose() => _copy.Dispose();

    private Task<Script> BuildAsync(params string[] arguments) => _copy.RunAsync("build-images.sh", arguments);

    private List<string> Builds() => [.. _copy.Calls.Where(call => call.StartsWith("docker build --progress", StringComparison.Ordinal))];

    private async Task<Dictionary<string, string>> TagsAsync(params string[] arguments)
    {
        var script = await BuildAsync(["--dry-run", .. arguments]);
        return Tag().Matches(script.Output).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["tag"].Value);
    }

    [GeneratedRegex("--tag sre-copilot/(?<name>[a-z-]+):(?<tag>[0-9a-f]{12})")]
    private static partial Regex Tag();
}
