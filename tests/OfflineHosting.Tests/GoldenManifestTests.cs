using System.Text.Json;

namespace OfflineHosting.Tests;

/// <summary>The golden AppHosts, compiled as they are, write what the official packages wrote.</summary>
public class GoldenManifestTests
{
    [Theory]
    [InlineData("kitchen-sink")]
    [InlineData("platform")]
    public async Task AppHost_writes_the_manifest_of_the_official_packages(string name)
    {
        var program = AppHostProgram.Find(name);

        // Paths in a manifest are relative to it, and the golden one was written into the AppHost's folder.
        var manifest = Path.Combine(program.ProjectFolder, $"manifest.{Guid.NewGuid():N}.json");
        try
        {
            var (exitCode, output) = await program.RunAsync("--publisher", "manifest", "--output-path", manifest);

            Assert.True(exitCode == 0, output);
            Assert.Equal(await NormalizedAsync(Path.Combine(AppContext.BaseDirectory, "golden", name, "aspire-manifest.json")), await NormalizedAsync(manifest));
        }
        finally
        {
            File.Delete(manifest);
        }
    }

    [Fact]
    public async Task Manifest_goes_under_its_usual_name_into_a_folder()
    {
        var folder = Directory.CreateTempSubdirectory("offline-hosting-manifest-");
        try
        {
            var (exitCode, output) = await AppHostProgram.Find("platform").RunAsync("--operation", "publish", "--output-path", folder.FullName);

            Assert.True(exitCode == 0, output);
            Assert.Equal(["aspire-manifest.json"], folder.GetFiles().Select(file => file.Name));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("--output-path FILE.json", "--publisher", "manifest")]
    [InlineData("no publisher 'kubernetes'", "--publisher", "kubernetes", "--output-path", "never.json")]
    public async Task Failed_publish_is_said_in_words_and_by_the_exit_code(string expected, params string[] args)
    {
        var program = AppHostProgram.Find("platform");

        var (exitCode, output) = await program.RunAsync(args);

        Assert.Equal(1, exitCode);
        Assert.Contains("Publishing failed, no manifest was written", output, StringComparison.Ordinal);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(program.ProjectFolder, "never.json")));
    }

    // Only white space is normalized: the order of properties stays and counts.
    private static async Task<string> NormalizedAsync(string path)
    {
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        return JsonSerializer.Serialize(document, Indented);
    }

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
}
