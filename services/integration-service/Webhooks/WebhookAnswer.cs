namespace SreCopilot.IntegrationService.Webhooks;

/// <summary>What became of a webhook. Everything in it is stored, whatever is away.</summary>
/// <param name="Status">success; partial: some alerts were unusable; accepted: all is stored, but an incident follows later.</param>
/// <param name="Message">The same in words, with numbers.</param>
/// <param name="IncidentIds">The incidents that its alerts belong to.</param>
/// <param name="DeliveryId">Under which it is found among the deliveries.</param>
/// <param name="Results">One for each alert, in the sender's order.</param>
internal sealed record WebhookAnswer(string Status, string Message, IReadOnlyList<Guid> IncidentIds, Guid DeliveryId, IReadOnlyList<AlertResult> Results)
{
    public static WebhookAnswer Of(Guid deliveryId, IReadOnlyList<AlertResult> results, bool isComplete)
    {
        var rejected = results.Count(result => result.Outcome == AlertResult.Rejected);
        var status = rejected > 0 ? "partial" : isComplete ? "success" : "accepted";
        var message = $"{results.Count - rejected} of {results.Count} alerts accepted{(isComplete ? "" : "; incidents follow as soon as incident-service answers")}.";
        return new WebhookAnswer(status, message, [.. results.Select(result => result.IncidentId).OfType<Guid>().Distinct()], deliveryId, results);
    }
}

/// <summary>What became of one alert.</summary>
/// <param name="Name">Its name; null when it could not be read.</param>
/// <param name="Fingerprint">By which the platform knows it again.</param>
/// <param name="Outcome">fired, repeated, resolved, ignored (it is over, and was not known) or rejected.</param>
/// <param name="AlertId">The alert; null when there is none.</param>
/// <param name="IncidentId">Its incident; null while there is none.</param>
/// <param name="Detail">Why it was rejected.</param>
internal sealed record AlertResult(string? Name, string? Fingerprint, string Outcome, Guid? AlertId, Guid? IncidentId, string? Detail)
{
    public const string Fired = "fired";
    public const string Repeated = "repeated";
    public const string Resolved = "resolved";
    public const string Ignored = "ignored";
    public const string Rejected = "rejected";
}
