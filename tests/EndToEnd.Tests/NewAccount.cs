namespace SreCopilot.EndToEnd.Tests;

/// <summary>A registration nobody has used before.</summary>
internal static class NewAccount
{
    public const string Password = "Correct-Horse-7!";

    public static Dictionary<string, string> Create()
    {
        var id = Guid.NewGuid().ToString("N");
        return new()
        {
            ["email"] = $"ana.{id}@example.com",
            ["password"] = Password,
            ["full_name"] = "Ana Lima",
            ["tenant_name"] = $"Acme {id}",
        };
    }
}
