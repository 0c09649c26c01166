using System.Text.RegularExpressions;

namespace SreCopilot.KubernetesManifests.Tests;

/// <summary>What goes into an image, and that nothing secret does.</summary>
public sealed partial class ImageFileTests
{
    private const string Words = "PASSWORD|SECRET|TOKEN|CREDENTIAL|_KEY";
    private static readonly string[] Folders = ["infra", "aspirate-output"];

    public static TheoryData<string> Dockerfiles => [.. Directory.EnumerateFiles(Repository.PathOf("infra/kubernetes/docker"), "Dockerfile.*").Select(path => Path.GetFileName(path)!)];

    [Theory, MemberData(nameof(Dockerfiles))]
    public void It_takes_no_secret_and_runs_as_a_numbered_user_without_a_shell(string name)
    {
        var lines = File.ReadAllLines(Repository.PathOf($"infra/kubernetes/docker/{name}"));

        Assert.DoesNotContain(lines, line => SecretVariable().IsMatch(line));
        Assert.Contains("USER 64198:64198", lines);
        Assert.Single(lines, line => line.StartsWith("ENTRYPOINT [\"/app/", StringComparison.Ordinal));
        Assert.Contains("FROM ${RUNTIME_IMAGE}", lines);
        Assert.All(["title", "description", "version", "revision"], label => Assert.Contains(lines, line => line.Contains($"org.opencontainers.image.{label}=", StringComparison.Ordinal)));
        // A feed's credentials come as a secret mount, which no layer keeps.
        Assert.All(lines.Where(line => line.Contains("npmrc", StringComparison.Ordinal) && !line.StartsWith('#')), line => Assert.Contains("--mount=type=secret", line, StringComparison.Ordinal));
    }

    [Fact]
    public void The_build_context_leaves_out_everything_that_is_not_named_and_every_env_file()
    {
        var lines = File.ReadAllLines(Repository.PathOf(".dockerignore")).Where(line => !line.StartsWith('#')).ToList();

        Assert.Equal("*", lines[0]);
        // The last rule that matches decides: these stand after what lets folders in.
        Assert.All(["**/.env*", "**/appsettings.*.json", "**/bin", "**/obj"], rule => Assert.True(lines.IndexOf(rule) > lines.FindLastIndex(line => line.StartsWith('!'))));
    }

    [Fact]
    public void No_committed_file_of_a_deployment_holds_a_secret()
    {
        var files = Folders
            .SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*", SearchOption.AllDirectories))
            .Where(path => Path.GetFileName(path) != ".env" && !path.Contains($"{Path.DirectorySeparatorChar}.generated", StringComparison.Ordinal));

        Assert.All(files, path => Assert.DoesNotContain(
            Assignment().Matches(File.ReadAllText(path)),
            match => match.Groups["value"].Value is not ("change-me" or "")));
    }

    [GeneratedRegex($@"^\s*(ARG|ENV)\b.*({Words})", RegexOptions.IgnoreCase)]
    private static partial Regex SecretVariable();

    // NAME=value or NAME: value, a variable's name in capitals.
    [GeneratedRegex($@"^[ \t]*(- )?[A-Z_]*({Words})[A-Z_]*[ \t]*[=:][ \t]*(?<value>\S*)", RegexOptions.Multiline)]
    private static partial Regex Assignment();
}
