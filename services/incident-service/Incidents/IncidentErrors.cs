using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.IncidentService.Incidents;

/// <summary>Answers that several endpoints give.</summary>
internal static class IncidentErrors
{
    /// <summary>The same for an incident of another project and one that does not exist.</summary>
    public static JsonHttpResult<ErrorBody> NotFound() => ApiErrors.NotFound("There is no such incident in this project.");

    /// <summary>Somebody else was faster.</summary>
    public static JsonHttpResult<ErrorBody> Changed(Incident now) =>
        ApiErrors.Conflict($"Somebody changed the incident in the meantime: it is {now.State} with severity {now.Severity}, version {now.Version}. Look at it and try again.");
}
