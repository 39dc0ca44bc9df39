using Microsoft.AspNetCore.Http;
using Vernier.AspNetCore.Endpoints;
using Vernier.AspNetCore.Security;

namespace Vernier.AspNetCore.Server;

/// <summary>Rejects requests with another host name, without credentials, or for other paths.</summary>
internal sealed class AccessGate(RequestDelegate next, RequestRules rules, Credentials? credentials, string path)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (rules.Check(context, OriginCheck.StateChanges) is { } rejection)
            return ProblemResponse.WriteAsync(context, rejection.Status, rejection.Message);
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
