using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using SreCopilot.EmbeddedShared;

namespace SreCopilot.EmbeddedPostgres;

/// <summary>
/// Which operating system user the server runs as. PostgreSQL refuses to run as root, so root hands it to an
/// unprivileged user: the owner of an existing data directory, else <c>nobody</c>. Everybody else runs it as themselves.
/// </summary>
internal sealed partial class ServerAccount
{
    private readonly (uint User, uint Group)? _switchTo;

    private ServerAccount((uint User, uint Group)? switchTo) => _switchTo = switchTo;

    /// <summary>True when the server runs as another user than this process.</summary>
    public bool IsSwitched => _switchTo is not null;

    public static async Task<ServerAccount> ChooseAsync(string dataDirectory, CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux())
        {
            return new ServerAccount(null);
        }

        if (!ChildProcess.Exists("setpriv"))
        {
            throw new EmbeddedStoreException("The command setpriv is missing: install the package util-linux.");
        }

        if (!Environment.IsPrivilegedProcess)
        {
            return new ServerAccount(null);
        }

        return new ServerAccount(await OwnerAsync(dataDirectory, cancellation) is { User: not 0 } owner ? owner : Nobody());
    }

    /// <summary>The command line that starts <paramref name="program"/> as this account with an empty environment.</summary>
    public ProcessStartInfo Command(string program, string workingDirectory, params IEnumerable<string> arguments) =>
        Command("clear", program, workingDirectory, arguments);

    /// <summary>
    /// As <see cref="Command(string, string, IEnumerable{string})"/>, but on Linux the kernel interrupts the program when the thread
    /// that started it ends, so that it cannot outlive this process, not even when that is killed.
    /// </summary>
    public ProcessStartInfo CommandTiedToThread(string program, string workingDirectory, params IEnumerable<string> arguments) =>
        Command("INT", program, workingDirectory, arguments);

    private ProcessStartInfo Command(string parentDeathSignal, string program, string workingDirectory, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program) { WorkingDirectory = workingDirectory };
        if (OperatingSystem.IsLinux())
        {
            start.FileName = "setpriv";
            string[] identity = _switchTo is { } account
                ? [$"--reuid={account.User}", $"--regid={account.Group}", "--clear-groups", "--no-new-privs"]
                : [];
            arguments = [$"--pdeathsig={parentDeathSignal}", .. identity, "--", program, .. arguments];
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        if (!OperatingSystem.IsWindows())
        {
            start.Environment.Clear();
            start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
            start.Environment["LC_ALL"] = "C";
        }

        return start;
    }

    /// <summary>Gives a file or folder that this process made to the account.</summary>
    public void Own(string path)
    {
        if (_switchTo is { } account && ChangeOwner(path, account.User, account.Group) != 0)
        {
            throw new EmbeddedStoreException($"{path} cannot be handed to the user that runs PostgreSQL: {Marshal.GetLastPInvokeErrorMessage()}.");
        }
    }

    /// <summary>User and group that own a path; null when it does not exist.</summary>
    public static async Task<(uint User, uint Group)?> OwnerAsync(string path, CancellationToken cancellation)
    {
        var (exitCode, output) = await ChildProcess.RunAsync("stat", ["--format=%u:%g", path], cancellation);
        return exitCode == 0 ? Parse(output.Split(':')) : null;
    }

    private static (uint User, uint Group) Nobody() =>
        File.ReadLines("/etc/passwd").Select(line => line.Split(':')).FirstOrDefault(fields => fields is ["nobody", _, _, _, ..]) is { } nobody
            ? Parse(nobody[2..4])
            : throw new EmbeddedStoreException(
                "PostgreSQL does not run as root, and this machine has no user 'nobody' to run it as: add that user, or start as another user than root.");

    private static (uint User, uint Group) Parse(string[] ids) =>
        (uint.Parse(ids[0], CultureInfo.InvariantCulture), uint.Parse(ids[1], CultureInfo.InvariantCulture));

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int ChangeOwner(string path, uint user, uint group);
}
