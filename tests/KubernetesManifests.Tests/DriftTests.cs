namespace SreCopilot.KubernetesManifests.Tests;

/// <summary>The committed base is what AppHost.cs says now.</summary>
public sealed class DriftTests
{
    [Fact]
    public async Task The_committed_base_is_what_the_AppHost_produces()
    {
        var check = await Script.RunAsync("generate.sh", "--check", "--no-build", "--configuration", Repository.Configuration);

        Assert.True(check.ExitCode == 0, check.Output + check.Error);
    }
}
