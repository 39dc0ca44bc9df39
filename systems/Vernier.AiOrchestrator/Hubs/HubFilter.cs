using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;
using Vernier.Services.Storage;
using Vernier.Services.Web;

namespace Vernier.AiOrchestrator.Hubs;

/// <summary>
/// Counts the messages of clients, and returns the errors that are for the client. Logs unexpected errors itself, because SignalR logs each error that a client
/// causes with its stack trace, and an application can disable that log (the category Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher).
/// </summary>
internal sealed partial class HubFilter(HubConnections connections, AiOrchestratorMetrics metrics, ILogger<HubFilter> logger) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        metrics.MessageReceived();
        connections.Find(invocationContext.Context.ConnectionId)?.Session.MessageReceived();
        try
        {
            return await next(invocationContext).ConfigureAwait(false);
        }
        catch (RequestException exception)
        {
            throw new HubException(exception.Message);
        }
        catch (StorageException)
        {
            throw new HubException("The database is unavailable. Try again later.");
        }
        catch (Exception exception) when (exception is not HubException)
        {
            LogFailed(exception, invocationContext.HubMethodName);
            throw new HubException("An internal error occurred. The log of the host has the details.");
        }
    }

    [LoggerMessage(1, LogLevel.Error, "The hub method {Method} failed with an unexpected error.")]
    private partial void LogFailed(Exception exception, string method);
}
