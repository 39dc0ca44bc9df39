using Microsoft.AspNetCore.Http;

namespace Vernier.DicomWebOAuth.Tests;

/// <summary>Handlers of the test token endpoint.</summary>
internal static class TestTokens
{
    /// <summary>Issues token-1, token-2, …</summary>
    /// <param name="lifetime">Their lifetime in seconds.</param>
    public static RequestDelegate Numbered(int lifetime = 3600)
    {
        var issued = 0;
        return context => WriteJsonAsync(context, $$"""{"access_token":"token-{{Interlocked.Increment(ref issued)}}","token_type":"Bearer","expires_in":{{lifetime}}}""");
    }

    public static RequestDelegate Status(int status, string body = "") => context =>
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(body);
    };

    public static RequestDelegate Body(string body) => context => WriteJsonAsync(context, body);

    private static Task WriteJsonAsync(HttpContext context, string body)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    }
}
