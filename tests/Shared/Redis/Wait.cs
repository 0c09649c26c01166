namespace SreCopilot.Tests;

internal static class Wait
{
    /// <summary>Waits for a condition; only a hang reaches the deadline.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            await Task.Delay(10, deadline.Token);
        }
    }
}
