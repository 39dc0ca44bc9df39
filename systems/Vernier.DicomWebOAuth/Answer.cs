using System.Globalization;
using Microsoft.AspNetCore.Http;
using Vernier.DicomWebOAuth.Errors;

namespace Vernier.DicomWebOAuth;

/// <summary>What callers are told when something is wrong: problem details (RFC 9457), with the catalog's fields for its errors.</summary>
internal static class Answer
{
    public static Task ProblemAsync(HttpContext context, int status, string detail, params IEnumerable<KeyValuePair<string, object?>> more) =>
        TypedResults.Problem(detail, statusCode: status, extensions: more).ExecuteAsync(context);

    public static Task UnknownServerAsync(HttpContext context)
    {
        const string detail = "There is no server of this name in the configuration.";
        return ProblemAsync(context, StatusCodes.Status404NotFound, detail, KeyValuePair.Create<string, object?>("error", detail));
    }

    public static Task ErrorAsync(HttpContext context, DicomWebOAuthException failure)
    {
        if (context.Response.HasStarted)
        {
            RequestOutcome.Set(context, failure.Description.Status);
            context.Abort();
            return Task.CompletedTask;
        }

        context.Response.Headers.Clear();
        if (failure.RetryAfter is { } pause)
            SetRetryAfter(context, pause);
        var error = failure.Description;
        return TypedResults.Problem(
            $"{error.Message} {failure.Details}".TrimEnd(),
            statusCode: error.Status,
            title: error.Message,
            type: error.DocumentationUrl,
            extensions: new Dictionary<string, object?>
            {
                ["error_code"] = error.Text,
                ["category"] = error.Category.ToString().ToUpperInvariant(),
                ["severity"] = error.Severity.ToString().ToUpperInvariant(),
                ["message"] = error.Message,
                ["details"] = failure.Details,
                ["troubleshooting"] = error.Troubleshooting,
                ["documentation_url"] = error.DocumentationUrl,
                ["http_status"] = error.Status,
            }).ExecuteAsync(context);
    }

    /// <summary>Whole seconds, never earlier than it makes sense.</summary>
    public static void SetRetryAfter(HttpContext context, TimeSpan pause) =>
        context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(pause.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
