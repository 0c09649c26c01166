using System.Text.Json.Serialization;
using SreCopilot.AuthService.Accounts;
using SreCopilot.AuthService.Sessions;

namespace SreCopilot.AuthService;

/// <summary>Source-generated JSON of every body of this service.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RegisterRequest))]
[JsonSerializable(typeof(LoginRequest))]
[JsonSerializable(typeof(SignedInResponse))]
[JsonSerializable(typeof(MeResponse))]
[JsonSerializable(typeof(RefreshResponse))]
[JsonSerializable(typeof(LogoutResponse))]
internal sealed partial class AuthJson : JsonSerializerContext;
