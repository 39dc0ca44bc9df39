using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vernier.DicomWebOAuth.Errors;
using Vernier.DicomWebOAuth.Resilience;

namespace Vernier.DicomWebOAuth;

/// <summary>Tells how the servers are, and tries their token endpoints.</summary>
internal sealed class ManagementEndpoint(ServerGateways servers, DicomWebOAuthMetrics metrics)
{
    public const string StatusPattern = "/dicomweb-oauth/status";
    public const string ServersPattern = "/dicomweb-oauth/servers";
    public const string TestPattern = "/dicomweb-oauth/servers/{name}/test";

    private const string ApiVersion = "2.0";

    private static readonly string PluginVersion =
        typeof(ManagementEndpoint).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    public Task StatusAsync(HttpContext context) => EnvelopeAsync(context, new
    {
        status = servers.All.Any(s => s.Tokens.Circuit != BreakerState.Closed) ? "degraded" : "healthy",
        token_managers = servers.All.Count,
        servers_configured = servers.All.Count,
    });

    public Task ServersAsync(HttpContext context) => EnvelopeAsync(context, new { servers = servers.All.Select(Describe).ToArray() });

    public async Task TestAsync(HttpContext context)
    {
        if (servers.Find(context.GetRouteValue("name") as string) is not { } server)
        {
            await Answer.UnknownServerAsync(context).ConfigureAwait(false);
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
            if (failure.RetryAfter is { } pause)
                Answer.SetRetryAfter(context, pause);
            result = TypedResults.Json(
                new { server = server.Name, status = "error", error = failure.Message, error_code = failure.Code },
                statusCode: StatusCodes.Status503ServiceUnavailable);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            RequestOutcome.Set(context, OutboundHandler.GivenUp);
            return;
        }

        await result.ExecuteAsync(context).ConfigureAwait(false);
    }

    private static object Describe(ServerGateway server)
    {
        (var hasToken, var isValid) = server.Tokens.Cache;
        return new
        {
            name = server.Name,
            url = server.Tokens.Options.Url!.OriginalString,
            token_endpoint = server.Tokens.Options.TokenEndpoint?.OriginalString.Split('?')[0] ?? "",
            has_cached_token = hasToken,
            token_valid = isValid,
        };
    }

    private Task EnvelopeAsync(HttpContext context, object data) => TypedResults.Json(new
    {
        plugin_version = PluginVersion,
        api_version = ApiVersion,
        timestamp = metrics.Time.GetUtcNow().UtcDateTime,
        data,
    }).ExecuteAsync(context);
}
