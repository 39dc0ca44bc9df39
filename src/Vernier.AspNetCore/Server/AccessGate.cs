using Microsoft.AspNetCore.Http;
using Vernier.AspNetCore.Endpoints;

namespace Vernier.AspNetCore.Server;

/// <summary>Rejects requests without credentials or for other paths.</summary>
internal sealed class AccessGate(RequestDelegate next, Credentials? credentials, string path)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (credentials?.Match(context.Request.Headers.Authorization) == false)
        {
            context.Response.Headers.WWWAuthenticate = credentials.Challenge;
            return ProblemResponse.WriteAsync(context, StatusCodes.Status401Unauthorized, "Authentication is required.");
        }
        return context.GetEndpoint() is null
            ? ProblemResponse.WriteAsync(context, StatusCodes.Status404NotFound, $"Not found. Metrics are available at {path}.")
            : next(context);
    }
}
