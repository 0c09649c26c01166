using System.Text.Json;
using System.Text.Json.Serialization;
using SreCopilot.WebsocketService.Connections;

namespace SreCopilot.WebsocketService;

/// <summary>Control frames are camelCase, answers to HTTP requests snake_case; both are the contract's.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(StatisticsBody))]
internal sealed partial class WebSocketJson : JsonSerializerContext;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ConnectedFrame))]
[JsonSerializable(typeof(ReplayedFrame))]
[JsonSerializable(typeof(RenewedFrame))]
[JsonSerializable(typeof(PongFrame))]
[JsonSerializable(typeof(SubscriptionFrame))]
[JsonSerializable(typeof(ErrorFrame))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class FrameJson : JsonSerializerContext;
