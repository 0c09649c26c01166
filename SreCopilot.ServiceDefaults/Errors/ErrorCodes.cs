namespace SreCopilot.ServiceDefaults.Errors;

/// <summary>Values of <c>error_code</c> (contract: conventions.md section 10).</summary>
public static class ErrorCodes
{
    /// <summary>A body, query or path value breaks a rule.</summary>
    public const string ValidationError = "VALIDATION_ERROR";

    /// <summary>A value should be a UUID and is not.</summary>
    public const string InvalidUuid = "INVALID_UUID";

    /// <summary>The caller's token carries no project.</summary>
    public const string MissingProjectId = "MISSING_PROJECT_ID";

    /// <summary>A required field is absent or empty.</summary>
    public const string MissingRequiredField = "MISSING_REQUIRED_FIELD";

    /// <summary>A value is not one of the allowed ones.</summary>
    public const string InvalidFieldValue = "INVALID_FIELD_VALUE";

    /// <summary>The thing named by the path does not exist, or not for this caller.</summary>
    public const string ResourceNotFound = "RESOURCE_NOT_FOUND";

    /// <summary>No valid credentials.</summary>
    public const string Unauthorized = "UNAUTHORIZED";
}
