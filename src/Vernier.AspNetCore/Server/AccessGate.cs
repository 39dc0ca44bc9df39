using Microsoft.AspNetCore.Http;
using Vernier.AspNetCore.Endpoints;

namespace Vernier.AspNetCore.Server;

/// <summary>Lets through whoever has the credentials and asks for the metrics.</summary>
internal sealed class AccessGate(RequestDelegate next, Credentials? credentials, string path)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (credentials?.Match(context.Request.Headers.Authorization) == false)
        {
            context.Response.Headers.WWWAuthenticate = credentials.Challenge;
            return ProblemResponse.WriteAsync(context, StatusCodes.Status401Unauthorized, "The metrics are shown to those who are authenticated.");
        }
        return context.GetEndpoint() is null
            ? ProblemResponse.WriteAsync(context, StatusCodes.Status404NotFound, $"The metrics are at {path}.")
            : next(context);
    }
}
