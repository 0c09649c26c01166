using System.ComponentModel;
using System.Diagnostics;

namespace SreCopilot.KubernetesManifests.Tests;

/// <summary>All scripts of infra/kubernetes/scripts.</summary>
public sealed class ScriptStyleTests
{
    public static TheoryData<string> Scripts => [.. Directory.EnumerateFiles(Script.Folder, "*.sh").Select(path => Path.GetFileName(path)!).Where(name => name != "lib.sh")];

    [Theory, MemberData(nameof(Scripts))]
    public async Task Shellcheck_finds_nothing(string name)
    {
        Script result;
        try
        {
            result = await Script.RunAsync(new ProcessStartInfo("shellcheck", ["--external-sources", Path.Combine(Script.Folder, name)]));
        }
        catch (Win32Exception)
        {
            Assert.Skip("shellcheck is not installed.");
            return;
        }

        Assert.True(result.ExitCode == 0, result.Output);
    }

    [Theory, MemberData(nameof(Scripts))]
    public async Task It_explains_itself_and_answers_an_unknown_option_in_words(string name)
    {
        var help = await Script.RunAsync(name, "--help");
        var unknown = await Script.RunAsync(name, "--no-such-option");

        Assert.Equal(0, help.ExitCode);
        Assert.StartsWith($"Usage: infra/kubernetes/scripts/{name}", help.Output, StringComparison.Ordinal);
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("unknown option '--no-such-option'", unknown.Error, StringComparison.Ordinal);
    }
}
