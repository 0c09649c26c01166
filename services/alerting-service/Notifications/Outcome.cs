using SreCopilot.OutboundHttp;

namespace SreCopilot.AlertingService.Notifications;

/// <summary>How an attempt ended.</summary>
/// <param name="Problem">Why it was not delivered, for people; null: it was.</param>
/// <param name="IsFinal">Whether another attempt would end the same way.</param>
/// <param name="RetryAfter">How long the receiver wants to be left alone.</param>
/// <param name="IsRefused">Whether the address is one that may not be called.</param>
internal readonly record struct Outcome(string? Problem, bool IsFinal = false, TimeSpan? RetryAfter = null, bool IsRefused = false)
{
    public static readonly Outcome Delivered = new(null);

    public bool IsDelivered => Problem is null;

    public static Outcome Of(OutboundFault fault) =>
        new(fault.Describe(), fault is OutboundFault.Refused or OutboundFault.BadAddress or OutboundFault.BadRedirect, null, fault == OutboundFault.Refused);
}
