using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

/// <summary>The command-line options of every AppHost; all others go to configuration under their own name.</summary>
internal static class CommandLine
{
    private static readonly Dictionary<string, string> Options = new()
    {
        ["--operation"] = "AppHost:Operation",
        ["--publisher"] = "Publishing:Publisher",
        ["--output-path"] = "Publishing:OutputPath",
        ["--dcp-cli-path"] = "DcpPublisher:CliPath",
        ["--dcp-container-runtime"] = "DcpPublisher:ContainerRuntime",
        ["--dcp-dependency-check-timeout"] = "DcpPublisher:DependencyCheckTimeout",
        ["--dcp-dashboard-path"] = "DcpPublisher:DashboardPath",
    };

    public static void Add(IConfigurationBuilder configuration, string[]? args)
    {
        if (args is { Length: > 0 })
        {
            configuration.AddCommandLine(args, Options);
        }
    }
}
