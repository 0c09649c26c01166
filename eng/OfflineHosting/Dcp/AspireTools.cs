using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Dcp;

/// <summary>Where the two real Aspire programs are on this machine.</summary>
internal static class AspireTools
{
    public static string FindDcp(IConfiguration configuration, IReadOnlyList<string> searchFolders) =>
        Find(
            "DCP, the Aspire orchestrator",
            [FileOrFolder(configuration["ASPIRE_DCP_PATH"], "dcp"), configuration["DcpPublisher:CliPath"]],
            "dcp/dcp",
            "ASPIRE_DCP_PATH (the folder that holds dcp)",
            searchFolders);

    public static string FindDashboard(IConfiguration configuration, IReadOnlyList<string> searchFolders) =>
        Find(
            "the Aspire dashboard",
            [configuration["ASPIRE_DASHBOARD_PATH"], configuration["DcpPublisher:DashboardPath"]],
            "managed/aspire-managed",
            "ASPIRE_DASHBOARD_PATH (the file aspire-managed)",
            searchFolders);

    private static string Find(string what, string?[] configured, string bundled, string setting, IReadOnlyList<string> searchFolders)
    {
        foreach (var path in configured)
        {
            if (!string.IsNullOrWhiteSpace(path))
            {
                return File.Exists(path) ? Path.GetFullPath(path) : throw new DistributedApplicationException(
                    $"There is nothing at '{path}', where {what}, should be. Correct {setting}, or unset it to use the one that ./run installs.");
            }
        }

        foreach (var start in searchFolders)
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                var tool = Path.Combine(folder.FullName, ".tools", "aspire", "bundle", bundled);
                if (File.Exists(tool))
                {
                    return tool;
                }
            }
        }

        throw new DistributedApplicationException(
            $"Could not find {what} (.tools/aspire/bundle/{bundled} in no folder above '{searchFolders[0]}'). " +
            $"Run ./run or eng/setup.sh once to install it, or set {setting}.");
    }

    private static string? FileOrFolder(string? path, string file) =>
        path is not null && Directory.Exists(path) ? Path.Combine(path, file) : path;
}
