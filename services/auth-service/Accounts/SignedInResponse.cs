namespace SreCopilot.AuthService.Accounts;

/// <summary>The answer to a registration and a login; the same tokens are also set as cookies.</summary>
/// <param name="AccessToken">A JWT for <c>Authorization: Bearer</c>.</param>
/// <param name="TokenType">Always <c>bearer</c>.</param>
/// <param name="User">Who is signed in.</param>
/// <param name="Projects">The projects the user may work in.</param>
internal sealed record SignedInResponse(string AccessToken, string TokenType, SignedInUser User, IReadOnlyList<Membership> Projects)
{
    public static SignedInResponse Create(string accessToken, Account account, Membership current, IReadOnlyList<Membership> projects) => new(
        accessToken,
        "bearer",
        new SignedInUser(account.Id, account.Email, account.FullName, account.Role, account.TenantId, account.TenantName, current.Id),
        projects);
}

/// <summary>Who is signed in.</summary>
/// <param name="Id">The user.</param>
/// <param name="Email">The address the account was registered with.</param>
/// <param name="FullName">For display.</param>
/// <param name="Role">The role in the tenant: admin, engineer or viewer.</param>
/// <param name="TenantId">The tenant.</param>
/// <param name="TenantName">Its name.</param>
/// <param name="CurrentProjectId">The project the access token is for.</param>
internal sealed record SignedInUser(Guid Id, string Email, string FullName, string Role, Guid TenantId, string TenantName, Guid CurrentProjectId);
