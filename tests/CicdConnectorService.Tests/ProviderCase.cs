namespace SreCopilot.CicdConnectorService.Tests;

/// <summary>All kinds of CI/CD systems, for tests that hold for each of them.</summary>
public static class ProviderCase
{
    private static int _runs = 1000;
    private static int _repositories;

    public static TheoryData<string> All => ["github", "gitlab", "azure_devops", "jenkins", "bitbucket"];

    /// <summary>A name that no other test uses.</summary>
    public static string NewRepository() => $"acme/web-{Interlocked.Increment(ref _repositories)}";

    public static long NewRun() => Interlocked.Increment(ref _runs);
}
