namespace SreCopilot.Tests;

/// <summary>The one place where tests pause; compiled into every test project.</summary>
internal static class Wait
{
    // Only a hang reaches it.
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    /// <summary>Asks until a condition holds.</summary>
    /// <param name="condition">What is waited for.</param>
    /// <param name="limit">For what takes long on a busy machine; default two minutes.</param>
    public static async Task UntilAsync(Func<Task<bool>> condition, TimeSpan? limit = null)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(limit ?? Deadline);
        while (!await condition())
        {
            await Task.Delay(20, deadline.Token);
        }
    }

    /// <inheritdoc cref="UntilAsync(Func{Task{bool}}, TimeSpan?)"/>
    public static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));
}
