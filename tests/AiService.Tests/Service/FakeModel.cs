using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace SreCopilot.AiService.Tests.Service;

/// <summary>A server of OpenAI's chat completions as the test plays it, with all the ways in which such a server misbehaves.</summary>
internal sealed class FakeModel : IAsyncDisposable
{
    private TestBackend? _backend;

    public string Address => _backend!.Address;

    public TestBackend Backend => _backend!;

    /// <summary>Answers the next requests.</summary>
    public RequestDelegate Behaviour { get; set; } = _ => Task.CompletedTask;

    public async Task StartAsync() => _backend = await TestBackend.StartAsync(http => Behaviour(http));

    public ValueTask DisposeAsync() => _backend?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Answers with a message, as the protocol has it.</summary>
    public void Say(string content, string finish = "stop") => Behaviour = http =>
    {
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(Completion(content, finish));
    };

    /// <summary>The hypotheses of a good answer.</summary>
    public void SayHypotheses(params object[] hypotheses) => Say(JsonSerializer.Serialize(new { hypotheses }));

    public static string Completion(string content, string finish) => JsonSerializer.Serialize(new
    {
        id = "chatcmpl-1", @object = "chat.completion", created = 1_700_000_000, model = "gpt-test",
        choices = new[] { new { index = 0, finish_reason = finish, message = new { role = "assistant", content } } },
        usage = new { prompt_tokens = 900, completion_tokens = 200, total_tokens = 1100 },
    });

    /// <summary>What the model was told last: the JSON of the user's message.</summary>
    public JsonElement LastQuestion()
    {
        var messages = JsonDocument.Parse(_backend!.Received.Last().Body).RootElement.GetProperty("messages");
        var content = messages[1].GetProperty("content");
        return JsonDocument.Parse(content.ValueKind == JsonValueKind.String ? content.GetString()! : content[0].GetProperty("text").GetString()!).RootElement;
    }
}
