namespace SreCopilot.AuthService.Sessions;

/// <summary>The two tokens a client holds.</summary>
internal sealed record SessionTokens(string Access, string Refresh);
