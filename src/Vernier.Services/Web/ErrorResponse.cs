using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Vernier.Services.Web;

/// <summary>The body of an error, such as <c>{"error":"Not Found","message":"…"}</c>.</summary>
internal sealed record ErrorResponse(string Error, string Message)
{
    /// <summary>Writes an error.</summary>
    public static Task WriteAsync(HttpContext http, int status, string message)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(new ErrorResponse(ReasonPhrases.GetReasonPhrase(status), message));
    }
}
