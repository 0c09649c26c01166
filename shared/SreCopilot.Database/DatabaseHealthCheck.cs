using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace SreCopilot.Database;

/// <summary>Ready means: the schema is migrated and PostgreSQL answers within two seconds.</summary>
internal sealed class DatabaseHealthCheck(NpgsqlDataSource dataSource, DatabaseReadiness readiness) : IHealthCheck
{
    public const string Name = "postgresql";
    public const string Probe = "select 1";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (readiness.Problem is { } problem)
        {
            return HealthCheckResult.Unhealthy(problem);
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Deadline);
        try
        {
            await using var command = dataSource.CreateCommand(Probe);
            await command.ExecuteScalarAsync(deadline.Token);
            return HealthCheckResult.Healthy();
        }
        catch (NpgsqlException e)
        {
            return HealthCheckResult.Unhealthy(DatabaseFaults.Describe(e));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy($"PostgreSQL did not answer within {Deadline.TotalSeconds:0} s");
        }
    }
}
