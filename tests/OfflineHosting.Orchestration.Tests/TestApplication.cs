using System.Reflection;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Configuration;

namespace OfflineHosting.Orchestration.Tests;

/// <summary>An application on the real DCP, with free ports, that is gone when the test is.</summary>
internal static class TestApplication
{
    public const string BrowserToken = "browser-token-of-the-test";

    private static readonly string Missing = FindMissing();

    /// <summary>A builder as an AppHost has it; skips the test when the Aspire programs are not installed.</summary>
    public static IDistributedApplicationBuilder CreateBuilder(bool dashboard = false, bool randomizePorts = true)
    {
        SkipWhenNotInstalled();
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
        {
            Args = [],
            DisableDashboard = !dashboard,
            ProjectDirectory = AppContext.BaseDirectory,
        });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["DcpPublisher:RandomizePorts"] = randomizePorts ? "true" : "false",
            ["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true",
            ["ASPNETCORE_URLS"] = "http://localhost:0",
            ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = "http://localhost:0",
            ["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] = "http://localhost:0",
            ["ASPIRE_DASHBOARD_API_ENABLED"] = "true",
            ["AppHost:BrowserToken"] = BrowserToken,
            ["AppHost:OtlpApiKey"] = "otlp-key-of-the-test",
            ["AppHost:DashboardApiKey"] = "api-key-of-the-test",
            ["AppHost:ResourceService:ApiKey"] = "resource-key-of-the-test",
        });
        return builder;
    }

    /// <summary>The sample service as an executable: <c>/health</c> says how it is.</summary>
    public static IResourceBuilder<ExecutableResource> AddSampleService(this IDistributedApplicationBuilder builder, string name, int? port = null) =>
        builder.AddExecutable(name, "dotnet", Path.GetDirectoryName(Program)!, Program)
            .WithHttpEndpoint(port: port, env: "SERVICE_PORT")
            .WithHttpHealthCheck("/health")
            .WithOtlpExporter();

    /// <summary>A client of a resource's HTTP endpoint that says what the answer was, and tells no one about itself.</summary>
    public static HttpClient CreateClient(this DistributedApplication application, string resource) =>
        new() { BaseAddress = application.GetEndpoint(resource, "http") };

    public static void SkipWhenNotInstalled() => Assert.SkipWhen(Missing.Length > 0, Missing);

    public static string AppHostProgram => Metadata("SampleAppHostProgram");

    public static string Program => Metadata("SampleServiceProgram");

    public static string Project => Metadata("SampleServiceProject");

    private static string Metadata(string key) =>
        typeof(TestApplication).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;

    private static string FindMissing()
    {
        if (Environment.GetEnvironmentVariable("ASPIRE_DCP_PATH") is { Length: > 0 })
        {
            return "";
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, ".tools", "aspire")))
            {
                return "";
            }
        }

        return "The Aspire programs are not installed: run eng/setup.sh, or set ASPIRE_DCP_PATH and ASPIRE_DASHBOARD_PATH.";
    }
}
