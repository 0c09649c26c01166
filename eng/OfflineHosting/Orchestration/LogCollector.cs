using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp;
using Aspire.Hosting.Dcp.Model;

namespace Aspire.Hosting.Orchestration;

/// <summary>Copies what a workload prints into the host's console logs, where the dashboard and tests read it.</summary>
internal sealed class LogCollector(DcpClient dcp, ResourceLoggerService logs)
{
    /// <summary>Follows all streams of a process that has been created; completes when it has ended and all is read.</summary>
    public Task CopyAsync(Workload workload, WorkloadInstance instance, CancellationToken cancellationToken) =>
        workload.IsContainer
            ? Task.WhenAll(
                CopyAsync<DcpContainer>(instance.Id, "startup_stdout", false, cancellationToken),
                CopyAsync<DcpContainer>(instance.Id, "startup_stderr", true, cancellationToken),
                CopyAsync<DcpContainer>(instance.Id, "stdout", false, cancellationToken),
                CopyAsync<DcpContainer>(instance.Id, "stderr", true, cancellationToken))
            : Task.WhenAll(
                CopyAsync<DcpExecutable>(instance.Id, "stdout", false, cancellationToken),
                CopyAsync<DcpExecutable>(instance.Id, "stderr", true, cancellationToken));

    /// <summary>What DCP itself says about a workload that it could not start: the reasons, as error lines.</summary>
    public async Task CopyReasonsAsync(Workload workload, WorkloadInstance instance, CancellationToken cancellationToken)
    {
        var lines = workload.IsContainer
            ? dcp.ReadLogAsync<DcpContainer>(instance.Id, "system", follow: false, cancellationToken)
            : dcp.ReadLogAsync<DcpExecutable>(instance.Id, "system", follow: false, cancellationToken);
        await foreach (var line in lines)
        {
            // Level, component, message, details as JSON: only errors, and of the details only the error.
            var fields = line.Split('\t');
            if (fields.Length > 3 && fields.Contains("error"))
            {
                logs.Append(instance.Id, $"{fields[^2]}: {ErrorOf(fields[^1])}", isError: true);
            }
        }
    }

    private async Task CopyAsync<T>(string id, string source, bool isError, CancellationToken cancellationToken) where T : DcpObject
    {
        try
        {
            await foreach (var line in dcp.ReadLogAsync<T>(id, source, follow: true, cancellationToken))
            {
                logs.Append(id, line, isError);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or HttpRequestException)
        {
            // The application is ending.
        }
    }

    private static string ErrorOf(string details)
    {
        try
        {
            using var json = System.Text.Json.JsonDocument.Parse(details);
            return json.RootElement.TryGetProperty("error", out var error) ? error.GetString() ?? details : details;
        }
        catch (System.Text.Json.JsonException)
        {
            return details;
        }
    }
}
