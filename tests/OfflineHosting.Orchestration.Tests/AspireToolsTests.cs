using Aspire.Hosting;
using Aspire.Hosting.Dcp;
using Microsoft.Extensions.Configuration;

namespace OfflineHosting.Orchestration.Tests;

public sealed class AspireToolsTests
{
    [Fact]
    public void Programs_that_are_not_installed_are_named_with_what_installs_them()
    {
        var empty = Directory.CreateTempSubdirectory().FullName;
        var error = Assert.Throws<DistributedApplicationException>(() => AspireTools.FindDcp(Settings(), [empty]));
        Assert.Contains("Run ./run or eng/setup.sh once to install it, or set ASPIRE_DCP_PATH (the folder that holds dcp).", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<DistributedApplicationException>(() => AspireTools.FindDashboard(Settings(), [empty]));
        Assert.Contains("the Aspire dashboard", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_configured_program_that_does_not_exist_is_an_error_and_not_replaced_by_another()
    {
        var error = Assert.Throws<DistributedApplicationException>(
            () => AspireTools.FindDcp(Settings(("ASPIRE_DCP_PATH", "/no/such/folder")), [AppContext.BaseDirectory]));
        Assert.Contains("'/no/such/folder'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Correct ASPIRE_DCP_PATH", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_setup_has_installed_is_found_from_any_folder_below()
    {
        var root = Directory.CreateTempSubdirectory().FullName;
        var dcp = Path.Combine(root, ".tools", "aspire", "bundle", "dcp", "dcp");
        Directory.CreateDirectory(Path.GetDirectoryName(dcp)!);
        File.WriteAllText(dcp, "");
        var folder = Directory.CreateDirectory(Path.Combine(root, "some", "AppHost")).FullName;

        Assert.Equal(dcp, AspireTools.FindDcp(Settings(), [folder]));
        Assert.Equal(dcp, AspireTools.FindDcp(Settings(("ASPIRE_DCP_PATH", Path.GetDirectoryName(dcp)!)), [Path.GetTempPath()]));
    }

    private static IConfiguration Settings(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Name, string? (setting) => setting.Value)).Build();
}
