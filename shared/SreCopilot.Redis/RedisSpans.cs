using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using SreCopilot.ServiceDefaults.Telemetry;
using StackExchange.Redis.Profiling;

namespace SreCopilot.Redis;

/// <summary>
/// One span per Redis command. The client library reports finished commands through its profiler, not through activities,
/// so they are collected per request and written as spans, with their true times, when the request ends.
/// </summary>
internal sealed class RedisSpans
{
    private static readonly ActivitySource Source = new(TelemetrySources.Platform);
    private readonly AsyncLocal<ProfilingSession?> _session = new();

    public ProfilingSession? CurrentSession() => _session.Value;

    public void Begin() => _session.Value = new ProfilingSession();

    public void End(Activity parent)
    {
        if (_session.Value is not { } session)
        {
            return;
        }

        _session.Value = null;
        foreach (var command in session.FinishProfiling())
        {
            var activity = Source.StartActivity(
                command.Command,
                ActivityKind.Client,
                parent.Context,
                [new("db.system.name", "redis"), new("db.operation.name", command.Command), new("db.namespace", command.Db), new("server.address", command.EndPoint?.ToString())],
                startTime: command.CommandCreated);
            activity?.SetEndTime(command.CommandCreated + command.ElapsedTime);
            activity?.Stop();
        }
    }
}

internal sealed class RedisSpansFilter(RedisSpans spans) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (context, following) =>
        {
            // Set by the host; not recorded for health probes and when nobody listens.
            if (Activity.Current is not { Recorded: true } activity)
            {
                await following(context);
                return;
            }

            spans.Begin();
            try
            {
                await following(context);
            }
            finally
            {
                spans.End(activity);
            }
        });
        next(app);
    };
}
