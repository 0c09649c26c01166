using System.Runtime.Versioning;

namespace SreCopilot.KubernetesManifests.Tests;

/// <summary><c>generate.sh</c>, on a manifest of known outcome.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class GenerateScriptTests : IDisposable
{
    private static readonly string Manifest = Repository.PathOf("tests/golden/platform/aspire-manifest.json");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("generate-");

    private string Tree => Path.Combine(_folder.FullName, "tree");

    [Fact]
    public async Task The_whole_tree_is_replaced_and_then_is_up_to_date()
    {
        Directory.CreateDirectory(Path.Combine(Tree, "service-that-is-gone"));
        await File.WriteAllTextAsync(Path.Combine(Tree, "service-that-is-gone", "service.yaml"), "x", TestContext.Current.CancellationToken);

        var generated = await GenerateAsync();
        var check = await GenerateAsync("--check");

        Assert.True(generated.ExitCode == 0, generated.Error);
        Assert.False(Directory.Exists(Path.Combine(Tree, "service-that-is-gone")));
        Assert.True(File.Exists(Path.Combine(Tree, "auth-service", "deployment.yaml")));
        Assert.Equal([Tree], Directory.GetFileSystemEntries(_folder.FullName));
        Assert.True(check.ExitCode == 0, check.Output + check.Error);
    }

    [Fact]
    public async Task Check_shows_the_difference_and_changes_nothing()
    {
        await GenerateAsync();
        var file = Path.Combine(Tree, "auth-service", "service.yaml");
        var changed = (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Replace("8501", "9999", StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, changed, TestContext.Current.CancellationToken);

        var check = await GenerateAsync("--check");

        Assert.Equal(1, check.ExitCode);
        Assert.Contains("-    port: 9999\n-    targetPort: 9999\n+    port: 8501", check.Output, StringComparison.Ordinal);
        Assert.Contains("Run infra/kubernetes/scripts/generate.sh", check.Error, StringComparison.Ordinal);
        Assert.Equal(changed, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Check_of_a_tree_that_is_not_there_fails()
    {
        var check = await GenerateAsync("--check");

        Assert.Equal(1, check.ExitCode);
        Assert.False(Directory.Exists(Tree));
    }

    [Fact]
    public async Task An_aspirate_on_the_path_is_asked_with_the_same_words_and_its_white_space_is_trimmed()
    {
        // In place of the official tool: writes down what it was asked, and a tree with its trailing blanks.
        var tools = Path.Combine(_folder.FullName, "tools");
        Directory.CreateDirectory(tools);
        var aspirate = Path.Combine(tools, "aspirate");
        await File.WriteAllTextAsync(
            aspirate,
            """
            #!/bin/sh
            echo "$@" > "$(dirname "$0")/asked"
            while [ "$1" != -o ]; do shift; done
            mkdir -p "$2" && printf 'resources:  \n- x\n\n\n' > "$2/kustomization.yaml"
            """,
            TestContext.Current.CancellationToken);
        File.SetUnixFileMode(aspirate, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var generated = await Script.RunWithAsync(
            "generate.sh",
            start => start.Environment["PATH"] = $"{tools}:{Environment.GetEnvironmentVariable("PATH")}",
            "--manifest", Manifest, "--output", Tree);

        Assert.True(generated.ExitCode == 0, generated.Error);
        Assert.Equal("resources:\n- x\n", await File.ReadAllTextAsync(Path.Combine(Tree, "kustomization.yaml"), TestContext.Current.CancellationToken));
        var asked = await File.ReadAllTextAsync(Path.Combine(tools, "asked"), TestContext.Current.CancellationToken);
        Assert.StartsWith($"generate -m {Manifest} -o ", asked, StringComparison.Ordinal);
        Assert.EndsWith(
            "--skip-build --disable-secrets --disable-state --non-interactive --output-format kustomize --include-dashboard false --namespace sre-copilot --image-pull-policy Never -ct latest -crp sre-copilot\n",
            asked,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--use needs a value", "--use")]
    [InlineData("--use takes aspirate or offline, not 'magic'", "--use", "magic")]
    public async Task An_option_that_means_nothing(string expected, params string[] options)
    {
        var script = await Script.RunAsync("generate.sh", options);

        Assert.Equal(2, script.ExitCode);
        Assert.Contains(expected, script.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manifest_that_is_missing_or_broken_leaves_the_tree_alone()
    {
        await GenerateAsync();
        var broken = Path.Combine(_folder.FullName, "broken.json");
        await File.WriteAllTextAsync(broken, "{}", TestContext.Current.CancellationToken);

        var missing = await Script.RunAsync("generate.sh", "--manifest", broken + ".not", "--output", Tree);
        var malformed = await Script.RunAsync("generate.sh", Built("--use", "offline", "--manifest", broken, "--output", Tree));

        Assert.Equal(1, missing.ExitCode);
        Assert.Contains("there is no manifest at", missing.Error, StringComparison.Ordinal);
        Assert.Equal(1, malformed.ExitCode);
        Assert.Contains("is not an Aspire manifest", malformed.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Tree, "kustomization.yaml")));
    }

    [Fact]
    public async Task Help_names_every_option()
    {
        var script = await Script.RunAsync("generate.sh", "--help");

        Assert.Equal(0, script.ExitCode);
        Assert.All(
            ["--check", "--use", "--manifest", "--output", "--no-build", "--configuration"],
            option => Assert.Contains(option, script.Output, StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Task<Script> GenerateAsync(params string[] options) =>
        Script.RunAsync("generate.sh", Built(["--use", "offline", "--manifest", Manifest, "--output", Tree, .. options]));

    private static string[] Built(params string[] options) => ["--no-build", "--configuration", Repository.Configuration, .. options];
}
