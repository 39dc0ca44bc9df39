using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vernier.DicomWebOAuth.Errors;
using Vernier.DicomWebOAuth.Outbound;
using Vernier.DicomWebOAuth.Resilience;

namespace Vernier.DicomWebOAuth.Gateway;

/// <summary>Reports the status of the servers and tests their token endpoints.</summary>
internal sealed class ManagementEndpoint(ServerGateways servers, DicomWebOAuthMetrics metrics)
{
    private const string ApiVersion = "2.0";

    private static readonly string PluginVersion =
        typeof(ManagementEndpoint).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    public Task GetStatusAsync(HttpContext context) => WriteEnvelopeAsync(context, new
    {
        status = servers.All.Any(s => s.Tokens.Circuit != BreakerState.Closed) ? "degraded" : "healthy",
        token_managers = servers.All.Count,
        servers_configured = servers.All.Count,
    });

    public Task GetServersAsync(HttpContext context) => WriteEnvelopeAsync(context, new { servers = servers.All.Select(Describe).ToArray() });

    public async Task TestAsync(HttpContext context)
    {
        if (servers.Find(context.GetRouteValue("name") as string) is not { } server)
        {
            await ProblemResponses.WriteUnknownServerAsync(context).ConfigureAwait(false);
            return;
        }

        IResult result;
        try
        {
            await server.Tokens.GetAsync(context.RequestAborted).ConfigureAwait(false);
            result = TypedResults.Json(new { server = server.Name, status = "success", token_acquired = true, has_token = true });
        }
        catch (DicomWebOAuthException failure)
        {
            if (failure.RetryAfter is { } delay)
                ProblemResponses.SetRetryAfter(context, delay);
            result = TypedResults.Json(
                new { server = server.Name, status = "error", error = failure.Message, error_code = failure.Code },
                statusCode: StatusCodes.Status503ServiceUnavailable);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = OutboundCall.Canceled;
            return;
        }

        await result.ExecuteAsync(context).ConfigureAwait(false);
    }

    private static object Describe(ServerGateway server)
    {
        var (hasToken, isValid) = server.Tokens.Cache;
        return new
        {
            name = server.Name,
            url = server.Tokens.Options.Url!.OriginalString,
            token_endpoint = server.Tokens.Options.TokenEndpoint?.OriginalString.Split('?')[0] ?? "",
            has_cached_token = hasToken,
            token_valid = isValid,
        };
    }

    private Task WriteEnvelopeAsync(HttpContext context, object data) => TypedResults.Json(new
    {
        plugin_version = PluginVersion,
        api_version = ApiVersion,
        timestamp = metrics.Time.GetUtcNow().UtcDateTime,
        data,
    }).ExecuteAsync(context);
}
