using Microsoft.AspNetCore.Http;

namespace SreCopilot.Audit;

/// <summary>What is known about the present request's entry. One call, one entry: the handler's, else the safety net's.</summary>
internal sealed class AuditCall
{
    private bool _idIsTaken;

    /// <summary>Of the call's entry, whoever writes it: when it is not known whether the handler's was committed and the net writes
    /// another one, audit-service keeps one of the two.</summary>
    public Guid Id { get; } = Guid.CreateVersion7();

    public AuditEntry? Description { get; set; }

    /// <summary>The handler's entry is committed, or there shall be none.</summary>
    public bool IsDone { get; set; }

    public bool IsClosed { get; set; }

    public static AuditCall Of(HttpContext http)
    {
        if (http.Features.Get<AuditCall>() is not { } call)
        {
            http.Features.Set(call = new AuditCall());
        }

        return call;
    }

    /// <summary>A handler that writes several entries gives the first one the call's id.</summary>
    public Guid TakeId()
    {
        var id = _idIsTaken ? Guid.CreateVersion7() : Id;
        _idIsTaken = true;
        return id;
    }
}

/// <summary>What handlers say about the entry of their call when they do not write it themselves.</summary>
public static class AuditCallExtensions
{
    /// <summary>Says what the entry of this call shall tell, should the handler not write one: a refusal, above all. Whether it
    /// succeeded is decided by the answer's status.</summary>
    public static void DescribeAudit(this HttpContext http, AuditEntry entry) => AuditCall.Of(http).Description = entry;

    /// <summary>Says that this call needs no entry here: nothing happened, or another service writes it.</summary>
    public static void SkipAudit(this HttpContext http) => AuditCall.Of(http).IsDone = true;
}
