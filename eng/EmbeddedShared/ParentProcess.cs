using System.Runtime.InteropServices;

namespace SreCopilot.EmbeddedShared;

/// <summary>Notices when the process that started this one is gone: a store of a killed AppHost must not linger.</summary>
internal static partial class ParentProcess
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Calls <paramref name="gone"/> once the parent has ended. Does nothing on Windows, or when already orphaned at the start.</summary>
    public static async Task WatchAsync(Action gone, CancellationToken stopping)
    {
        if (OperatingSystem.IsWindows() || GetParentId() is var parent && parent == 1)
        {
            return;
        }

        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                // An orphan is handed to init or to a subreaper: either way its parent id changes.
                if (GetParentId() != parent)
                {
                    gone();
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping for another reason.
        }
    }

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int GetParentId();
}
