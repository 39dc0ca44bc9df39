using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Vernier.Pangolin.Console.Editing;
using Vernier.Pangolin.Identity;
using Vernier.Services.Web;

namespace Vernier.Pangolin.Console.Api;

/// <summary>What the endpoints of the API have in common.</summary>
internal static class ApiEndpoint
{
    /// <summary>Documents an endpoint with its errors, and requires access.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="access">Who may call it.</param>
    /// <param name="summary">What it does.</param>
    /// <param name="errors">The statuses of its errors, without those of the access.</param>
    public static RouteHandlerBuilder Document(this RouteHandlerBuilder endpoint, Access access, string summary, params int[] errors)
    {
        endpoint.WithSummary(summary);
        int[] common = access.Role is null ? [] : [StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden];
        foreach (var status in errors.Concat(common).Append(StatusCodes.Status503ServiceUnavailable))
        {
            if (status == StatusCodes.Status422UnprocessableEntity)
                endpoint.Produces<InvalidInputResponse>(status);
            else
                endpoint.Produces<ErrorResponse>(status);
        }
        return endpoint.AddEndpointFilter(ReportInvalidInputAsync).RequireAccess(access);
    }

    /// <summary>Creates a JSON response with the version of the entity as ETag.</summary>
    public static IResult Versioned<T>(HttpContext http, T view, string version, int status = StatusCodes.Status200OK)
    {
        http.Response.Headers.ETag = $"\"{version}\"";
        return ApiJson.Instance.Result(view, status);
    }

    /// <summary>Returns the version in the header If-Match; null if the client does not check it.</summary>
    public static string? ExpectedVersion(HttpContext http) => http.Request.Headers.IfMatch.ToString() is { Length: > 0 } tag and not "*" ? tag.Trim('"') : null;

    /// <summary>Creates a response with a secret, which must not be stored on the way.</summary>
    public static IResult Secret<T>(HttpContext http, T view, int status)
    {
        http.Response.Headers.CacheControl = "no-store";
        return ApiJson.Instance.Result(view, status);
    }

    /// <summary>Returns an entity of the path.</summary>
    /// <exception cref="RequestException">404: it does not exist.</exception>
    public static T Existing<T>(T? entity, string name)
        where T : class => entity ?? throw new RequestException(StatusCodes.Status404NotFound, $"The {name} does not exist.");

    private static async ValueTask<object?> ReportInvalidInputAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context).ConfigureAwait(false);
        }
        catch (InvalidInputException exception)
        {
            return ApiJson.Instance.Result(new InvalidInputResponse("Unprocessable Entity", exception.Message, exception.Errors), exception.Status);
        }
    }
}

/// <summary>The body of a response with 422.</summary>
/// <param name="Error">The name of the status.</param>
/// <param name="Message">All errors as text.</param>
/// <param name="Errors">The errors by field.</param>
internal sealed record InvalidInputResponse(string Error, string Message, IReadOnlyList<InputError> Errors);
