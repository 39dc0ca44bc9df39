using System.Globalization;
using Microsoft.AspNetCore.Http;
using Vernier.DicomWebOAuth.Errors;

namespace Vernier.DicomWebOAuth.Gateway;

/// <summary>Writes problem details (RFC 9457), with the fields of the error catalog for its errors.</summary>
internal static class ProblemResponses
{
    public static Task WriteAsync(HttpContext context, int status, string detail, params IEnumerable<KeyValuePair<string, object?>> extensions) =>
        TypedResults.Problem(detail, statusCode: status, extensions: extensions).ExecuteAsync(context);

    public static Task WriteUnknownServerAsync(HttpContext context)
    {
        const string detail = "The server is not configured.";
        return WriteAsync(context, StatusCodes.Status404NotFound, detail, KeyValuePair.Create<string, object?>("error", detail));
    }

    public static Task WriteAsync(HttpContext context, DicomWebOAuthException failure)
    {
        if (failure.RetryAfter is { } delay)
            SetRetryAfter(context, delay);
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

    /// <summary>Sets Retry-After, rounded up to whole seconds.</summary>
    public static void SetRetryAfter(HttpContext context, TimeSpan delay) =>
        context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(delay.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
