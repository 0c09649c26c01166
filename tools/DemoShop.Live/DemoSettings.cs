using System.Globalization;

namespace SreCopilot.DemoShop.Live;

/// <summary>What the program is told, by environment variables.</summary>
/// <param name="Platform"><c>PLATFORM_URL</c>: the entry point. Required.</param>
/// <param name="Password"><c>DEMO_PASSWORD</c>: of the demo account. Required; there is no default.</param>
/// <param name="Email"><c>DEMO_EMAIL</c>: of the demo account; default demo@example.com.</param>
/// <param name="HealthPort"><c>HEALTH_PORT</c>: where <c>/health</c> answers. Required.</param>
/// <param name="EveryMinutes"><c>DEMO_EVERY_MINUTES</c>: from the begin of one fault to that of the next; 15 to 600, default 30.</param>
internal sealed record DemoSettings(Uri? Platform, string Password, string Email, int HealthPort, int EveryMinutes)
{
    /// <summary>How long a fault hurts.</summary>
    public static readonly TimeSpan Lasting = TimeSpan.FromMinutes(8);

    /// <summary>How long the first one has hurt when the shop is opened, so that there is something to see at once.</summary>
    public static readonly TimeSpan HurtsAlready = TimeSpan.FromMinutes(4);

    /// <summary>How much history there is at least.</summary>
    public static readonly TimeSpan History = TimeSpan.FromMinutes(150);

    public static DemoSettings Read(IConfiguration configuration) => new(
        Uri.TryCreate(configuration["PLATFORM_URL"], UriKind.Absolute, out var platform) ? platform : null, configuration["DEMO_PASSWORD"] ?? "",
        configuration["DEMO_EMAIL"] is { Length: > 0 } email ? email : "demo@example.com", Number(configuration["HEALTH_PORT"], 0), Number(configuration["DEMO_EVERY_MINUTES"], 30));

    public IEnumerable<string> FindMistakes()
    {
        if (Platform is null)
        {
            yield return "PLATFORM_URL must be the address of the platform's entry point.";
        }

        if (Password.Length == 0)
        {
            yield return "DEMO_PASSWORD must be the password of the demo account.";
        }

        if (HealthPort is < 1 or > 65535)
        {
            yield return "HEALTH_PORT must be a port.";
        }

        if (EveryMinutes is < 15 or > 600)
        {
            yield return "DEMO_EVERY_MINUTES must be a number from 15 to 600.";
        }
    }

    private static int Number(string? text, int otherwise) =>
        string.IsNullOrEmpty(text) ? otherwise : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
