using System.Text.Json.Serialization;
using SreCopilot.AuthService.Accounts;
using SreCopilot.AuthService.ApiKeys;
using SreCopilot.AuthService.Monitoring;
using SreCopilot.AuthService.Passwords;
using SreCopilot.AuthService.Projects;
using SreCopilot.AuthService.Revocations;
using SreCopilot.AuthService.Sessions;
using SreCopilot.AuthService.Users;

namespace SreCopilot.AuthService;

/// <summary>Source-generated JSON of every body of this service.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RegisterRequest))]
[JsonSerializable(typeof(LoginRequest))]
[JsonSerializable(typeof(SignedInResponse))]
[JsonSerializable(typeof(MeResponse))]
[JsonSerializable(typeof(ProfileRequest))]
[JsonSerializable(typeof(ProfileResponse))]
[JsonSerializable(typeof(ChangePasswordRequest))]
[JsonSerializable(typeof(MessageResponse))]
[JsonSerializable(typeof(RefreshResponse))]
[JsonSerializable(typeof(LogoutResponse))]
[JsonSerializable(typeof(SwitchProjectRequest))]
[JsonSerializable(typeof(SwitchProjectResponse))]
[JsonSerializable(typeof(WebSocketTicketResponse))]
[JsonSerializable(typeof(IReadOnlyList<User>))]
[JsonSerializable(typeof(CreateUserRequest))]
[JsonSerializable(typeof(UpdateUserRequest))]
[JsonSerializable(typeof(IReadOnlyList<Project>))]
[JsonSerializable(typeof(CreateProjectRequest))]
[JsonSerializable(typeof(UpdateProjectRequest))]
[JsonSerializable(typeof(DoneResponse))]
[JsonSerializable(typeof(IReadOnlyList<Member>))]
[JsonSerializable(typeof(AddMemberRequest))]
[JsonSerializable(typeof(UpdateMemberRequest))]
[JsonSerializable(typeof(IReadOnlyList<ApiKey>))]
[JsonSerializable(typeof(CreateApiKeyRequest))]
[JsonSerializable(typeof(UpdateApiKeyRequest))]
[JsonSerializable(typeof(DeletedResponse))]
[JsonSerializable(typeof(VerifyApiKeyRequest))]
[JsonSerializable(typeof(VerifiedApiKey))]
[JsonSerializable(typeof(RevocationsResponse))]
[JsonSerializable(typeof(IReadOnlyList<Integration>))]
[JsonSerializable(typeof(CreatedIntegration))]
[JsonSerializable(typeof(IntegrationWithSecrets))]
[JsonSerializable(typeof(CreateIntegrationRequest))]
[JsonSerializable(typeof(UpdateIntegrationRequest))]
[JsonSerializable(typeof(TestConnectionRequest))]
[JsonSerializable(typeof(ConnectionTestResponse))]
[JsonSerializable(typeof(GrafanaCredentialsResponse))]
[JsonSerializable(typeof(RotateSecretRequest))]
[JsonSerializable(typeof(RotatedSecret))]
[JsonSerializable(typeof(WebhookResponse))]
internal sealed partial class AuthJson : JsonSerializerContext;
