using System.Diagnostics;

namespace SreCopilot.OfflineGenerate.Tests;

/// <summary>The stand-in is held to what the official tool wrote.</summary>
public sealed class GoldenTreeTests
{
    /// <summary>The options behind each golden tree, as tests/golden/README.md gives them.</summary>
    public static TheoryData<string, string[]> Goldens => new()
    {
        { "platform", ["--image-pull-policy", "Never"] },
        {
            "kitchen-sink",
            [
                "--image-pull-policy", "IfNotPresent", "-pa", "llm-model=gpt-4o-mini", "-pa", "jwt-secret-key=not-a-secret",
                "-pa", "legacy=Host=db;Port=5432", "-pa", "cache-password=fixedcache", "-pa", "postgres-password=fixedpg",
            ]
        },
    };

    private static string Golden(string name) => Path.Combine(AppContext.BaseDirectory, "golden", name);

    private static string[] Options(string[] options) => ["--namespace", "sre-copilot", "-ct", "latest", "-crp", "sre-copilot", .. options];

    [Theory, MemberData(nameof(Goldens))]
    public void The_golden_manifest_becomes_the_golden_tree(string name, string[] options)
    {
        using var run = new Run().Generate(Path.Combine(Golden(name), "aspire-manifest.json"), Options(options));

        Assert.True(run.ExitCode == 0, run.Errors);
        var expected = Tree.Read(Path.Combine(Golden(name), "aspirate-output"));
        var actual = Tree.Read(run.Output);
        Assert.Equal(expected.Keys, actual.Keys);
        Assert.All(expected, file => Assert.Equal(file.Value, actual[file.Key]));
    }

    [Theory, MemberData(nameof(Goldens))]
    public void The_tree_renders(string name, string[] options)
    {
        using var run = new Run().Generate(Path.Combine(Golden(name), "aspire-manifest.json"), Options(options));
        Assert.True(run.ExitCode == 0, run.Errors);

        var rendered = Tree.Kustomize(run.Output);

        Assert.Contains("kind: Namespace", rendered, StringComparison.Ordinal);
        Assert.Contains("namespace: sre-copilot", rendered, StringComparison.Ordinal);
        Assert.Contains("kind: StatefulSet", rendered, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_program_itself_answers_with_an_exit_code()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "offline-generate.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, "generate", "-m", "nowhere.json", .. Run.Switches])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, process.ExitCode);
        Assert.Contains("There is no manifest at", error, StringComparison.Ordinal);
    }
}
