using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.AuthService.Access;
using SreCopilot.AuthService.Sessions;
using SreCopilot.AuthService.Throttling;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuthService.Passwords;

/// <summary>The old password and the new one.</summary>
/// <param name="CurrentPassword">The password so far.</param>
/// <param name="NewPassword">8 characters to 72 bytes, with upper and lower case, a digit and a special character.</param>
internal sealed record ChangePasswordRequest(string? CurrentPassword, string? NewPassword);

/// <summary>A sentence for the user.</summary>
/// <param name="Message">For display.</param>
internal sealed record MessageResponse(string Message);

/// <summary><c>POST /change-password</c></summary>
internal static class PasswordChange
{
    public static void MapPasswordChange(this IEndpointRouteBuilder routes) => routes.MapPost("/change-password", ChangeAsync)
        .Named("change_password")
        .WithSummary("Changes the password and ends all other sessions of the user")
        .WithTags("Accounts")
        .Produces<MessageResponse>()
        .ProducesErrors(
            StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status404NotFound,
            StatusCodes.Status422UnprocessableEntity, StatusCodes.Status429TooManyRequests);

    private static async Task<Results<Ok<MessageResponse>, JsonHttpResult<ErrorBody>>> ChangeAsync(
        ChangePasswordRequest request, HttpContext http, Authorizer authorizer, Throttle throttle, PasswordHasher passwords, SessionStore sessions,
        TimeProvider time, CancellationToken cancel)
    {
        string known;
        await using (var looking = await authorizer.OpenAsync(http, cancel))
        {
            if (looking.Refusal is { } refusal)
            {
                return refusal;
            }

            if (FindMistakes(request).ToList() is { Count: > 0 } mistakes)
            {
                return ApiErrors.Unprocessable(mistakes);
            }

            // Whoever found an open browser must not be able to guess the password with it.
            if (await throttle.CountPasswordChangeAsync(looking.Database, looking.UserId, cancel) is { } wait)
            {
                return Throttle.Refuse(http, wait);
            }

            known = (await looking.Database.SingleOrDefaultAsync($"select password_hash from users where id = {looking.UserId}", row => row.GetString(0), cancel))!;
            await looking.Database.CommitAsync(cancel);
        }

        // No connection is held during these.
        if (!await passwords.VerifyAsync(request.CurrentPassword!, known, cancel))
        {
            // Not 401: that makes clients refresh their tokens and try again.
            return WrongPassword();
        }

        var hash = await passwords.HashAsync(request.NewPassword!, cancel);

        await using var user = await authorizer.OpenAsync(http, cancel);
        if (user.Refusal is { } late)
        {
            return late;
        }

        var changed = await user.Database.ExecuteAsync($"""
            update users set password_hash = {hash}, updated_at = {time.GetUtcNow()} where id = {user.UserId} and password_hash = {known}
            """, cancel);
        if (changed == 0)
        {
            return WrongPassword();
        }

        await sessions.RevokeAllAsync(user.Database, user.TenantId, user.UserId, except: user.SessionId, "password_change", cancel);
        await Throttle.ForgivePasswordChangeAsync(user.Database, user.UserId, cancel);
        user.Audit(user.UserId, null, null);
        await user.Database.CommitAsync(cancel);
        return TypedResults.Ok(new MessageResponse("The password was changed. All other sessions were signed out."));
    }

    private static JsonHttpResult<ErrorBody> WrongPassword() => ApiErrors.BadRequest("The current password is wrong.");

    private static IEnumerable<string> FindMistakes(ChangePasswordRequest request)
    {
        if (string.IsNullOrEmpty(request.CurrentPassword))
        {
            yield return "current_password: is required";
        }

        if (PasswordRule.FindMistake(request.NewPassword ?? "", "new_password") is { } mistake)
        {
            yield return mistake;
        }
    }
}
