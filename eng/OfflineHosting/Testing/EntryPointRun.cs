using System.Reflection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>
/// Runs the entry point of an AppHost on a thread of its own. It halts where the AppHost calls <c>Build</c>, until the test
/// wants the application; the AppHost's own <c>Run</c> then only waits until the test has disposed of it.
/// </summary>
internal sealed class EntryPointRun(
    Assembly appHost, string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configure)
{
    private readonly TaskCompletionSource<DistributedApplicationBuilder> _described = NewSource<DistributedApplicationBuilder>();
    private readonly TaskCompletionSource<bool> _build = NewSource<bool>();
    private readonly TaskCompletionSource<DistributedApplication> _built = NewSource<DistributedApplication>();

    public Task<DistributedApplicationBuilder> StartAsync(CancellationToken cancellationToken)
    {
        var entryPoint = appHost.EntryPoint
            ?? throw new InvalidOperationException($"The assembly '{appHost.GetName().Name}' has no entry point, so it is no AppHost.");
        new Thread(() => Run(entryPoint)) { IsBackground = true, Name = appHost.GetName().Name }.Start();
        return _described.Task.WaitAsync(cancellationToken);
    }

    public Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken)
    {
        _build.TrySetResult(true);
        return _built.Task.WaitAsync(cancellationToken);
    }

    /// <summary>The test does not want the application: the AppHost ends at its <c>Build</c>.</summary>
    public void Abandon() => _build.TrySetResult(false);

    private void Run(MethodInfo entryPoint)
    {
        AppHostHooks.Current = new AppHostHooks
        {
            Constructing = (options, settings) =>
            {
                TestingDefaults.Apply(options, settings, appHost);
                configure(options, settings);
            },
            Building = builder =>
            {
                _described.TrySetResult(builder);
                if (!_build.Task.GetAwaiter().GetResult())
                {
                    throw new OperationCanceledException("The test has not built the application.");
                }
            },
            Built = application =>
            {
                application.HoldRun();
                _built.TrySetResult(application);
            },
        };
        try
        {
            // The compiler's synchronous wrapper of an asynchronous Main, or a Main with or without arguments.
            var result = entryPoint.Invoke(null, entryPoint.GetParameters().Length == 0 ? [] : [args]);
            (result as Task)?.GetAwaiter().GetResult();
            Fail(new InvalidOperationException($"The AppHost '{appHost.GetName().Name}' ended without building an application."));
        }
        catch (TargetInvocationException e)
        {
            Fail(e.InnerException ?? e);
        }
#pragma warning disable CA1031 // Whatever ends the AppHost is for the test to see, not for this thread to die of.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Fail(e);
        }
    }

    private void Fail(Exception reason)
    {
        _described.TrySetException(reason);
        _built.TrySetException(reason);
    }

    private static TaskCompletionSource<T> NewSource<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
