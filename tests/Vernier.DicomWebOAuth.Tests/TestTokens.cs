using Microsoft.AspNetCore.Http;

namespace Vernier.DicomWebOAuth.Tests;

/// <summary>What the token endpoint of the tests answers.</summary>
internal static class TestTokens
{
    /// <summary>token-1, token-2, …, each for an hour unless said otherwise.</summary>
    public static RequestDelegate Numbered(int lifetime = 3600)
    {
        var issued = 0;
        return context => Json(context, $$"""{"access_token":"token-{{Interlocked.Increment(ref issued)}}","token_type":"Bearer","expires_in":{{lifetime}}}""");
    }

    public static RequestDelegate Status(int status, string body = "") => context =>
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(body);
    };

    public static RequestDelegate Body(string body) => context => Json(context, body);

    private static Task Json(HttpContext context, string body)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    }
}
